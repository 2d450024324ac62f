"""What the share of kept clocks over some months costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from rules.contract.compensation_terms import Denominator, KeptRateTerms, PerPoint, Tiers
from rules.economy.compensation.percentages import share
from rules.economy.rounding import HUNDRED, up


@dataclass(frozen=True, slots=True)
class RatedClock:
    """A clock that a rate may count; one that is `out` of scope, cancelled or excluded counts nowhere.

    `late` is the verdict of a clock that opening hours judge; None to compare its stop with its deadline.
    """

    id: str
    due: datetime | None = None
    stopped: datetime | None = None
    out: bool = False
    late: bool | None = None

    def missed(self, end: datetime) -> bool:
        """Whether it stopped after its deadline, or still ran past it at the end of the period."""
        if self.late is not None:
            return self.late
        return self.due is not None and (self.stopped or end) > self.due

    def counts_at(self, denominator: Denominator, end: datetime) -> datetime | None:
        """The instant that places it in a period; None where it counts in none yet."""
        if self.out or self.due is None:
            return None
        if denominator is Denominator.SETTLED:
            return self.due if self.missed(end) else self.stopped
        return self.stopped if denominator is Denominator.STOPPED else self.due


@dataclass(frozen=True, slots=True)
class KeptRate:
    """The clocks `counted` in a period, how many of them were `kept`, and what their rate costs.

    `rate` is an exact percentage, None under the minimum; `points` are those under the threshold, begun ones whole.
    """

    counted: tuple[str, ...]
    missed: tuple[str, ...]
    rate: Fraction | None
    percent: Fraction
    cents: int
    points: Fraction | None = None

    @property
    def kept(self) -> int:
        """The number of kept clocks."""
        return len(self.counted) - len(self.missed)


def kept_rate(
    terms: KeptRateTerms, clocks: Iterable[RatedClock], start: datetime, end: datetime, base: int
) -> KeptRate:
    """The rate of a period `[start, end)` and its cost; `base` is the value of the whole period in cents."""
    counted = [one for one in clocks if _within(one.counts_at(terms.denominator, end), start, end)]
    ids = tuple(one.id for one in counted)
    missed = tuple(one.id for one in counted if one.missed(end))
    if not counted or len(counted) < terms.minimum:
        return KeptRate(ids, missed, None, Fraction(0), 0)
    rate = Fraction((len(ids) - len(missed)) * HUNDRED, len(ids))
    if isinstance(terms.price, PerPoint):
        points = points_under(terms.price, rate)
        percent = min(points * Fraction(terms.price.percent), Fraction(terms.price.cap))
        return KeptRate(ids, missed, rate, percent, share(base, percent), points)
    percent = tier_percent(terms.price, rate)
    return KeptRate(ids, missed, rate, percent, share(base, percent))


def points_under(price: PerPoint, rate: Fraction) -> Fraction:
    """The points of a rate under the threshold."""
    points = max(Fraction(0), Fraction(price.threshold) - rate)
    return up(points, 1) if price.begun else points


def tier_percent(tiers: Tiers, rate: Fraction) -> Fraction:
    """The percentage of the first tier that a rate reaches; 0 where it reaches none."""
    return next((Fraction(percent) for least, percent in tiers if least <= rate), Fraction(0))


def _within(at: datetime | None, start: datetime, end: datetime) -> bool:
    return at is not None and start <= at < end
