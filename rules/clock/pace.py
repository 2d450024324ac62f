"""Counts a promise's time: opening time of its calendar, or wall-clock time."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.clock.course import ENDED, Course, State
from rules.clock.marks import Mark
from rules.clock.runs import ZERO, Stretch
from rules.clock.tracks import follow
from rules.contract import (
    BusinessDays,
    ClockName,
    Commitment,
    Contract,
    Criticality,
    NoCommitment,
    OpeningTime,
    WallClock,
)
from rules.workdays import Calendar, add, add_days, between, is_open, next_closing, next_opening


@dataclass(frozen=True, slots=True)
class Pace:
    """The promise of one clock, with the calendar that counts it."""

    commitment: Commitment
    calendar: Calendar

    @property
    def wall(self) -> bool:
        """Whether no closing stops it."""
        return isinstance(self.commitment.target, WallClock)

    @property
    def allowed(self) -> timedelta | None:
        """The duration promised; None for a target that is not a duration."""
        target = self.commitment.target
        return target.duration if isinstance(target, OpeningTime | WallClock) else None

    def counted(self, start: datetime, end: datetime) -> timedelta:
        """The time that counts in `[start, end)`; negative when reversed."""
        return end - start if self.wall else between(self.calendar, start, end)

    def after(self, start: datetime, spent: timedelta) -> datetime:
        """The first instant at which `spent` has counted since `start`."""
        return start + spent if self.wall else add(self.calendar, start, spent)

    def elapsed(self, course: Course) -> timedelta:
        """The time counted along a course."""
        before = self._before(course)
        return before + self.counted(*course.running) if course.running else before

    def reach(self, course: Course, spent: timedelta) -> datetime | None:
        """The first instant of a course at which `spent` had counted (its start, for zero or less), or None."""
        spent = max(spent, ZERO)
        if reached := course.ran.reach(spent, self._key, self.counted):
            return self.after(*reached)
        left = spent - self._before(course)
        if course.running is None or self.counted(*course.running) < left:
            return None
        return self.after(course.running[0], left)

    def deadline(self, course: Course) -> datetime | None:
        """When the promise falls due, as though the clock ran on from the course's end; None for no such instant."""
        target = self.commitment.target
        if course.origin is None or course.state is State.CANCELLED:
            return None
        if isinstance(target, BusinessDays):
            return self._due_date(course, course.origin, target)
        if self.allowed is None:
            return None
        return self.reach(course, self.allowed) or self.after(course.until, self.allowed - self.elapsed(course))

    def next_run(self, course: Course) -> datetime | None:
        """When a running clock counts again; None if it counts now, or does not run."""
        if course.state is not State.RUNNING or self.wall or is_open(self.calendar, course.until):
            return None
        return next_opening(self.calendar, course.until)

    def next_stop(self, course: Course) -> datetime | None:
        """When the next closing holds a counting clock; None if it does not count now, or never closes."""
        if course.state is not State.RUNNING or self.wall or not is_open(self.calendar, course.until):
            return None
        return next_closing(self.calendar, course.until)

    @property
    def _key(self) -> Hashable:
        """The identity of a way of counting: the calendar's index, shared by those that count alike."""
        return None if self.wall else self.calendar.index

    def _before(self, course: Course) -> timedelta:
        """The time counted by the end of the finished stretches."""
        sums = course.ran.sums(self._key, self.counted)
        return sums[-1] if sums else ZERO

    def _due_date(self, course: Course, origin: datetime, target: BusinessDays) -> datetime:
        """Days counted from the origin, put back by the opening time of each pause that began before it fell due."""
        key = (self._key, origin, target.days, target.end_of_day)
        due = add_days(self.calendar, origin, target.days, target.end_of_day)
        reached = course.ran.carried(key, (due, origin), self._put_back)
        if course.running:
            reached = self._put_back(reached, course.running)
        return self._put_back(reached, (course.until, course.until))[0]

    def _put_back(self, reached: tuple[datetime, datetime], run: Stretch) -> tuple[datetime, datetime]:
        """The deadline after the pause that lasts from the end of one run to the next run, and the end of that one."""
        (due, since), (until, end) = reached, run
        if since < min(due, until):
            due = add(self.calendar, due, between(self.calendar, since, until))
            # A deadline still ahead when the pause began cannot have passed when it ends.
            due = due if due >= until else next_opening(self.calendar, until)
        return due, end


def followed(
    clock: ClockName, marks: Iterable[Mark], contract: Contract, now: datetime, cycle: int | None
) -> tuple[Course, Pace]:
    """The course of a clock and its pace: an ended one keeps what the contract's file said when it ended."""
    course = follow(clock, marks, contract.choices.requalification, now, cycle)
    if course.state not in ENDED or (edition := contract.as_of(course.until)) is contract:
        return course, pace(contract, clock, course.criticality)
    course = follow(clock, marks, edition.choices.requalification, now, cycle)
    return course, pace(edition, clock, course.criticality)


def pace(contract: Contract, clock: ClockName, criticality: Criticality | None) -> Pace:
    """The contract's promise for a clock of a criticality; none while the criticality is unknown."""
    nothing = Commitment(NoCommitment(), next(iter(contract.calendars)))
    commitment = contract.commitment(criticality, clock) if criticality else nothing
    return Pace(commitment, contract.calendars[commitment.calendar])
