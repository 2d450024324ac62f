"""The course of one clock: its marks turned into legs through which it ran, paused or stood stopped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from rules.clock.marks import Mark, MarkKind, in_order
from rules.contract import PAUSABLE, ClockName, Criticality, Requalification
from rules.workdays import utc


class State(StrEnum):
    """How a clock stands; UNCOMMITTED is one that nothing was promised for (yet)."""

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

    Time counts from `origin`: the start, or the change of criticality where the contract counts from the change.
    """

    state: State
    cycle: int
    criticality: Criticality | None
    legs: tuple[Leg, ...]
    origin: datetime | None
    until: datetime

    @property
    def runs(self) -> tuple[tuple[datetime, datetime], ...]:
        """The `[start, end)` that count, if the calendar is open; those that `origin` cuts are shortened."""
        if self.origin is None:
            return ()
        ran = ((max(leg.start, self.origin), leg.end) for leg in self.legs if leg.state is State.RUNNING)
        return tuple(run for run in ran if run[0] <= run[1])


def follow(
    clock: ClockName, marks: Iterable[Mark], requalification: Requalification, now: datetime, cycle: int | None = None
) -> Course:
    """The course of one cycle of a clock (None: the last) as `now` knows it. Raises ValueError when `now` is naive."""
    now = utc(now)
    walk = _Walk(pausable=clock in PAUSABLE, from_change=requalification is Requalification.FROM_CHANGE)
    seen = in_order(marks, clock, now, cycle)
    for mark in seen:
        walk.step(mark)
    return walk.course(seen[-1].cycle if seen else cycle or 1, now)


def ended(marks: Sequence[Mark], now: datetime) -> frozenset[tuple[ClockName, int]]:
    """The clocks, each with its cycle, that have ended by `now`."""
    runs = {(mark.clock, mark.cycle) for mark in marks}
    # How a requalification counts changes no end.
    policy = Requalification.KEEP_ELAPSED
    return frozenset((clock, n) for clock, n in runs if follow(clock, marks, policy, now, n).state in ENDED)


@dataclass(slots=True)
class _Walk:
    pausable: bool
    from_change: bool
    state: State = State.WAITING
    criticality: Criticality | None = None
    origin: datetime | None = None
    # A criticality decided while the clock stood stopped: a stopped clock keeps its target, a reopened one takes it.
    wanted: Criticality | None = None
    # The pause that no resume has answered. Waits are marked on stopped clocks too, and their end must not reopen them.
    wait: Mark | None = None
    turns: list[tuple[State, datetime, Mark]] = field(default_factory=list)

    def step(self, mark: Mark) -> None:
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
        edges = [*(at for _, at, _ in self.turns), now]
        legs = [Leg(state, *edge, mark) for (state, _, mark), edge in zip(self.turns, pairwise(edges), strict=True)]
        while legs and legs[-1].state in ENDED:
            now = legs.pop().start
        return Course(self.state, cycle, self.criticality, tuple(legs), self.origin, now)

    def _turn(self, state: State, mark: Mark, at: datetime | None = None) -> None:
        self.state = state
        self.turns.append((state, utc(at or mark.at), mark))

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
            self.origin = utc(mark.at)
        if self.state is State.RUNNING:
            self._turn(State.RUNNING, mark)
