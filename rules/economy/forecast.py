"""Project a month's consumption at the present pace, and the day when nothing is left."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from rules.contract.budget_terms import Forecast, Pace
from rules.economy.rounding import minute, up
from rules.workdays.month import Month

_SATURDAY = 5
_USUAL_DAYS = 21
"""Opening days of a month: what a contract asks for before a month is projected is asked for in proportion."""


@dataclass(frozen=True, slots=True)
class Projection:
    """The days of the month that count, those gone, and the minutes expected by its end; None while it is too early.

    `over` is what would exceed; `empty_on` the day when what is available is used up, None where that is not ahead
    in the month.
    """

    days: int
    elapsed: int
    minutes: int | None
    over: int | None
    empty_on: date | None


def projected(
    month: Month, on: date, used: int, available: int, terms: Forecast, holidays: Container[date] = frozenset()
) -> Projection:
    """The projection of a month as of a date, that day included, from minutes used and available."""
    return _projected(_days(month), on, used, available, terms, holidays, terms.minimum_days)


def over_period(
    since: date,
    until: date,
    on: date,
    used: int,
    available: int,
    terms: Forecast,
    holidays: Container[date] = frozenset(),
) -> Projection:
    """The projection of a period, both dates included; silent longer than that of a month, as it is longer."""
    days = [since + timedelta(days=rank) for rank in range((until - since).days + 1)]
    counted = sum(_counts(day, terms.pace, holidays) for day in days)
    least = max(terms.minimum_days, terms.minimum_days * counted // _USUAL_DAYS)
    return _projected(days, on, used, available, terms, holidays, least)


def _projected(
    days: list[date], on: date, used: int, available: int, terms: Forecast, holidays: Container[date], least: int
) -> Projection:
    counted = [day for day in days if _counts(day, terms.pace, holidays)]
    elapsed = sum(day <= on for day in counted)
    if elapsed < least or not elapsed:
        return Projection(len(counted), elapsed, None, None, None)
    minutes = minute(Fraction(used * len(counted), elapsed))
    ahead = [day for day in counted if day > on]
    empty = _emptied(used, available, elapsed, ahead)
    return Projection(len(counted), elapsed, minutes, max(0, minutes - available), empty)


def _emptied(used: int, available: int, elapsed: int, ahead: list[date]) -> date | None:
    if used <= 0:
        return None
    rank = int(up(Fraction((available - used) * elapsed, used), 1))
    return ahead[rank - 1] if 0 < rank <= len(ahead) else None


def _days(month: Month) -> list[date]:
    return [month.first + timedelta(days=rank) for rank in range(month.days)]


def _counts(day: date, pace: Pace, holidays: Container[date]) -> bool:
    return pace is Pace.CALENDAR_DAYS or (day.weekday() < _SATURDAY and day not in holidays)
