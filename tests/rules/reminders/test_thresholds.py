"""What is due while nobody works is told at the next opening, and only if it is still true."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from rules import events
from rules.anomaly.state import Anomaly
from rules.clock import face
from rules.contract import ClockName, Commitment, Contract, Criticality, WallClock
from rules.decide import Outcome
from rules.effects import Tell
from rules.events import VIGIE, System, ThresholdReached
from rules.reminders.promised_dates import next_promise_alert, promise_reached
from rules.reminders.thresholds import BREACH, next_alert
from tests.rules.calendars import at
from tests.rules.cast import CONTRACT, CP, after, fact, raised, told
from tests.rules.clocks import november
from tests.rules.due import promise_due, share_due, share_reached

RESOLUTION = ClockName.RESOLUTION


def walled(hours: float, calendar: str = "bureau") -> Contract:
    """The contract with a resolution of so many hours that no closing stops, for a majeure."""
    promise = Commitment(WallClock(timedelta(hours=hours)), calendar)
    return replace(CONTRACT, commitments={**CONTRACT.commitments, (Criticality.MAJEURE, RESOLUTION): promise})


def following(anomaly: Anomaly, contract: Contract, now: datetime) -> tuple[float, datetime] | None:
    """The share of the resolution that is spoken of next, and when."""
    due = next_alert(anomaly, face(RESOLUTION, anomaly.marks, contract, now), contract)
    return (due.share, due.at) if due else None


@pytest.mark.parametrize(
    ("hours", "when"),
    [
        (16, "09 17:00"),  # half of it is used up while the office is open
        (18, "09 18:00"),  # and at the very end of the day
        (20, "10 09:00"),  # or in the evening: told the next morning
        (7.5, "09 13:30"),  # or over lunch
        (86, "12 09:00"),  # or on a holiday that runs into a Thursday
        (200, "13 13:30"),
        (240, "16 09:00"),  # or at the week-end
    ],
)
def test_what_no_closing_stops_is_told_at_an_opening(hours: float, when: str) -> None:
    contract = walled(hours)
    assert following(after(*raised(), contract=contract), contract, november("09 09:05")) == (0.5, november(when))


def test_on_call_criticalities_are_told_at_any_hour() -> None:
    contract = walled(20, "astreinte")
    anomaly = after(*raised(), contract=contract)
    assert following(anomaly, contract, november("09 09:05")) == (0.5, november("09 19:00"))
    assert share_due(anomaly, RESOLUTION, contract, november("10 03:00")) == 0.9


def test_what_was_held_is_told_once_and_as_it_stands_by_then() -> None:
    contract = walled(20)
    anomaly = after(*raised(), contract=contract)
    assert share_due(anomaly, RESOLUTION, contract, november("10 04:00")) is None
    assert share_reached(anomaly, RESOLUTION, contract, november("10 04:00")) == 0.9
    assert share_due(anomaly, RESOLUTION, contract, november("10 09:00")) == BREACH + 2


def test_what_is_no_longer_true_at_the_opening_is_not_told() -> None:
    contract = walled(20)
    stopped = after(
        *raised(fact(events.Qualified(Criticality.MAJEURE, in_scope=False), CP, "19:30")), contract=contract
    )
    assert share_due(stopped, RESOLUTION, contract, november("10 09:00")) is None


def test_what_becomes_due_in_the_evening_by_a_late_fact_waits_for_the_morning() -> None:
    """The four hours of taking charge ended at 14:00; Vigie hears of the anomaly at 20:00 only."""
    anomaly = after(*raised())
    clock = ClockName.ACKNOWLEDGEMENT
    evening = november("09 20:00")
    due = next_alert(anomaly, face(clock, anomaly.marks, CONTRACT, evening), CONTRACT)
    assert due is not None
    assert due.at == november("10 09:00")
    assert share_due(anomaly, clock, CONTRACT, evening) is None
    assert share_due(anomaly, clock, CONTRACT, november("10 09:00")) == BREACH + 2


def test_an_alert_that_is_decided_after_closing_is_set_aside() -> None:
    what = ThresholdReached(ClockName.ACKNOWLEDGEMENT, 1, BREACH, at("2026-11-09 14:00"))
    evening = fact(what, VIGIE, "20:00", System.CLOCK)
    assert told(raised(), evening).outcome is Outcome.STALE


def test_no_alert_of_a_clock_of_opening_hours_falls_outside_them() -> None:
    anomaly = after(*raised())
    for clock in (ClockName.ACKNOWLEDGEMENT, ClockName.WORKAROUND, RESOLUTION):
        its_face = face(clock, anomaly.marks, CONTRACT, november("09 09:05"))
        due = next_alert(anomaly, its_face, CONTRACT)
        assert due is not None
        assert its_face.pace.counted(due.at - timedelta(seconds=1), due.at)


def test_a_promised_date_that_goes_by_at_night_is_told_in_the_morning() -> None:
    date = november("10 21:00")
    said = events.DelayCommunicated("Nous tiendrons", (events.Deadline(RESOLUTION, date),))
    qualified = fact(events.Qualified(Criticality.MAJEURE), CP, "10:00")
    anomaly = after(*raised(qualified, fact(said, CP, "10:10")))
    night, morning = november("10 22:00"), november("12 09:00")
    assert promise_due(anomaly, RESOLUTION, CONTRACT, night) is None
    assert promise_reached(anomaly, RESOLUTION, CONTRACT, night) is not None
    first = next_promise_alert(anomaly, RESOLUTION, CONTRACT, night)
    assert first is not None
    assert first.at == morning
    due = promise_due(anomaly, RESOLUTION, CONTRACT, morning)
    assert due is not None
    assert (due.promised, due.share) == (date, BREACH)


def test_a_breach_held_overnight_goes_up_the_escalation_in_the_morning() -> None:
    contract = walled(20)
    what = ThresholdReached(RESOLUTION, 1, BREACH + 2, november("10 05:00"))
    effects = told(raised(), fact(what, VIGIE, "2026-11-10 09:00", System.CLOCK), contract=contract).effects
    assert {one.to.id for one in effects if isinstance(one, Tell)} == {CP.id, "U0DIR"}
