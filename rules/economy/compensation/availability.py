"""What a month's unavailability costs, in real minutes of the local month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from rules.contract.compensation_terms import AvailabilityTerms
from rules.economy.compensation.kept_rate import tier_percent
from rules.economy.compensation.months import month_bounds
from rules.economy.compensation.percentages import share
from rules.economy.rounding import HUNDRED
from rules.workdays import utc
from rules.workdays.month import Month

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Outage:
    """The service was down in `[start, end)`; a `planned` one was announced as the contract asks, and counts not."""

    start: datetime
    end: datetime
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Availability:
    """A month's minutes, those through which the service was down, and what the exact percentage costs in cents."""

    minutes: Fraction
    down: Fraction
    rate: Fraction
    percent: Fraction
    cents: int


def availability(
    terms: AvailabilityTerms, outages: Iterable[Outage], month: Month, zone: str, fee: int
) -> Availability:
    """The availability of a month; outages that overlap count once, within the month alone."""
    start, end = month_bounds(month, zone)
    minutes, down = Fraction((end - start) / _MINUTE), _down(outages, start, end)
    rate = (minutes - down) * HUNDRED / minutes
    percent = tier_percent(terms.tiers, rate)
    return Availability(minutes, down, rate, percent, share(fee, percent))


def _down(outages: Iterable[Outage], start: datetime, end: datetime) -> Fraction:
    spent, reached = timedelta(), start
    for begin, over in sorted((utc(one.start), utc(one.end)) for one in outages if not one.planned):
        first, last = max(begin, reached), min(over, end)
        if first < last:
            spent, reached = spent + (last - first), last
    return Fraction(spent // timedelta(microseconds=1), _MINUTE // timedelta(microseconds=1))
