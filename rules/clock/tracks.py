"""Follow the clocks of an anomaly through its marks, each mark read once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rules.clock.course import ENDED, Course, Walk
from rules.clock.marks import STRENGTH, Mark, MarkKind, Marks
from rules.contract import PAUSABLE, ClockName, Requalification
from rules.workdays import utc


def follow(
    clock: ClockName, marks: Iterable[Mark], requalification: Requalification, now: datetime, cycle: int | None = None
) -> Course:
    """The course of one cycle of a clock (None: the last) as `now` knows it. Raises ValueError when `now` is naive."""
    now, of_clock = utc(now), _tracks(Marks.of(marks)).get(clock, {})
    number = last_cycle(clock, marks, now) if cycle is None else cycle
    from_change = requalification is Requalification.FROM_CHANGE
    track = of_clock.get(number) or _Track(clock)
    return track.walked(from_change, now).course(number, now)


def last_cycle(clock: ClockName, marks: Iterable[Mark], now: datetime) -> int:
    """The last cycle of a clock that `now` has seen; 1 while nothing happened to it."""
    now, of_clock = utc(now), _tracks(Marks.of(marks)).get(clock, {})
    return next((number for number in sorted(of_clock, reverse=True) if of_clock[number].marks[0].at <= now), 1)


def cycles(marks: Iterable[Mark], clock: ClockName, now: datetime) -> tuple[int, ...]:
    """The cycles of one clock that `now` has seen, in order; (1,) while nothing happened to it."""
    now, of_clock = utc(now), _tracks(Marks.of(marks)).get(clock, {})
    return tuple(sorted(number for number, track in of_clock.items() if track.marks[0].at <= now)) or (1,)


def ended(marks: Sequence[Mark], now: datetime) -> frozenset[tuple[ClockName, int]]:
    """The clocks, each with its cycle, that have ended by `now`."""
    # How a requalification counts changes no end.
    policy = Requalification.KEEP_ELAPSED
    runs = ((clock, number) for clock, of_clock in _tracks(Marks.of(marks)).items() for number in of_clock)
    return frozenset((clock, n) for clock, n in runs if follow(clock, marks, policy, now, n).state in ENDED)


def settled(clock: ClockName, before: Iterable[Mark], after: Iterable[Mark]) -> frozenset[int]:
    """The cycles of a clock that had ended for good, a later one being there, and to which no mark was added since.

    Only where the marks `after` are those of `before` and some more; none is named otherwise.
    """
    old, new = (_tracks(Marks.of(marks)).get(clock, {}) for marks in (before, after))
    last, ends = max(old, default=0), (MarkKind.STOP, MarkKind.CANCEL)
    return frozenset(
        number
        for number, track in new.items()
        if number < last and old.get(number) is track and track.marks[-1].kind in ends
    )


@dataclass(slots=True)
class _Track:
    """The marks of one clock in one cycle, by instant, then from weakest to strongest; and the walks through them."""

    clock: ClockName
    marks: list[Mark] = field(default_factory=list)
    walks: dict[bool, Walk] = field(default_factory=dict)

    def walked(self, from_change: bool, now: datetime) -> Walk:
        """The state of the clock after the marks that `now` has seen."""
        if self.marks and self.marks[-1].at > now:
            return self._fresh(from_change).after(*(mark for mark in self.marks if mark.at <= now))
        if from_change not in self.walks:
            self.walks[from_change] = self._fresh(from_change).after(*self.marks)
        return self.walks[from_change]

    def plus(self, marks: list[Mark]) -> "_Track":
        """The track with more marks: walked on where they come after the others, else from the beginning."""
        marks.sort(key=_place)
        if self.marks and _place(marks[0]) < _place(self.marks[-1]):
            return _Track(self.clock, sorted([*self.marks, *marks], key=_place))
        walks = {from_change: walk.after(*marks) for from_change, walk in self.walks.items()}
        return _Track(self.clock, [*self.marks, *marks], walks)

    def _fresh(self, from_change: bool) -> Walk:
        return Walk(pausable=self.clock in PAUSABLE, from_change=from_change)


def _place(mark: Mark) -> tuple[datetime, int]:
    return utc(mark.at), STRENGTH[mark.kind]


def _tracks(marks: Marks) -> dict[ClockName, dict[int, _Track]]:
    if marks.tracks is None:
        base = marks.base
        known = {} if base is None or base.tracks is None else base.tracks
        tracks = {clock: dict(of_clock) for clock, of_clock in known.items()}
        fresh: dict[tuple[ClockName, int], list[Mark]] = {}
        for mark in marks[len(base) :] if base is not None else marks:
            fresh.setdefault((mark.clock, mark.cycle), []).append(mark)
        for (clock, number), its in fresh.items():
            of_clock = tracks.setdefault(clock, {})
            of_clock[number] = of_clock.get(number, _Track(clock)).plus(its)
        marks.tracks, marks.base = tracks, None
    return marks.tracks
