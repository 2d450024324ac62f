"""The stretches through which a clock ran, each counted once however often the clock is read."""

from bisect import bisect_left
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")
Stretch = tuple[datetime, datetime]
Count = Callable[[datetime, datetime], timedelta]

ZERO = timedelta()


class Runs:
    """`[start, end)` stretches in order, and what had counted at the end of each, by the calendar that counts it."""

    __slots__ = ("_carried", "_sums", "stretches")

    def __init__(self, stretches: tuple[Stretch, ...] = ()) -> None:
        self.stretches = stretches
        self._sums: dict[Hashable, list[timedelta]] = {}
        self._carried: dict[Hashable, tuple[int, Any]] = {}

    def plus(self, stretch: Stretch) -> "Runs":
        """These stretches and one more after them; what was counted of these is not counted again."""
        longer = Runs((*self.stretches, stretch))
        longer._sums, longer._carried = self._sums.copy(), self._carried.copy()
        return longer

    def sums(self, calendar: Hashable, count: Count) -> list[timedelta]:
        """The time counted at the end of each stretch, by a calendar."""
        known = self._sums.get(calendar, [])
        if len(known) < len(self.stretches):
            known = known.copy()
            for start, end in self.stretches[len(known) :]:
                known.append((known[-1] if known else ZERO) + count(start, end))
            self._sums[calendar] = known
        return known

    def carried(self, key: Hashable, begin: T, step: Callable[[T, Stretch], T]) -> T:
        """The fold of `step` over the stretches from `begin`, cached under a key of all that it depends on."""
        done: int
        value: T
        done, value = self._carried.get(key, (0, begin))
        for stretch in self.stretches[done:]:
            value = step(value, stretch)
        self._carried[key] = (len(self.stretches), value)
        return value

    def reach(self, spent: timedelta, calendar: Hashable, count: Count) -> tuple[datetime, timedelta] | None:
        """The start of the stretch in which `spent` had counted, and what was left to count from there; else None."""
        sums = self.sums(calendar, count)
        place = bisect_left(sums, spent)
        if place == len(sums):
            return None
        return self.stretches[place][0], spent - (sums[place - 1] if place else ZERO)
