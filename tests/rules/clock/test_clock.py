"""A clock counts what the contract says, from its start to its stop, pauses left out."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from rules.clock import Mark, MarkKind, State, Verdict, read
from rules.contract import CONTRACTED
from tests.rules.clocks import (
    ACK,
    BLOQUANTE,
    CANCEL,
    CONTRACT,
    MAJEURE,
    PAUSE,
    REOPEN,
    RESOLUTION,
    RESUME,
    RETARGET,
    SECURITE,
    START,
    STOP,
    hours,
    mark,
    november,
)

STARTED = mark("09 10:00", START)


def test_a_clock_waits_until_it_is_started() -> None:
    reading = read(RESOLUTION, [mark("09 10:00", START, ACK)], CONTRACT, november("09 12:00"))
    assert (reading.state, reading.verdict, reading.started_at) == (State.WAITING, Verdict.NONE, None)
    assert (reading.elapsed, reading.deadline, reading.breached) == (hours(0), None, False)


def test_a_running_clock_counts_opening_time() -> None:
    reading = read(RESOLUTION, [STARTED], CONTRACT, november("10 10:00"))
    assert (reading.state, reading.verdict) == (State.RUNNING, Verdict.PENDING)
    assert (reading.elapsed, reading.allowed, reading.remaining) == (hours(8), hours(24), hours(16))
    assert reading.deadline == november("13 10:00")
    assert (reading.clock, reading.cycle, reading.criticality) == (RESOLUTION, 1, MAJEURE)
    assert reading.commitment.calendar == "bureau"


@pytest.mark.parametrize(
    ("now", "next_run", "next_stop"),
    [
        ("09 10:00", None, "09 12:30"),
        ("09 12:30", "09 13:30", None),
        ("10 19:00", "12 09:00", None),
        ("12 17:59", None, "12 18:00"),
    ],
)
def test_a_running_clock_says_when_it_counts_again_and_when_it_will_not(
    now: str, next_run: str | None, next_stop: str | None
) -> None:
    reading = read(RESOLUTION, [STARTED], CONTRACT, november(now))
    assert reading.next_run == (november(next_run) if next_run else None)
    assert reading.next_stop == (november(next_stop) if next_stop else None)


def test_a_paused_clock_does_not_run() -> None:
    marks = [STARTED, mark("09 11:00", PAUSE, why="waiting_client")]
    early, late = (read(RESOLUTION, marks, CONTRACT, november(now)) for now in ("09 12:00", "12 12:00"))
    assert early.state is late.state is State.PAUSED
    assert early.elapsed == late.elapsed == hours(1)
    assert late.paused_since == november("09 11:00")
    assert late.pause_why == "waiting_client"
    assert (late.next_run, late.next_stop) == (None, None)


def test_a_paused_clocks_deadline_is_as_though_it_resumed_now() -> None:
    marks = [STARTED, mark("09 11:00", PAUSE)]
    now = november("10 10:00")
    resumed = [*marks, mark("10 10:00", RESUME)]
    assert read(RESOLUTION, marks, CONTRACT, now).deadline == november("16 10:00")
    assert read(RESOLUTION, marks, CONTRACT, now).deadline == read(RESOLUTION, resumed, CONTRACT, now).deadline


def test_pauses_count_in_opening_time() -> None:
    marks = [STARTED, mark("09 17:00", PAUSE), mark("10 10:00", RESUME)]
    assert read(RESOLUTION, marks, CONTRACT, november("10 10:00")).deadline == november("13 12:00")


def test_a_pause_outside_opening_hours_costs_nothing() -> None:
    marks = [STARTED, mark("10 19:00", PAUSE), mark("12 08:00", RESUME)]
    now = november("12 09:00")
    assert read(RESOLUTION, marks, CONTRACT, now).deadline == read(RESOLUTION, [STARTED], CONTRACT, now).deadline


def test_taking_charge_never_pauses_and_a_resume_does_not_reopen_it() -> None:
    marks = [mark("09 10:00", START, ACK), mark("09 10:10", PAUSE, ACK), mark("09 11:00", STOP, ACK)]
    assert read(ACK, marks, CONTRACT, november("09 10:30")).state is State.RUNNING
    assert read(ACK, marks, CONTRACT, november("09 12:00")).elapsed == hours(1)
    answered = [*marks, mark("09 11:30", RESUME, ACK)]
    assert read(ACK, answered, CONTRACT, november("09 12:00")).state is State.STOPPED


@pytest.mark.parametrize(
    ("stop", "verdict", "breached"),
    [
        ("13 09:59:59", Verdict.KEPT, False),
        ("13 10:00", Verdict.KEPT, False),
        ("13 10:00:00.000001", Verdict.MISSED, True),
    ],
)
def test_time_used_up_to_the_last_instant_is_kept(stop: str, verdict: Verdict, breached: bool) -> None:
    reading = read(RESOLUTION, [STARTED, mark(stop, STOP)], CONTRACT, november("20 10:00"))
    assert (reading.state, reading.verdict, reading.breached) == (State.STOPPED, verdict, breached)
    assert reading.stopped_at == november(stop)


def test_a_deadline_on_closing_time_is_not_missed_before_the_next_opening() -> None:
    started = mark("09 17:00", START, ACK, BLOQUANTE)
    evening = read(ACK, [started], CONTRACT, november("09 22:00"))
    assert (evening.deadline, evening.breached) == (november("09 18:00"), False)
    morning = read(ACK, [started], CONTRACT, november("10 09:00:01"))
    assert (morning.deadline, morning.verdict) == (november("09 18:00"), Verdict.MISSED)


def test_a_late_clock_keeps_counting_and_keeps_its_deadline() -> None:
    reading = read(RESOLUTION, [STARTED], CONTRACT, november("13 14:00"))
    assert (reading.remaining, reading.verdict) == (-hours(3), Verdict.MISSED)
    assert reading.deadline == november("13 10:00")


def test_a_stopped_clock_keeps_what_it_showed() -> None:
    marks = [STARTED, mark("09 11:00", PAUSE), mark("09 12:00", RESUME), mark("10 10:00", STOP)]
    shown = read(RESOLUTION, marks, CONTRACT, november("10 10:00"))
    later = [*marks, mark("10 11:00", PAUSE), mark("10 12:00", RETARGET, criticality=SECURITE), mark("12 10:00", STOP)]
    assert read(RESOLUTION, later, CONTRACT, november("20 10:00")) == shown
    assert shown.deadline == november("13 11:00")


def test_a_clock_stopped_while_paused_falls_due_as_though_resumed_at_the_stop() -> None:
    marks = [STARTED, mark("09 11:00", PAUSE), mark("09 12:00", STOP)]
    reading = read(RESOLUTION, marks, CONTRACT, november("20 10:00"))
    assert (reading.elapsed, reading.deadline) == (hours(1), november("13 11:00"))


@pytest.mark.parametrize("again", [RESUME, REOPEN])
def test_a_reopened_clock_leaves_out_the_stretch_for_which_it_stood_stopped(again: MarkKind) -> None:
    marks = [STARTED, mark("09 12:00", STOP), mark("12 09:00", again)]
    reading = read(RESOLUTION, marks, CONTRACT, november("12 10:00"))
    assert (reading.state, reading.stopped_at, reading.elapsed) == (State.RUNNING, None, hours(3))


@pytest.mark.parametrize(
    "waits",
    [
        [("09 11:00", PAUSE), ("09 12:00", STOP), ("10 10:00", RESUME)],
        [("09 12:00", STOP), ("10 10:00", PAUSE), ("10 11:00", RESUME)],
    ],
)
def test_the_end_of_a_wait_does_not_reopen_a_stopped_clock(waits: list[tuple[str, MarkKind]]) -> None:
    marks = [STARTED, *(mark(at, kind) for at, kind in waits)]
    assert read(RESOLUTION, marks, CONTRACT, november("12 10:00")).state is State.STOPPED
    reopened = [*marks, mark("12 11:00", REOPEN)]
    assert read(RESOLUTION, reopened, CONTRACT, november("12 12:00")).state is State.RUNNING


def test_a_reopening_during_a_wait_runs() -> None:
    marks = [STARTED, mark("09 12:00", STOP), mark("10 10:00", PAUSE), mark("10 11:00", REOPEN)]
    assert read(RESOLUTION, marks, CONTRACT, november("10 12:00")).elapsed == hours(3)


@pytest.mark.parametrize(
    "stray",
    [
        [("09 09:00", RESUME)],
        [("09 09:00", STOP)],
        [("09 09:00", REOPEN)],
        [("09 11:00", RESUME)],
        [("09 11:00", START)],
        [("09 11:00", PAUSE), ("09 11:30", PAUSE), ("09 11:00", RESUME), ("09 11:45", RESUME)],
    ],
)
def test_a_stray_mark_is_harmless(stray: list[tuple[str, MarkKind]]) -> None:
    marks = [STARTED, *(mark(at, kind) for at, kind in stray)]
    paused = hours(0.75) if len(stray) > 1 else hours(0)
    reading = read(RESOLUTION, marks, CONTRACT, november("09 12:00"))
    assert (reading.state, reading.started_at) == (State.RUNNING, november("09 10:00"))
    assert reading.elapsed == hours(2) - paused


def test_a_wait_that_began_before_the_start_holds_the_clock() -> None:
    marks = [mark("09 09:00", PAUSE, why="waiting_client"), STARTED, mark("09 11:00", RESUME)]
    held = read(RESOLUTION, marks, CONTRACT, november("09 10:30"))
    assert (held.state, held.paused_since, held.pause_why) == (State.PAUSED, november("09 10:00"), "waiting_client")
    assert read(RESOLUTION, marks, CONTRACT, november("09 12:00")).elapsed == hours(1)


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ([RESUME, PAUSE], State.PAUSED),
        ([RESUME, STOP], State.STOPPED),
        ([PAUSE, STOP], State.STOPPED),
        ([RESUME, PAUSE, STOP], State.STOPPED),
        ([STOP, CANCEL], State.CANCELLED),
    ],
)
@pytest.mark.parametrize("before", [[], [("09 10:30", PAUSE)]])
def test_of_simultaneous_marks_the_strongest_has_the_last_word(
    kinds: list[MarkKind], state: State, before: list[tuple[str, MarkKind]]
) -> None:
    earlier = [STARTED, *(mark(at, kind) for at, kind in before)]
    for order in permutations([mark("09 11:00", kind) for kind in kinds]):
        assert read(RESOLUTION, [*earlier, *order], CONTRACT, november("09 12:00")).state is state


@pytest.mark.parametrize(("kind", "state"), [(PAUSE, State.PAUSED), (STOP, State.STOPPED), (RESUME, State.RUNNING)])
def test_a_clock_started_at_the_instant_of_another_mark_obeys_it(kind: MarkKind, state: State) -> None:
    for order in permutations([STARTED, mark("09 10:00", kind)]):
        assert read(RESOLUTION, order, CONTRACT, november("09 12:00")).state is state


def test_the_order_in_which_marks_arrive_does_not_matter() -> None:
    marks = [
        STARTED,
        mark("09 11:00", PAUSE),
        mark("10 09:30", RESUME),
        mark("10 10:00", RETARGET, criticality=SECURITE),
        mark("10 12:00", STOP),
    ]
    now = november("20 10:00")
    assert len({read(RESOLUTION, order, CONTRACT, now).elapsed for order in permutations(marks)}) == 1


def test_what_happens_after_now_is_not_seen() -> None:
    marks = [STARTED, mark("09 11:00", STOP)]
    assert read(RESOLUTION, marks, CONTRACT, november("09 10:59:59")).state is State.RUNNING


def test_a_cancelled_clock_has_no_deadline_and_no_verdict() -> None:
    marks = [STARTED, mark("09 11:00", CANCEL), mark("09 11:30", RETARGET, criticality=SECURITE)]
    reading = read(RESOLUTION, marks, CONTRACT, november("20 10:00"))
    assert (reading.state, reading.verdict, reading.deadline) == (State.CANCELLED, Verdict.NONE, None)
    assert (reading.elapsed, reading.stopped_at, reading.breached) == (hours(1), november("09 11:00"), False)


def test_a_new_cycle_starts_afresh() -> None:
    marks = [STARTED, mark("10 10:00", STOP), mark("16 10:00", START, cycle=2)]
    reading = read(RESOLUTION, marks, CONTRACT, november("16 11:00"))
    assert (reading.cycle, reading.elapsed, reading.started_at) == (2, hours(1), november("16 10:00"))


def test_each_clock_reads_its_own_marks() -> None:
    marks = [mark("09 10:00", START, clock) for clock in CONTRACTED] + [mark("09 11:00", STOP, ACK)]
    states = [read(clock, marks, CONTRACT, november("09 12:00")).state for clock in CONTRACTED]
    assert states == [State.STOPPED, State.RUNNING, State.RUNNING]


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = datetime(2026, 11, 9, 10)  # noqa: DTZ001
    with pytest.raises(ValueError, match="zone"):
        read(RESOLUTION, [STARTED], CONTRACT, naive)
    with pytest.raises(ValueError, match="zone"):
        read(RESOLUTION, [Mark(naive, START, RESOLUTION)], CONTRACT, datetime(2026, 11, 9, 12, tzinfo=UTC))
