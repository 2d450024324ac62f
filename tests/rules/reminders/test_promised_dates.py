"""A date promised to the client is a commitment of its own: kept or missed, and spoken of before it slips."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from rules import events
from rules.clock import Verdict
from rules.contract import ChatMap, ClockName, Criticality, PauseReason
from rules.decide import Decision
from rules.effects import PostRoom, Say, Tell, Write
from rules.events import VIGIE, Deadline, DelayCommunicated, Fact, PromiseAlerted, System
from rules.reminders.promised_dates import next_promise_alert, promises
from tests.rules.calendars import at
from tests.rules.cast import (
    ACCEPTED,
    CONTRACT,
    CP,
    DELIVERED,
    DEPLOYED,
    DEV,
    DIRECTION,
    QUALIFIED,
    RAISED,
    RM,
    after,
    fact,
    raised,
    told,
)
from tests.rules.due import promise_due

WORKAROUND, RESOLUTION = ClockName.WORKAROUND, ClockName.RESOLUTION
TEAM = replace(CONTRACT, chat=ChatMap("slack", "C0MARTIN1", team_channel="C0TEAM"))


def promised(day: str, when: str = "10:30") -> Fact:
    """The CP promises the resolution (due on Thursday 12 at 18:00) for another instant of November."""
    return fact(DelayCommunicated("", (Deadline(RESOLUTION, at(f"2026-11-{day}")),)), CP, when)


def november(text: str) -> datetime:
    return at(f"2026-11-{text}")


@pytest.mark.parametrize(
    ("day", "now", "verdict"),
    [
        ("10 12:00", "10 12:00", Verdict.PENDING),
        ("10 12:00", "10 12:01", Verdict.MISSED),
        ("13 12:00", "13 11:00", Verdict.PENDING),
    ],
)
def test_a_promise_is_missed_once_its_date_went_by(day: str, now: str, verdict: Verdict) -> None:
    (made,) = promises(after(*raised(QUALIFIED, promised(day))), CONTRACT, november(now))
    assert (made.clock, made.verdict) == (RESOLUTION, verdict)


def test_a_promise_is_kept_by_a_clock_that_stops_in_time() -> None:
    kept = after(*raised(QUALIFIED, promised("10 12:00"), DELIVERED, ACCEPTED, DEPLOYED))
    (made,) = promises(kept, CONTRACT, november("20 09:00"))
    assert made.verdict is Verdict.KEPT


def test_a_promise_later_than_the_contract_is_flagged_to_the_team_and_the_direction() -> None:
    effects = told(raised(QUALIFIED), promised("13 12:00"), contract=TEAM).effects
    beyond = [one for one in effects if isinstance(one, Tell | PostRoom) and one.message.say is Say.PROMISE_BEYOND]
    assert [type(one) for one in beyond] == [PostRoom, Tell]
    assert {one.to.id for one in beyond if isinstance(one, Tell)} == {DIRECTION.id}


def test_a_promise_within_the_contract_is_flagged_to_nobody() -> None:
    effects = told(raised(QUALIFIED), promised("12 18:00"), contract=TEAM).effects
    assert not [one for one in effects if isinstance(one, Tell | PostRoom) and one.message.say is Say.PROMISE_BEYOND]


def test_the_cp_hears_before_the_date_slips_then_when_it_is_gone() -> None:
    history = raised(QUALIFIED, promised("10 10:30"))
    near = next_promise_alert(after(*history), RESOLUTION, CONTRACT, november("09 10:10"))
    assert near is not None
    # Eight opening hours to Tuesday 10:30: 7 h 12 of them have passed on Tuesday at 9:42.
    assert (near.at, near.share) == (november("10 09:42"), 0.9)
    alert = fact(PromiseAlerted(RESOLUTION, 1, 0.9, november("10 10:30")), VIGIE, near.at, System.CLOCK)
    decision = told(history, alert)
    (tell,) = [one for one in decision.effects if isinstance(one, Tell)]
    assert (tell.to.id, tell.message.say, tell.message.moves) == (CP.id, Say.PROMISE_NEAR, ("communicate",))
    again = next_promise_alert(decision.anomaly, RESOLUTION, CONTRACT, near.at)
    assert again is not None
    assert (again.share, again.at) == (1.0, november("10 10:30") + timedelta(seconds=1))


def test_after_a_downtime_only_the_gone_date_is_said() -> None:
    held = after(*raised(QUALIFIED, promised("10 12:00")))
    due = promise_due(held, RESOLUTION, CONTRACT, november("12 09:00"))
    assert due is not None
    assert (due.share, due.promised) == (1.0, november("10 12:00"))


def test_a_promise_that_is_the_contracts_deadline_leaves_the_word_to_the_clock() -> None:
    held = after(*raised(QUALIFIED, promised("12 18:00")))
    assert next_promise_alert(held, RESOLUTION, CONTRACT, november("09 11:00")) is None


def test_a_pause_moves_the_deadline_and_not_the_promise() -> None:
    pause = fact(events.Paused(PauseReason.CLIENT), CP, "11:00")
    held = after(*raised(QUALIFIED, promised("12 18:00"), pause))
    near = next_promise_alert(held, RESOLUTION, CONTRACT, november("10 09:00"))
    assert near is not None
    assert near.share == 0.9


def test_a_corrected_message_replaces_the_promise() -> None:
    history = raised(QUALIFIED, promised("10 12:00"), promised("11 12:00", "2026-11-10 09:30"))
    (made,) = promises(after(*history), CONTRACT, november("10 10:00"))
    assert made.promised == november("11 12:00")


def test_an_alert_on_a_promise_that_was_replaced_is_stale() -> None:
    history = raised(QUALIFIED, promised("10 12:00"), promised("12 12:00", "2026-11-10 10:30"))
    stale = fact(PromiseAlerted(RESOLUTION, 1, 0.9, november("10 12:00")), VIGIE, november("10 11:00"), System.CLOCK)
    assert told(history, stale).facts == ()


def test_out_of_scope_nothing_is_promised_any_more() -> None:
    out = fact(events.Qualified(Criticality.MAJEURE, in_scope=False), CP, "11:00")
    assert promises(after(*raised(QUALIFIED, promised("10 12:00"), out)), CONTRACT, november("12 09:00")) == ()


def test_a_promise_kept_where_the_contract_promises_nothing_is_not_warned_of() -> None:
    history = (
        fact(replace(RAISED, criticality=Criticality.MINEURE), RM),
        fact(events.Qualified(Criticality.MINEURE), CP, "09:30"),
        fact(events.DelayCommunicated("", (Deadline(WORKAROUND, november("09 17:00")),)), CP, "09:40"),
        fact(events.WorkaroundDelivered(), DEV, "10:00"),
    )
    held = after(*history)
    (made,) = promises(held, CONTRACT, november("09 18:00"))
    assert made.verdict is Verdict.KEPT
    assert next_promise_alert(held, WORKAROUND, CONTRACT, november("09 18:00")) is None


def says(decision: Decision, say: Say) -> list[str]:
    """Who is told it in private."""
    return [one.to.id for one in decision.effects if isinstance(one, Tell) and one.message.say is say]


def test_a_corrected_date_is_journalled_and_told_with_the_one_that_it_replaces() -> None:
    decision = told(raised(QUALIFIED, promised("10 12:00")), promised("11 12:00", "2026-11-10 09:30"))
    what = decision.facts[0].what
    assert isinstance(what, DelayCommunicated)
    assert what.replaces == (Deadline(RESOLUTION, november("10 12:00")),)
    assert says(decision, Say.DELAY_CORRECTED) == [RM.id]
    assert says(decision, Say.DELAY_COMMUNICATED) == []
    (message,) = {id(one.message): one.message for one in decision.effects if isinstance(one, Write)}.values()
    assert (message.values["resolution"], message.values["resolution_was"]) == (
        november("11 12:00"),
        november("10 12:00"),
    )


@pytest.mark.parametrize("history", [raised(QUALIFIED), raised(QUALIFIED, promised("11 12:00"))])
def test_a_first_message_and_the_same_date_again_correct_nothing(history: tuple[Fact, ...]) -> None:
    decision = told(history, promised("11 12:00", "2026-11-10 09:30"))
    assert says(decision, Say.DELAY_COMMUNICATED) == [RM.id]
    assert says(decision, Say.DELAY_CORRECTED) == []


def test_what_has_ended_is_corrected_by_no_later_message() -> None:
    done = raised(QUALIFIED, promised("10 12:00"), DELIVERED, ACCEPTED, DEPLOYED)
    (what,) = [one.what for one in told(done, promised("11 12:00", "2026-11-10 09:30")).facts]
    assert isinstance(what, DelayCommunicated)
    assert what.replaces == ()


def test_a_requalification_reminds_the_cp_of_what_was_promised_before() -> None:
    decision = told(
        raised(QUALIFIED, promised("12 18:00")),
        fact(events.Qualified(Criticality.SECURITE, reason="fuite"), CP, "11:00"),
    )
    (draft,) = [
        one.message for one in decision.effects if isinstance(one, Tell) and one.message.say is Say.DELAY_TO_SEND
    ]
    assert draft.values["resolution_was"] == november("12 18:00")


@pytest.mark.parametrize(("day", "heard"), [("12 18:00", [CP.id]), ("11 18:00", []), ("20 18:00", [])])
def test_the_cp_hears_when_a_wait_for_the_client_puts_the_deadline_back_beyond_the_promise(
    day: str, heard: list[str]
) -> None:
    """The deadline was the 12th at 18:00, and half a day of waiting makes it the 13th."""
    pause = fact(events.Paused(PauseReason.CLIENT, "x"), CP, "11:00")
    history = raised(QUALIFIED, promised(day), pause)
    decision = told(history, fact(events.ClientAnswered("voici"), RM, "17:00"))
    assert says(decision, Say.PROMISE_OVERTAKEN) == heard


def test_another_wait_says_nothing_of_the_promise() -> None:
    history = raised(QUALIFIED, promised("12 18:00"), fact(events.Paused(PauseReason.FREEZE), CP, "11:00"))
    assert says(told(history, fact(events.Resumed(), DEV, "17:00")), Say.PROMISE_OVERTAKEN) == []


def test_the_alerts_follow_the_corrected_date() -> None:
    history = raised(QUALIFIED, promised("10 10:30"))
    alert = fact(PromiseAlerted(RESOLUTION, 1, 0.9, november("10 10:30")), VIGIE, november("10 09:42"), System.CLOCK)
    corrected = told((*history, alert), promised("11 12:00", "2026-11-10 09:45")).anomaly
    again = next_promise_alert(corrected, RESOLUTION, CONTRACT, november("10 09:45"))
    assert again is not None
    assert again.share == 0.9
    assert november("10 10:30") < again.at < november("11 12:00")
