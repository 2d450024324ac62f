"""Splits a stretch of time into counted and excluded segments, each with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rules.workdays.arithmetic import utc
from rules.workdays.calendar import Calendar, Reason
from rules.workdays.index import Table
from rules.workdays.interval import instant

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Segment:
    """`[start, end)` in UTC; `label` names the holiday or the closure, "" for any other reason."""

    start: datetime
    end: datetime
    counted: bool
    reason: Reason
    label: str = ""


def segments(calendar: Calendar, start: datetime, end: datetime) -> tuple[Segment, ...]:
    """Every piece from `start` to `end`, contiguous and in order; none when `end` does not come after `start`.

    The counted ones add up to `between`. A holiday or a closure is one piece from local midnight to midnight, a night
    or a week-end one piece, a closure of several days one piece; a gap between two openings of a date is a lunch.
    Raises ValueError for a naive instant or a year outside 1900-2400.
    """
    told: list[Segment] = []
    for piece in _pieces(calendar, utc(start), utc(end)):
        if told and (told[-1].reason, told[-1].label) == (piece.reason, piece.label):
            told[-1] = replace(told[-1], end=piece.end)
        else:
            told.append(piece)
    return tuple(told)


def _pieces(calendar: Calendar, start: datetime, end: datetime) -> Iterator[Segment]:
    if start >= end:
        return
    table = calendar.index.covering(start, end)
    row = table.row(start)
    while start < end:
        if start < table.ends[row]:
            until = min(table.ends[row], end)
            yield Segment(start, until, True, Reason.OPEN)
        else:
            row += 1
            until = min(table.starts[row], end) if row < len(table.starts) else end
            yield from _gap(calendar, table, row, start, until)
        start = until


def _gap(calendar: Calendar, table: Table, row: int, start: datetime, end: datetime) -> Iterator[Segment]:
    """The closed time that row `row` ends; empty when that row continues the one before."""
    if start < end and 1 < row < len(table.starts) and table.day(row) == table.day(row - 1):
        yield Segment(start, end, False, Reason.LUNCH)
        return
    day = start.astimezone(calendar.zone_info).date()
    while start < end:
        day += ONE_DAY
        until = min(instant(calendar.zone_info, day, 0), end)
        if start < until:
            yield Segment(start, until, False, *calendar.closing(day - ONE_DAY))
            start = until
