"""Prepaid time, period after period: what is used, carried, refunded and lost."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from rules.contract.budget_terms import Remainder, RemainderMode
from rules.economy.rounding import down, whole


@dataclass(frozen=True, slots=True)
class Period:
    """The minutes bought for a period, those used in it, and its price in cents (None where none is said)."""

    minutes: int
    used: int
    price: int | None = None
    remainder: Remainder = field(default_factory=Remainder)


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """One period: minutes, and the refund in cents; `over` is used beyond what there was, and is never carried."""

    opening: int
    granted: int
    used: int
    left: int
    over: int
    carried: int
    lost: int
    refund: int


def renewed(periods: Iterable[Period], *, goes_on: bool = False) -> tuple[PeriodFigures, ...]:
    """The figures of periods in order; the last one carries nothing unless another follows (`goes_on`)."""
    listed = tuple(periods)
    found: list[PeriodFigures] = []
    for rank, period in enumerate(listed):
        opening = found[-1].carried if found else 0
        found.append(_figures(period, opening, followed=goes_on or rank + 1 < len(listed)))
    return tuple(found)


def _figures(period: Period, opening: int, *, followed: bool) -> PeriodFigures:
    balance = opening + period.minutes - period.used
    left, remainder = max(0, balance), period.remainder
    carried = _carried(left, remainder) if followed else 0
    refunded = remainder.mode is RemainderMode.REFUNDED
    return PeriodFigures(
        opening=opening,
        granted=period.minutes,
        used=period.used,
        left=left,
        over=max(0, -balance),
        carried=carried,
        lost=0 if refunded else left - carried,
        refund=_refund(period, left) if refunded else 0,
    )


def _carried(left: int, remainder: Remainder) -> int:
    if remainder.mode is not RemainderMode.CARRIED:
        return 0
    kept = int(down(left * Fraction(remainder.share), 1))
    return kept if remainder.cap is None else min(kept, remainder.cap)


def _refund(period: Period, left: int) -> int:
    """What was paid for the minutes granted and not used; what came from an earlier period is not paid twice."""
    if not period.minutes:
        return 0
    return whole(Fraction((period.price or 0) * min(left, period.minutes), period.minutes))
