"""Each kind of target falls due as the contract means it, also after a change of criticality or a pause."""

import pytest

from rules.clock import Mark, State, Verdict, read, when
from rules.contract import ClockName, Criticality
from tests.rules.clocks import (
    BLOQUANTE,
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
    WORKAROUND,
    hours,
    mark,
    november,
)

STARTED = mark("09 10:00", START)


@pytest.mark.parametrize(
    ("started", "changed", "elapsed", "deadline"),
    [
        (MAJEURE, SECURITE, hours(26), "12 10:00"),
        (SECURITE, MAJEURE, hours(10), "13 10:00"),
    ],
)
def test_a_new_criticality_keeps_the_elapsed_time_and_counts_it_at_its_own_pace(
    started: Criticality, changed: Criticality, elapsed: object, deadline: str
) -> None:
    marks = [mark("09 10:00", START, criticality=started), mark("09 15:00", RETARGET, criticality=changed)]
    reading = read(RESOLUTION, marks, CONTRACT, november("10 12:00"))
    assert (reading.criticality, reading.elapsed) == (changed, elapsed)
    assert reading.deadline == november(deadline)
    assert reading.started_at == november("09 10:00")


def test_a_new_criticality_may_start_its_target_at_the_change() -> None:
    marks = [mark("09 10:00", START), mark("09 15:00", RETARGET, criticality=SECURITE)]
    reading = read(RESOLUTION, marks, FROM_CHANGE, november("10 12:00"))
    assert (reading.elapsed, reading.deadline) == (hours(21), november("12 15:00"))


@pytest.mark.parametrize("criticality", [MAJEURE, None])
def test_a_requalification_that_changes_nothing_changes_nothing(criticality: Criticality | None) -> None:
    marks = [STARTED, mark("09 15:00", RETARGET, criticality=criticality)]
    now = november("10 12:00")
    assert read(RESOLUTION, marks, FROM_CHANGE, now) == read(RESOLUTION, [STARTED], FROM_CHANGE, now)


def test_a_change_during_a_pause_counts_from_the_resume() -> None:
    marks = [STARTED, mark("09 11:00", PAUSE), mark("09 12:00", RETARGET, criticality=BLOQUANTE)]
    held = read(RESOLUTION, marks, FROM_CHANGE, november("09 14:30"))
    assert (held.state, held.elapsed) == (State.PAUSED, hours(0))
    resumed = read(RESOLUTION, [*marks, mark("09 14:30", RESUME)], FROM_CHANGE, november("09 15:00"))
    assert resumed.elapsed == hours(0.5)


def test_a_clock_reopened_takes_the_criticality_decided_meanwhile() -> None:
    marks = [STARTED, mark("09 11:00", STOP), mark("09 12:00", RETARGET, criticality=SECURITE)]
    assert read(RESOLUTION, marks, CONTRACT, november("10 10:00")).criticality is MAJEURE
    reopened = [*marks, mark("10 10:00", REOPEN)]
    assert read(RESOLUTION, reopened, CONTRACT, november("10 11:00")).criticality is SECURITE


def test_a_criticality_decided_before_the_start_is_replaced_by_the_starts() -> None:
    marks = [
        mark("09 09:00", RETARGET, criticality=SECURITE),
        STARTED,
        mark("09 11:00", PAUSE),
        mark("09 12:00", RESUME),
    ]
    assert read(RESOLUTION, marks, CONTRACT, november("09 12:00")).criticality is MAJEURE


def test_no_closing_stops_the_wall_clock_and_a_pause_does() -> None:
    started = mark("09 10:00", START, criticality=SECURITE)
    reading = read(RESOLUTION, [started], CONTRACT, november("11 10:00"))
    assert (reading.elapsed, reading.deadline) == (hours(48), november("12 10:00"))
    assert (reading.next_run, reading.next_stop) == (None, None)
    paused = [started, mark("09 12:00", PAUSE), mark("10 12:00", RESUME)]
    assert read(RESOLUTION, paused, CONTRACT, november("11 10:00")).deadline == november("13 10:00")


def test_round_the_clock_opening_time_has_no_next_closing() -> None:
    reading = read(WORKAROUND, [mark("09 10:00", START, WORKAROUND, SECURITE)], CONTRACT, november("09 12:00"))
    assert (reading.next_run, reading.next_stop) == (None, None)


@pytest.mark.parametrize(
    ("stop", "remaining", "verdict"),
    [
        ("12 17:00", 1, Verdict.KEPT),
        ("12 18:00", 0, Verdict.KEPT),
        ("12 20:00", 0, Verdict.MISSED),
        ("13 10:00", -1, Verdict.MISSED),
    ],
)
def test_business_days_are_due_at_an_instant(stop: str, remaining: float, verdict: Verdict) -> None:
    marks = [mark("09 10:00", START, criticality=BLOQUANTE), mark(stop, STOP)]
    reading = read(RESOLUTION, marks, CONTRACT, november("20 10:00"))
    assert reading.deadline == november("12 18:00")
    assert (reading.allowed, reading.remaining, reading.verdict) == (None, hours(remaining), verdict)


