"""What a case file asks, as values: one question on one calendar, and what its peers answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.cases.shape import Bounds

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Figure = datetime | timedelta | bool | None


@dataclass(frozen=True, slots=True)
class Week:
    """The calendar of a case. For one date: holiday, else break, else shift, else weekly hours."""

    zone: str
    weekly: Mapping[str, Bounds]
    holidays: frozenset[date]
    shifts: Mapping[date, Bounds]
    breaks: Mapping[date, Bounds]


@dataclass(frozen=True, slots=True)
class Addition:
    """Where `opening` leads from `start`: to one of `ends`, on our side of a closed gap where there are two."""

    start: datetime
    opening: timedelta
    ends: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How much was open from `start` to `end`; `rule` is what the peer makes of a reversed range."""

    start: datetime
    end: datetime
    counted: tuple[timedelta, ...]
    rule: str
    opened: tuple[tuple[datetime, datetime], ...] | None


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a ticket."""

    at: datetime
    kind: str
    criticality: str | None


@dataclass(frozen=True, slots=True)
class Scenario:
    """A ticket's history and what its clocks show at `as_of`, on our side of a closed gap where there are two."""

    targets: Mapping[str, Mapping[str, timedelta]]
    events: tuple[Event, ...]
    as_of: datetime
    pauses: frozenset[str]
    suspended: frozenset[str]
    gap_counts: bool
    thresholds: Mapping[str, timedelta]
    expected: Mapping[str, Mapping[str, Figure]]


Question = Addition | Difference | Scenario


@dataclass(frozen=True, slots=True)
class Case:
    """One question, the calendar it is asked on, and by how much an answer may be off."""

    id: str
    op: str
    week: Week
    tolerance: timedelta
    question: Question
