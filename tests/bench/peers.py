"""The libraries that count business time in Python, asked the same questions when they are installed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
MORNING = time(9), time(12, 30)
AFTERNOON = time(13, 30), time(18)

Operation = Callable[[datetime, Any], object]


@dataclass(frozen=True, slots=True)
class Peer:
    """One library's way to answer; `make` gives None when it is not there, `questions` keeps a slow one short."""

    name: str
    make: Callable[[list[date]], Operation | None]
    questions: int


def _library(name: str) -> Any:
    return import_module(name) if find_spec(name) else None


def _local(at: datetime) -> datetime:
    return at.astimezone(PARIS)


def _businesstimedelta(closed: list[date]) -> tuple[Any, Any] | None:
    library = _library("businesstimedelta")
    if library is None:
        return None
    week = [0, 1, 2, 3, 4]
    rules = [
        library.WorkDayRule(start_time=MORNING[0], end_time=AFTERNOON[1], working_days=week),
        library.LunchTimeRule(start_time=MORNING[1], end_time=AFTERNOON[0], working_days=week),
        library.HolidayRule(dict.fromkeys(closed, "férié")),
    ]
    return library, library.Rules(rules)


def _business_add(closed: list[date]) -> Operation | None:
    found = _businesstimedelta(closed)
    if found is None:
        return None
    library, rules = found
    return lambda start, opening: _local(start) + library.BusinessTimeDelta(rules, seconds=opening.total_seconds())


def _business_between(closed: list[date]) -> Operation | None:
    found = _businesstimedelta(closed)
    return found and (lambda start, end: found[1].difference(_local(start), _local(end)))


def _pandas_add(closed: list[date]) -> Operation | None:
    """Its offset knows no daylight saving and counts whole hours: it is asked in local naive time."""
    pandas = _library("pandas")
    if pandas is None:
        return None
    edges = {"start": [MORNING[0], AFTERNOON[0]], "end": [MORNING[1], AFTERNOON[1]]}

    def operation(start: datetime, opening: timedelta) -> object:
        hours = pandas.offsets.CustomBusinessHour(n=int(opening.total_seconds() // 3600), holidays=closed, **edges)
        return pandas.Timestamp(_local(start).replace(tzinfo=None)) + hours

    return operation


def _duration_between(closed: list[date]) -> Operation | None:
    """It knows one opening a day: the lunch hour counts for it."""
    library = _library("business_duration")
    if library is None:
        return None
    holidays = dict.fromkeys(closed, "férié")

    def operation(start: datetime, end: datetime) -> object:
        low, high = (_local(at).replace(tzinfo=None) for at in (start, end))
        return library.businessDuration(low, high, MORNING[0], AFTERNOON[1], holidaylist=holidays, unit="sec")

    return operation


ADDING = (
    Peer("businesstimedelta", _business_add, 200),
    Peer("pandas CustomBusinessHour", _pandas_add, 2000),
)
COUNTING = (
    Peer("businesstimedelta", _business_between, 200),
    Peer("business-duration", _duration_between, 2000),
)
