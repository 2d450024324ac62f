"""Reads one clock at one instant: time counted, time left, verdict."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rules.clock.course import ENDED, Course, State
from rules.clock.marks import Mark, Marks
from rules.clock.pace import Pace, followed
from rules.clock.tracks import last_cycle
from rules.contract import ClockName, Commitment, Contract, Criticality, NextRelease, NoCommitment
from rules.workdays import between


class Verdict(StrEnum):
    """Whether the promise is kept; NONE where there was none, or nothing that an instant could settle."""

    PENDING = "pending"
    KEPT = "kept"
    MISSED = "missed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock in one of its cycles. Instants are UTC; durations are opening time, or wall time for a wall-clock target.

    `allowed` is None for a target that is not a duration. `remaining` is negative when late; for business days it is
    the opening time left to the deadline, so that `elapsed + remaining` is the whole. `breached` is strict: time used
    up to the second is kept, and business days are missed once the clock ran (or stopped) after the deadline.
    `deadline`, while paused, is what it would be if the clock resumed now; once stopped, what it was at the stop.
    `next_run` is when a running clock that stands outside opening hours counts again, `next_stop` the closing that
    will hold a clock that counts. A cancelled clock has no deadline; `stopped_at` is then the end of its course.
    """

    clock: ClockName
    cycle: int
    criticality: Criticality | None
    commitment: Commitment
    state: State
    verdict: Verdict
    started_at: datetime | None
    stopped_at: datetime | None
    paused_since: datetime | None
    pause_why: str
    elapsed: timedelta
    allowed: timedelta | None
    remaining: timedelta | None
    deadline: datetime | None
    breached: bool
    next_run: datetime | None
    next_stop: datetime | None

    def edition(self, contract: Contract) -> Contract:
        """The contract as its file said when the clock ended, by which it is read; as it says now, before that."""
        return contract.as_of(self.stopped_at) if self.stopped_at else contract


@dataclass(frozen=True)
class Face:
    """One clock at one instant, its course followed once: what it shows, and when it will show something else."""

    clock: ClockName
    course: Course
    pace: Pace
    reading: Reading

    def when(self, spent: timedelta) -> datetime | None:
        """The instant at which its elapsed time reaches `spent` (its start, for zero or less).

        It may be past or to come. None when, as the instant knows it, it will not be reached: the clock has not
        started, is paused, or ended before.
        """
        reached = self.pace.reach(self.course, spent)
        if reached or self.course.state is not State.RUNNING:
            return reached
        return self.pace.after(self.course.until, spent - self.pace.elapsed(self.course))


def face(clock: ClockName, marks: Iterable[Mark], contract: Contract, now: datetime, cycle: int | None = None) -> Face:
    """A clock at `now` in one cycle (None: its last), from the marks of any clocks; those after `now` are not seen.

    Taking charge and a first reply never pause: waits change nothing to them. With `keep_elapsed`, a new criticality
    applies its target and its calendar to the whole course; with `from_change`, to what follows the change. A stopped
    clock keeps the target it was stopped under. Raises ValueError for a naive instant, NeverOpens as `workdays.add`.
    """
    kept = Marks.of(marks)
    known = _faces(kept, contract, now)
    key = (clock, last_cycle(clock, kept, now) if cycle is None else cycle)
    if key not in known:
        course, pace = followed(clock, kept, contract, now, key[1])
        known[key] = Face(clock, course, pace, _reading(clock, course, pace))
    return known[key]


def read(
    clock: ClockName, marks: Iterable[Mark], contract: Contract, now: datetime, cycle: int | None = None
) -> Reading:
    """The clock's face at `now`; see `face`."""
    return face(clock, marks, contract, now, cycle).reading


def when(
    clock: ClockName, marks: Iterable[Mark], contract: Contract, spent: timedelta, now: datetime
) -> datetime | None:
    """The instant at which a clock's elapsed time reaches `spent`, as `now` knows it; see `Face.when`."""
    return face(clock, marks, contract, now).when(spent)


def _faces(marks: Marks, contract: Contract, now: datetime) -> dict[tuple[ClockName, int], Face]:
    """The faces already made at this instant under this contract: a decision reads each clock many times."""
    faces = marks.faces  # read once: another thread may replace it
    if faces is None or faces[0] is not contract or faces[1] != now:
        marks.faces = faces = (contract, now, {})
    return faces[2]


def _reading(clock: ClockName, course: Course, counts: Pace) -> Reading:
    elapsed = counts.elapsed(course)
    deadline = counts.deadline(course)
    breached = _breached(course, counts, elapsed, deadline)
    state = _state(course, counts)
    paused = course.legs[-1] if course.state is State.PAUSED else None
    return Reading(
        clock=clock,
        cycle=course.cycle,
        criticality=course.criticality,
        commitment=counts.commitment,
        state=state,
        verdict=_verdict(state, counts, breached),
        started_at=course.legs[0].start if course.legs else None,
        stopped_at=course.until if course.state in ENDED else None,
        paused_since=paused.start if paused else None,
        pause_why=paused.opened_by.why if paused else "",
        elapsed=elapsed,
        allowed=counts.allowed,
        remaining=_remaining(course, counts, elapsed, deadline),
        deadline=deadline,
        breached=breached,
        next_run=counts.next_run(course),
        next_stop=counts.next_stop(course),
    )


def _remaining(course: Course, counts: Pace, elapsed: timedelta, deadline: datetime | None) -> timedelta | None:
    if counts.allowed is not None:
        return counts.allowed - elapsed
    return between(counts.calendar, course.until, deadline) if deadline else None


def _breached(course: Course, counts: Pace, elapsed: timedelta, deadline: datetime | None) -> bool:
    if deadline is None:
        return False
    if counts.allowed is not None:
        return elapsed > counts.allowed
    return course.last_run is not None and course.last_run[1] > deadline


def _state(course: Course, counts: Pace) -> State:
    started = course.state in (State.RUNNING, State.PAUSED, State.STOPPED)
    return State.UNCOMMITTED if started and isinstance(counts.commitment.target, NoCommitment) else course.state


def _verdict(state: State, counts: Pace, breached: bool) -> Verdict:
    if state is State.CANCELLED or isinstance(counts.commitment.target, NextRelease | NoCommitment):
        return Verdict.NONE
    if breached:
        return Verdict.MISSED
    return Verdict.KEPT if state is State.STOPPED else Verdict.PENDING
