"""The missed clocks of anomalies: how late in opening minutes, what was held, and which criticality prices them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.anomaly.state import Absence, Anomaly
from rules.clock import Exclusion, Mark, Marks, Verdict, read
from rules.contract import ClockName, Contract
from rules.contract.compensation_terms import AmountPerUnit, Compensations, PricedAt, ScaleLine
from rules.economy.compensation.misses import LateClock, misses, still_late
from tests.rules.clocks import (
    ACK,
    BLOQUANTE,
    CANCEL,
    CONTRACT,
    FROM_CHANGE,
    MAJEURE,
    MINEURE,
    PAUSE,
    REOPEN,
    RESOLUTION,
    RESUME,
    RETARGET,
    SECURITE,
    START,
    STOP,
    mark,
    november,
)

SCALE = Compensations(scale=(ScaleLine((ACK, RESOLUTION), AmountPerUnit(5_000)),))
PRICED = replace(CONTRACT, compensations=SCALE)
LATER = november("30 09:00")


def anomaly(*marks: Mark) -> Anomaly:
    return Anomaly("a1", CONTRACT.id, CONTRACT.effective, raised_at=marks[0].at, marks=Marks.of(marks))


def found(*marks: Mark, contract: Contract = PRICED, now: datetime = LATER) -> dict[ClockName, LateClock]:
    return {one.reading.clock: one for one in misses([(anomaly(*marks), contract)], now)}


def test_a_kept_clock_is_no_miss_and_a_stop_at_the_very_deadline_is_kept() -> None:
    started = mark("09 09:00", START, ACK)
    due = read(ACK, [started], PRICED, november("09 09:00")).deadline
    assert due is not None
    assert found(started, mark("09 09:30", STOP, ACK)) == {}
    assert found(started, replace_at(mark("09 09:00", STOP, ACK), due)) == {}
    late = found(started, replace_at(mark("09 09:00", STOP, ACK), due + timedelta(minutes=1)))[ACK]
    assert late.miss.late == 1


def replace_at(one: Mark, at: datetime) -> Mark:
    return one._replace(at=at)


def test_lateness_counts_the_opening_minutes_of_the_clock_s_own_calendar() -> None:
    # Majeure: four hours to take charge, from Monday 9:00; the office closes at lunch, and all of Wednesday the 11th.
    late = found(mark("09 09:00", START, ACK), mark("12 10:00", STOP, ACK))[ACK]
    counted = read(ACK, late.anomaly.marks, PRICED, LATER)
    assert counted.allowed is not None
    assert late.miss.late == minutes(counted.elapsed - counted.allowed)
    assert late.held == ()
    assert late.miss.excluded == 0
    assert (late.miss.due, late.miss.done) == (date(2026, 11, 9), date(2026, 11, 12))
    assert (late.miss.id, late.miss.anomaly) == ("a1:acknowledgement:1", "a1")


def minutes(length: timedelta) -> Fraction:
    return Fraction(length // timedelta(microseconds=1), 60_000_000)


def test_a_pause_after_the_deadline_is_excluded_with_its_reason() -> None:
    marks = (
        mark("02 09:00", START),
        mark("10 09:00", PAUSE, why="à fournir par le client"),
        mark("12 09:00", RESUME),
        mark("13 10:00", STOP),
    )
    late = found(*marks)[RESOLUTION]
    counted = read(RESOLUTION, marks, PRICED, LATER)
    assert counted.allowed is not None
    assert late.miss.counted == minutes(counted.elapsed - counted.allowed)
    assert late.miss.excluded == sum(one.minutes for one in late.held) > 0
    assert {(one.reason, one.label) for one in late.held} == {(Exclusion.PAUSE, "à fournir par le client")}
    assert late.miss.days_out == {date(2026, 11, 10), date(2026, 11, 11)}


def test_a_pause_before_the_deadline_only_moves_it() -> None:
    late = found(mark("02 09:00", START), mark("02 10:00", PAUSE), mark("02 11:00", RESUME), mark("13 10:00", STOP))
    assert late[RESOLUTION].held == ()


def test_the_time_between_a_stop_and_a_reopening_is_excluded() -> None:
    marks = (mark("02 09:00", START), mark("09 10:00", STOP), mark("12 10:00", REOPEN), mark("13 10:00", STOP))
    late = found(*marks)[RESOLUTION]
    assert {one.reason for one in late.held} == {Exclusion.STOPPED}
    assert late.miss.days_out == {date(2026, 11, 10), date(2026, 11, 11)}


def test_business_days_are_late_in_opening_minutes_too() -> None:
    # Bloquante: two business days, to the end of the day.
    late = found(mark("02 09:00", START, criticality=BLOQUANTE), mark("05 10:00", STOP))[RESOLUTION]
    assert late.miss.due == date(2026, 11, 4)
    assert late.miss.late > 0


def test_a_wall_clock_promise_is_late_in_the_opening_minutes_of_its_calendar() -> None:
    # 72 hours from Monday 9:00 are over on Thursday 9:00.
    late = found(mark("02 09:00", START, criticality=SECURITE), mark("05 10:30", STOP))[RESOLUTION]
    assert late.miss.late == 90


def test_a_miss_is_priced_at_the_criticality_under_which_the_promise_was_missed() -> None:
    first = (mark("02 09:00", START, ACK), mark("02 17:00", RETARGET, ACK, BLOQUANTE), mark("03 10:00", STOP, ACK))
    assert found(*first)[ACK].miss.criticality is MAJEURE
    before = (mark("02 09:00", START, ACK), mark("02 09:30", RETARGET, ACK, BLOQUANTE), mark("03 10:00", STOP, ACK))
    assert found(*before)[ACK].miss.criticality is BLOQUANTE
    # A lighter criticality had promised more time: the promise was missed by the change itself.
    by_it = (
        mark("02 09:00", START, ACK, MINEURE),
        mark("02 17:00", RETARGET, ACK, BLOQUANTE),
        mark("03 10:00", STOP, ACK),
    )
    assert found(*by_it)[ACK].miss.criticality is BLOQUANTE


def test_a_contract_may_price_at_the_last_criticality() -> None:
    at_close = replace(PRICED, compensations=replace(SCALE, priced_at=PricedAt.CLOSE))
    marks = (mark("02 09:00", START, ACK), mark("02 17:00", RETARGET, ACK, BLOQUANTE), mark("03 10:00", STOP, ACK))
    assert found(*marks, contract=at_close)[ACK].miss.criticality is BLOQUANTE


def test_from_the_change_what_ran_before_it_is_no_lateness() -> None:
    contract = replace(FROM_CHANGE, compensations=SCALE)
    marks = (mark("02 09:00", START, ACK), mark("02 09:30", RETARGET, ACK, BLOQUANTE), mark("03 10:00", STOP, ACK))
    late = found(*marks, contract=contract)[ACK]
    reading = read(ACK, marks, contract, LATER)
    assert reading.allowed is not None
    assert late.miss.counted == minutes(reading.elapsed - reading.allowed)


def test_what_still_runs_is_late_up_to_now_and_a_cancelled_clock_is_not() -> None:
    running = found(mark("02 09:00", START, ACK), now=november("03 10:00"))[ACK]
    assert still_late(running)
    assert (running.stopped_at, running.until) == (None, november("03 10:00"))
    assert found(mark("02 09:00", START, ACK), mark("03 10:00", CANCEL, ACK)) == {}


@pytest.mark.parametrize("closed", [False, True])
def test_an_anomaly_that_is_gone_counts_only_if_it_was_closed(closed: bool) -> None:
    one = anomaly(mark("02 09:00", START, ACK), mark("03 10:00", STOP, ACK))
    gone = replace(one, absence=Absence(LATER), closed_at=LATER if closed else None)
    assert bool(list(misses([(gone, PRICED)], LATER))) is closed


def test_an_excluded_line_keeps_its_reason() -> None:
    one = anomaly(mark("02 09:00", START, ACK), mark("03 10:00", STOP, ACK))
    (late,) = misses([(one, PRICED)], LATER, {"a1:acknowledgement:1": "force majeure"})
    assert late.miss.exclusion == "force majeure"
    assert late.reading.verdict is Verdict.MISSED


@given(st.integers(0, 26), st.integers(0, 26), st.booleans())
def test_leaving_out_what_ended_before_changes_nothing_of_what_did_not(stop: int, since: int, closed: bool) -> None:
    marks = (mark("02 09:00", START, ACK), mark("02 09:00", START), mark(f"{stop + 3:02} 10:00", STOP, ACK))
    ended = mark(f"{stop + 3:02} 10:00", STOP)
    one = anomaly(*marks, *([ended] if closed else []))
    one = replace(one, closed_at=ended.at if closed else None)
    at = november(f"{since + 3:02} 00:00")
    every = list(misses([(one, PRICED)], LATER))
    assert list(misses([(one, PRICED)], LATER, since=at)) == [
        late for late in every if late.stopped_at is None or late.stopped_at >= at
    ]
