"""The course of one clock: its marks turned into legs through which it ran, paused or stood stopped."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from rules.clock.marks import Mark, MarkKind
from rules.clock.runs import Runs, Stretch
from rules.contract import Criticality
from rules.workdays import utc


class State(StrEnum):
    """A clock's state; UNCOMMITTED means that nothing is promised for it (yet)."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    UNCOMMITTED = "uncommitted"


ENDED = (State.STOPPED, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Leg:
    """`[start, end)` through which a clock stood in one state, and the mark that put it there."""

    state: State
    start: datetime
    end: datetime
    opened_by: Mark


@dataclass(frozen=True, slots=True)
class Course:
    """The contiguous legs of a clock from its start to `until`: its stop or cancellation, else `now`.

    Time counts from `origin`: the start, or the change of criticality where the contract counts from the change. It
    counts, if the calendar is open, through the `ran` stretches and then through `running`, which goes on to `now`.
    """

    state: State
    cycle: int
    criticality: Criticality | None
    legs: tuple[Leg, ...]
    origin: datetime | None
    until: datetime
    ran: Runs
    running: Stretch | None

    @property
    def last_run(self) -> Stretch | None:
        """The last stretch that counts."""
        return self.running or (self.ran.stretches[-1] if self.ran.stretches else None)


@dataclass(slots=True)
class Walk:
    """The state of a clock after some marks, in order. `since` and `opened_by` begin its last leg."""

    pausable: bool
    from_change: bool
    state: State = State.WAITING
    criticality: Criticality | None = None
    origin: datetime | None = None
    # A criticality decided while the clock stood stopped: a stopped clock keeps its target, a reopened one takes it.
    wanted: Criticality | None = None
    # The pause that no resume has answered. Waits are marked on stopped clocks too, and their end must not reopen them.
    wait: Mark | None = None
    since: datetime | None = None
    opened_by: Mark | None = None
    legs: list[Leg] = field(default_factory=list)
    ran: Runs = field(default_factory=Runs)

    def after(self, *marks: Mark) -> "Walk":
        """The same clock after more marks."""
        further = replace(self, legs=self.legs.copy())
        for mark in marks:
            further.step(mark)
        return further

    def step(self, mark: Mark) -> None:
        """Meet one mark more."""
        match mark.kind:
            case MarkKind.START:
                self._start(mark)
            case MarkKind.RETARGET:
                self._retarget(mark)
            case MarkKind.RESUME:
                self._resume(mark)
            case MarkKind.REOPEN:
                self._run(mark)
            case MarkKind.PAUSE:
                self._pause(mark)
            case MarkKind.STOP if self.state in (State.RUNNING, State.PAUSED):
                self._turn(State.STOPPED, mark)
            case MarkKind.CANCEL:
                self._turn(State.CANCELLED, mark)

    def course(self, cycle: int, now: datetime) -> Course:
        """The course as `now` knows it, which is no earlier than the last mark."""
        until, legs, running = now, self.legs, None
        if self.since is not None and self.opened_by is not None:
            last = Leg(self.state, self.since, now, self.opened_by)
            running = self._counted(last)
            legs = [*legs, last]
        while legs and legs[-1].state in ENDED:
            until, legs = legs[-1].start, legs[:-1]
        return Course(self.state, cycle, self.criticality, tuple(legs), self.origin, until, self.ran, running)

    def _counted(self, leg: Leg) -> Stretch | None:
        """The part of a leg that counts: what comes before the origin does not."""
        if leg.state is not State.RUNNING or self.origin is None:
            return None
        start = max(leg.start, self.origin)
        return (start, leg.end) if start <= leg.end else None

    def _turn(self, state: State, mark: Mark, at: datetime | None = None) -> None:
        at = utc(at or mark.at)
        if self.since is not None and self.opened_by is not None:
            leg = Leg(self.state, self.since, at, self.opened_by)
            self.legs.append(leg)
            if stretch := self._counted(leg):
                self.ran = self.ran.plus(stretch)
        self.state, self.since, self.opened_by = state, at, mark

    def _count_from(self, origin: datetime) -> None:
        self.origin = origin
        self.ran = Runs(tuple(stretch for leg in self.legs if (stretch := self._counted(leg))))

    def _start(self, mark: Mark) -> None:
        if self.state is not State.WAITING:
            return
        self.criticality = mark.criticality or self.criticality
        self.origin = utc(mark.at)
        self._turn(State.RUNNING, mark)
        if self.wait:
            self._turn(State.PAUSED, self.wait, mark.at)

    def _pause(self, mark: Mark) -> None:
        if not self.pausable:
            return
        self.wait = self.wait or mark
        if self.state is State.RUNNING:
            self._turn(State.PAUSED, mark)

    def _resume(self, mark: Mark) -> None:
        answered, self.wait = self.wait, None
        if self.state is State.PAUSED or (self.pausable and not answered):
            self._run(mark)

    def _run(self, mark: Mark) -> None:
        """Let a paused or an ended clock run again; one that runs or has not started stays as it is."""
        self.wait = None
        if self.state is State.PAUSED or self.state in ENDED:
            self.origin = self.origin or utc(mark.at)
            self._turn(State.RUNNING, mark)
            self._change(self.wanted, mark)
            self.wanted = None

    def _retarget(self, mark: Mark) -> None:
        if self.state in ENDED:
            self.wanted = mark.criticality
        else:
            self._change(mark.criticality, mark)

    def _change(self, criticality: Criticality | None, mark: Mark) -> None:
        before = self.criticality
        if criticality is None or criticality is before:
            return
        self.criticality = criticality
        if self.state is State.WAITING:
            return
        if self.from_change and before is not None:
            self._count_from(utc(mark.at))
        if self.state is State.RUNNING:
            self._turn(State.RUNNING, mark)
