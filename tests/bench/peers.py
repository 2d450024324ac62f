"""The libraries that count business time in Python, asked the same questions when they are installed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from zoneinfo import ZoneInfo

ZONE = "Europe/Paris"
PARIS = ZoneInfo(ZONE)
HALVES = ((time(9), time(12, 30)), (time(13, 30), time(18)))

Operation = Callable[[datetime, Any], Any]


@dataclass(frozen=True, slots=True)
class Peer:
    """One library's way to answer.

    `make` prepares, from the dates closed, all that a process would keep; `read` makes of an answer an instant or a
    duration like ours, outside the measure; `questions` keeps a slow one short.
    """

    name: str
    modules: tuple[str, ...]
    make: Callable[[set[date]], Operation]
    read: Callable[[Any], datetime | timedelta]
    questions: int

    def installed(self) -> bool:
        """Whether all that it needs can be imported."""
        return all(find_spec(module) for module in self.modules)


def _wall(at: datetime) -> datetime:
    """What the clock on the wall shows, for those that know no zone; no change of offset falls in these hours."""
    return at.astimezone(PARIS).replace(tzinfo=None)


def _businesstimedelta(closed: set[date]) -> tuple[Any, Any]:
    library: Any = import_module("businesstimedelta")
    zone = import_module("pytz").timezone(ZONE)  # not zoneinfo's: it localises as only pytz does
    (opening, noon), (resuming, closing) = HALVES
    week = [0, 1, 2, 3, 4]
    rules = [
        library.WorkDayRule(opening, closing, week, tz=zone),
        library.LunchTimeRule(noon, resuming, week, tz=zone),
        library.HolidayRule(closed, tz=zone),
    ]
    return library.BusinessTimeDelta, library.Rules(rules)


def _businesstimedelta_add(closed: set[date]) -> Operation:
    delta, rules = _businesstimedelta(closed)
    return lambda start, opening: start + delta(rules, timedelta=opening)


def _businesstimedelta_between(closed: set[date]) -> Operation:
    _, rules = _businesstimedelta(closed)
    difference: Operation = rules.difference
    return difference


def _pandas_add(closed: set[date]) -> Operation:
    """It counts whole hours, and what ends at closing time goes on to the next opening."""
    library: Any = import_module("pandas")
    starts, ends = zip(*HALVES, strict=True)
    hour = library.offsets.CustomBusinessHour(start=starts, end=ends, holidays=sorted(closed))
    return lambda start, opening: library.Timestamp(_wall(start)) + hour * (opening // timedelta(hours=1))


def _business_duration_between(closed: set[date]) -> Operation:
    """It knows one opening a day, and is asked once for each half."""
    count = import_module("business_duration").businessDuration

    def operation(start: datetime, end: datetime) -> Any:
        start, end = _wall(start), _wall(end)
        return sum(count(start, end, *half, holidaylist=closed, unit="sec") for half in HALVES)

    return operation


ADDING = (
    Peer("businesstimedelta", ("businesstimedelta", "pytz"), _businesstimedelta_add, lambda instant: instant, 100),
    Peer("pandas CustomBusinessHour", ("pandas",), _pandas_add, lambda stamp: stamp.tz_localize(PARIS), 2000),
)
COUNTING = (
    Peer(
        "businesstimedelta",
        ("businesstimedelta", "pytz"),
        _businesstimedelta_between,
        lambda counted: counted.timedelta,
        100,
    ),
    Peer(
        "business-duration",
        ("business_duration", "pandas"),
        _business_duration_between,
        lambda seconds: timedelta(seconds=seconds),
        2000,
    ),
)
