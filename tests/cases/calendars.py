"""The calendar of a case as one of ours."""

from collections.abc import Mapping
from datetime import date

from rules.workdays import Calendar, Interval
from tests.cases.case import DAYS, Week
from tests.cases.shape import Bounds


def calendar(week: Week) -> Calendar:
    """Shifts and breaks become openings, except on a holiday: a case's order is holiday > break > shift > weekly.

    Raises NeverOpens where a contract would be refused.
    """
    weekly = tuple(_intervals(week.weekly.get(name, ())) for name in DAYS)
    changed = {*week.shifts, *week.breaks} - week.holidays
    openings = {day: _intervals(_hours(week, day)) for day in sorted(changed)}

    def holidays(year: int) -> Mapping[date, str]:
        return {day: "holiday" for day in week.holidays if day.year == year}

    return Calendar("case", week.zone, weekly, holidays, openings=openings)


def _hours(week: Week, day: date) -> Bounds:
    left = week.shifts.get(day, week.weekly.get(DAYS[day.weekday()], ()))
    for start, end in week.breaks.get(day, ()):
        left = tuple(part for low, high in left for part in ((low, min(high, start)), (max(low, end), high)))
    return left


def _intervals(bounds: Bounds) -> tuple[Interval, ...]:
    """Hours of equal edges, or that a break took away, are none."""
    return tuple(Interval(start, end) for start, end in bounds if start < end)
