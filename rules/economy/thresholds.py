"""Thresholds of consumption: each warns once, and the greatest alone when several are crossed at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rules.economy.rounding import HUNDRED


@dataclass(frozen=True, slots=True)
class Worked:
    """The minutes of one entry from then on; 0 once it is gone."""

    entry: str
    minutes: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Available:
    """The minutes that there are to spend from then on."""

    minutes: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Crossing:
    """A threshold, in percent, first reached at an instant, with the minutes used by then."""

    at: datetime
    threshold: int
    used: int


@dataclass(frozen=True, slots=True)
class Consumed:
    """What was crossed, what is used in the end, and what is left (below 0: exceeded)."""

    crossings: tuple[Crossing, ...]
    used: int
    left: int


def crossed(used: int, available: int, thresholds: Iterable[int], told: Iterable[int] = ()) -> tuple[int, ...]:
    """The thresholds reached by now and never told, ascending; the last one is the one to tell."""
    gone = set(told)
    return tuple(one for one in sorted(thresholds) if one not in gone and used * HUNDRED >= available * one)


def crossings(available: int, movements: Iterable[Worked | Available], thresholds: Sequence[int]) -> Consumed:
    """The thresholds crossed in the order of movements; what is corrected down and up again repeats nothing."""
    minutes: dict[str, int] = {}
    told: list[int] = []
    found: list[Crossing] = []
    used = 0
    for movement in sorted(movements, key=lambda one: one.at):
        if isinstance(movement, Available):
            available = movement.minutes
        else:
            used += movement.minutes - minutes.get(movement.entry, 0)
            minutes[movement.entry] = movement.minutes
        reached = crossed(used, available, thresholds, told)
        told += reached
        if reached:
            found.append(Crossing(movement.at, reached[-1], used))
    return Consumed(tuple(found), used, available - used)