@pytest.mark.parametrize(
    ("pauses", "deadline"),
    [
        ([("09 11:00", "09 12:00")], "10 11:00"),
        ([("09 11:00", "09 12:00"), ("09 15:00", "09 18:00")], "10 15:00"),
        ([("09 12:30", "09 13:30")], "10 10:00"),
        ([("10 09:30", "10 17:30")], "10 18:00"),
    ],
)
def test_a_pause_puts_business_days_back_by_its_opening_time(pauses: list[tuple[str, str]], deadline: str) -> None:
    """A workaround due on Tuesday 10 at 10:00; the holiday of the 11th follows."""
    marks = [mark("09 10:00", START, WORKAROUND)]
    for since, until in pauses:
        marks += [mark(since, PAUSE, WORKAROUND), mark(until, RESUME, WORKAROUND)]
    assert read(WORKAROUND, marks, CONTRACT, november("10 17:30")).deadline == november(deadline)


def test_a_pause_that_begins_after_the_deadline_does_not_move_it() -> None:
    marks = [mark("09 10:00", START, WORKAROUND), mark("10 11:00", PAUSE, WORKAROUND)]
    reading = read(WORKAROUND, marks, CONTRACT, november("10 15:00"))
    assert (reading.deadline, reading.verdict) == (november("10 10:00"), Verdict.MISSED)


def test_a_deadline_still_ahead_when_a_pause_begins_has_not_passed_when_it_ends() -> None:
    started = mark("09 08:00", START, WORKAROUND)
    marks = [started, mark("09 19:00", PAUSE, WORKAROUND), mark("10 20:00", RESUME, WORKAROUND)]
    assert read(WORKAROUND, [started], CONTRACT, november("09 19:00")).deadline == november("10 09:00")
    reading = read(WORKAROUND, marks, CONTRACT, november("10 21:00"))
    assert (reading.deadline, reading.verdict) == (november("12 09:00"), Verdict.PENDING)


@pytest.mark.parametrize(
    ("clock", "criticality", "state"),
    [(WORKAROUND, MINEURE, State.UNCOMMITTED), (RESOLUTION, MINEURE, State.RUNNING)],
)
def test_what_has_no_deadline_cannot_be_missed(clock: ClockName, criticality: Criticality, state: State) -> None:
    reading = read(clock, [mark("02 10:00", START, clock, criticality)], CONTRACT, november("30 12:00"))
    assert (reading.state, reading.verdict, reading.breached) == (state, Verdict.NONE, False)
    assert (reading.allowed, reading.remaining, reading.deadline) == (None, None, None)


def test_nothing_is_promised_before_the_criticality_is_known() -> None:
    unknown = Mark(november("09 10:00"), START, RESOLUTION)
    assert read(RESOLUTION, [unknown], CONTRACT, november("09 12:00")).state is State.UNCOMMITTED
    qualified = [unknown, mark("09 11:00", RETARGET, criticality=MAJEURE)]
    for contract in (CONTRACT, FROM_CHANGE):
        assert read(RESOLUTION, qualified, contract, november("09 12:00")).elapsed == hours(2)


@pytest.mark.parametrize(
    ("spent", "now", "expected"),
    [
        (-1, "09 10:30", "09 10:00"),
        (0, "09 10:30", "09 10:00"),
        (0.5, "09 10:45", "09 10:30"),
        (1, "09 11:30", "09 11:00"),
        (2, "09 11:30", None),
        (2, "09 14:00", "09 14:30"),
        (24, "09 14:00", "13 11:30"),
    ],
)
def test_a_threshold_has_an_instant_unless_the_clock_stands_still(spent: float, now: str, expected: str | None) -> None:
    marks = [STARTED, mark("09 11:00", PAUSE), mark("09 13:30", RESUME)]
    reached = when(RESOLUTION, marks, CONTRACT, hours(spent), november(now))
    assert reached == (november(expected) if expected else None)


def test_a_threshold_past_the_stop_is_never_reached() -> None:
    marks = [STARTED, mark("09 11:00", STOP)]
    assert when(RESOLUTION, marks, CONTRACT, hours(1), november("20 10:00")) == november("09 11:00")
    assert when(RESOLUTION, marks, CONTRACT, hours(1.5), november("20 10:00")) is None
    assert when(RESOLUTION, [], CONTRACT, hours(1), november("20 10:00")) is None


def test_the_deadline_of_a_running_clock_is_when_its_time_is_used_up() -> None:
    marks = [STARTED, mark("09 11:00", PAUSE), mark("10 09:30", RESUME)]
    for now in ("10 10:00", "12 12:00", "16 12:00"):
        reading = read(RESOLUTION, marks, CONTRACT, november(now))
        assert when(RESOLUTION, marks, CONTRACT, hours(24), november(now)) == reading.deadline
