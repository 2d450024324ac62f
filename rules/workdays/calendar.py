"""When a contract's clocks may count: the weekly hours of a zone, and the dates that depart from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rules.workdays.index import Index, NeverOpens
from rules.workdays.interval import DAY_MINUTES, Interval, Stretch, stretches

WEEK_DAYS = 7
_MARGIN = timedelta(days=2)  # dates of any zone, and of UTC
_ALIKE = 256  # calendars that a process counts by, of all versions of all contracts


class Reason(StrEnum):
    """Why a stretch of time is counted or not."""

    OPEN = "open"
    CLOSED = "closed"
    LUNCH = "lunch"
    HOLIDAY = "holiday"
    CLOSURE = "closure"


class Holidays(Protocol):
    """The public holidays of a year, each with the name that people give it."""

    def __call__(self, year: int, /) -> Mapping[date, str]:
        """The name of each public holiday of `year`, by local date; the same answer every time."""


def no_holidays(_year: int, /) -> Mapping[date, str]:
    """The holidays of a calendar that observes none."""
    return {}


@dataclass(frozen=True)
class Calendar:
    """Opening hours as a value: equal when its fields are, hashable, safe to share between threads.

    `zone` is an IANA name; `weekly` holds the hours of the seven days, Monday first; `closures` gives a date's reason
    to be closed; `openings` the hours that the parties agreed for one date, in place of any other (an empty tuple
    closes it). For one date: exceptional opening, else exceptional closure, else public holiday, else weekly hours.
    A night shift belongs to the date on which it starts, and runs into a holiday that follows. Hours that overlap
    count once. Raises ValueError for an unknown zone or a week not of seven days, NeverOpens for no hours at all.
    """

    name: str
    zone: str
    weekly: tuple[tuple[Interval, ...], ...]
    holidays: Holidays = no_holidays
    closures: Mapping[date, str] = field(default_factory=dict, hash=False)
    openings: Mapping[date, tuple[Interval, ...]] = field(default_factory=dict, hash=False)
    zone_info: ZoneInfo = field(init=False, repr=False, compare=False)
    index: Index = field(init=False, repr=False, compare=False)
    endless_from: date = field(init=False, repr=False, compare=False)
    _holidays_of: Holidays = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.weekly) != WEEK_DAYS:
            raise ValueError(f"calendar {self.name}: {len(self.weekly)} days in the week")
        if not any(self.weekly) and not any(self.openings.values()):
            raise NeverOpens(f"calendar {self.name}: no opening hours")
        derived = {
            "closures": dict(self.closures),
            "openings": dict(self.openings),
            "zone_info": _zone(self.zone),
            "endless_from": self._endless_from(),
            "_holidays_of": cache(self.holidays),
        }
        for attribute, value in derived.items():
            object.__setattr__(self, attribute, value)
        object.__setattr__(self, "index", _index(_Counting(self)))

    def hours(self, day: date) -> tuple[Interval, ...]:
        """The hours of one local date, every exception taken into account."""
        if day in self.openings:
            return self.openings[day]
        if day in self.closures or day in self._holidays_of(day.year):
            return ()
        return self.weekly[day.weekday()]

    def closing(self, day: date) -> tuple[Reason, str]:
        """Why a local date is closed outside its hours, and the name of the closure or holiday ("" for none).

        A holiday that takes no hours away (on a closed Sunday) is not given as the reason.
        """
        if day in self.openings:
            return Reason.CLOSED, ""
        if day in self.closures:
            return Reason.CLOSURE, self.closures[day]
        names = self._holidays_of(day.year)
        if day in names and self.weekly[day.weekday()]:
            return Reason.HOLIDAY, names[day]
        return Reason.CLOSED, ""

    def _endless_from(self) -> date:
        whole = all(any(one.start == 0 and one.end >= DAY_MINUTES for one in hours) for hours in self.weekly)
        if not whole or self.holidays is not no_holidays:
            return date.max
        last = max((*self.closures, *self.openings), default=date.min)
        return min(last, date.max - _MARGIN) + _MARGIN

    def stretches(self, day: date) -> list[Stretch]:
        """The opened `[start, end)` of one local date in UTC."""
        return stretches(self.zone_info, day, self.hours(day))


@dataclass(frozen=True, slots=True, eq=False)
class _Counting:
    """A calendar as far as it counts: equal to one whose hours are the same on every date, whatever its name."""

    calendar: Calendar

    @property
    def _hours(self) -> tuple[object, ...]:
        one = self.calendar
        return one.zone, one.weekly, one.holidays, frozenset(one.closures), frozenset(one.openings.items())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Counting) and self._hours == other._hours

    def __hash__(self) -> int:
        return hash(self._hours)


@lru_cache(maxsize=_ALIKE)
def _index(counting: _Counting) -> Index:
    return Index(counting.calendar.stretches)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise ValueError(f"unknown time zone: {name!r}") from problem
