"""A lot of evolutions with its own budget: what each month spends, and when a threshold of it is reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rules.economy.rounding import HOUR, HUNDRED, whole
from rules.workdays.month import Month


@dataclass(frozen=True, slots=True)
class BatchMonth:
    """What a month spends of a lot, what is spent so far, and what is left (below 0: exceeded), in cents."""

    month: Month
    cents: int
    spent: int
    left: int


@dataclass(frozen=True, slots=True)
class BatchFigures:
    """The months of a lot, the month in which each threshold was first reached, and what exceeds the budget."""

    months: tuple[BatchMonth, ...]
    alerts: tuple[tuple[Month, int], ...]
    over: int


def charge(minutes: int, rate: int) -> int:
    """The cents of minutes at a rate in cents an hour."""
    return whole(Fraction(minutes * rate, HOUR))


def spending(budget: int, rate: int, minutes: Mapping[Month, int], thresholds: Sequence[int]) -> BatchFigures:
    """The course of a lot: `budget` in cents, `rate` in cents an hour, minutes by month, thresholds in percent."""
    months: list[BatchMonth] = []
    alerts: list[tuple[Month, int]] = []
    spent, waiting = 0, sorted(thresholds)
    for month in sorted(minutes):
        cents = charge(minutes[month], rate)
        spent += cents
        months.append(BatchMonth(month, cents, spent, budget - spent))
        reached = [threshold for threshold in waiting if spent * HUNDRED >= budget * threshold]
        alerts += [(month, threshold) for threshold in reached]
        waiting = waiting[len(reached) :]
    return BatchFigures(tuple(months), tuple(alerts), max(0, spent - budget))
