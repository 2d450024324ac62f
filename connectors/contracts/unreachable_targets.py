"""Refuses a delay that the calendar's opening hours can never reach."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from connectors.contracts.commitments import Commitments
from connectors.contracts.problems import quoted, sentence
from connectors.contracts.value_parsers import LONGEST
from connectors.contracts.yaml_document import Loc
from connectors.wording import said
from rules.contract import (
    CONTRACTED,
    RESPONSES,
    BusinessDays,
    ClockName,
    Contract,
    Criticality,
    Length,
    OpeningTime,
    Target,
)
from rules.workdays import Calendar

_WEEK = timedelta(weeks=1)

Refused = tuple[Loc, tuple[str, str]]


def out_of_reach(contract: Contract, written: Commitments) -> Iterator[Refused]:
    """Every place where a search would find nothing for ten years, with the sentence that says so.

    Each delay falls due within ten years and each calendar opens within ten: beyond, business time refuses to answer.
    """
    for name, calendar in contract.calendars.items():
        yield from _closed_for_years(name, calendar)
    yield from _chased_too_late(contract)
    for (level, clock), promised in contract.commitments.items():
        if _weeks(promised.target, contract.calendars[promised.calendar]) * _WEEK > LONGEST:
            fields = {"value": quoted(_written(promised.target)), "calendar": quoted(promised.calendar)}
            yield _place(level, clock, written), sentence("too_slow", **fields)


def _chased_too_late(contract: Contract) -> Iterator[Refused]:
    """A wait is followed up in the contract's first calendar."""
    name, calendar = next(iter(contract.calendars.items()))
    for key in ("cadence", "longest"):
        length: Length | None = getattr(contract.choices.chasing, key)
        if length is not None and _weeks(length, calendar) * _WEEK > LONGEST:
            fields = {"value": quoted(_written(length)), "calendar": quoted(name)}
            yield ("rules", "chasing", key), sentence("too_slow", **fields)


def _place(level: Criticality, clock: ClockName, written: Commitments) -> Loc:
    """The place of a delay's promise: a line of the table, or its pack."""
    if clock in RESPONSES:
        return ("commitments", clock.value, level.value)
    if written.cells(level)[clock] is None:
        return ("pack",)
    listed = isinstance(getattr(written, level.value), tuple)
    return ("commitments", level.value, CONTRACTED.index(clock) if listed else clock.value)


def _written(target: Target) -> str:
    """A delay as a contract writes it."""
    if isinstance(target, BusinessDays):
        return said("contracts.days", days=target.days)
    return f"{target.duration / timedelta(hours=1):g}h" if isinstance(target, OpeningTime) else ""


def _weeks(target: Target, calendar: Calendar) -> float:
    """The number of ordinary weeks that a delay takes."""
    if isinstance(target, OpeningTime):
        opened = sum(hours.end - hours.start for day in calendar.weekly for hours in day)
        return target.duration / timedelta(minutes=opened)
    if isinstance(target, BusinessDays):
        return target.days / sum(bool(day) for day in calendar.weekly)
    return 0


def _closed_for_years(name: str, calendar: Calendar) -> Iterator[Refused]:
    agreed = {day for day, hours in calendar.openings.items() if not hours}
    closed = sorted(agreed | {day for day in calendar.closures if not calendar.openings.get(day)})
    since = closed[0] if closed else date.min
    for day, following in pairwise([*closed, date.max]):
        if _opens_between(calendar, day, following):
            if day - since > LONGEST:
                span = {"first": since.isoformat(), "last": day.isoformat()}
                yield ("calendars", name, "closures"), sentence("closed_for_years", **span)
            since = following


def _opens_between(calendar: Calendar, day: date, following: date) -> bool:
    """Whether a date after `day` and before `following` opens; a whole week between them always does."""
    apart = min((following - day).days, 8)
    between = (day + timedelta(days=rank) for rank in range(1, apart))
    return any(calendar.weekly[each.weekday()] or calendar.openings.get(each) for each in between)
