"""The questions that clocks ask a calendar: is it open, how much was open, when will so much have been."""

from bisect import bisect_left, bisect_right
from datetime import UTC, datetime, timedelta

from rules.workdays.calendar import Calendar
from rules.workdays.index import SEARCH_YEARS

ZERO = timedelta()


def utc(at: datetime) -> datetime:
    """The same instant in UTC. Raises ValueError for a naive datetime, which names no instant."""
    if at.tzinfo is UTC:
        return at
    if at.utcoffset() is None:
        raise ValueError(f"an instant needs its zone: {at.isoformat()}")
    return at.astimezone(UTC)


def is_open(calendar: Calendar, at: datetime) -> bool:
    """Whether the calendar counts at `at`: opening hours are half-open, so 18:00 is closed when they end at 18:00."""
    at = utc(at)
    table = calendar.index.covering(at)
    return at < table.ends[table.row(at)]


def between(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """The opening time in `[start, end)`, as elapsed time (an hour repeated in autumn counts twice).

    Negative when `end` comes first. Raises ValueError for a naive instant or a year outside 1900-2400.
    """
    if start.tzinfo is not UTC or end.tzinfo is not UTC:
        start, end = utc(start), utc(end)
    table = calendar.index.table
    try:  # to ask first whether the table covers both would cost a third as much again
        return table.elapsed(end) - table.elapsed(start)
    except KeyError:
        table = calendar.index.covering(start, end)
        return table.elapsed(end) - table.elapsed(start)


def add(calendar: Calendar, start: datetime, opening: timedelta) -> datetime:
    """The first instant, in UTC, at which `opening` has been counted since `start`; backward when negative.

    What is used up at closing time ends there, and not at the next opening (backward: at opening time, and not at the
    previous closing); zero leaves `start` where it is. Raises NeverOpens when ten years go by without an opening, and
    ValueError for a naive instant or a year outside 1900-2400.
    """
    at = utc(start)
    if not opening:
        return at
    table = calendar.index.covering(at)
    target = table.elapsed(at) + opening
    if opening > ZERO:
        while target > table.opened[-1]:
            table = calendar.index.later(table, at)
        row = bisect_left(table.opened, target) - 1
    else:
        while target < table.opened[0]:
            table = calendar.index.earlier(table, at)
        row = bisect_right(table.opened, target) - 1
    return table.starts[row] + (target - table.opened[row])


def next_opening(calendar: Calendar, at: datetime) -> datetime:
    """`at` itself when open, else the next opening. Raises NeverOpens when there is none in ten years."""
    at = utc(at)
    table = calendar.index.covering(at)
    row = table.row(at)
    if at < table.ends[row]:
        return at
    while row + 1 == len(table.starts):
        table = calendar.index.later(table, at)
    return table.starts[row + 1]


def next_closing(calendar: Calendar, at: datetime) -> datetime | None:
    """The end of the current opening, or of the next one when closed; None when it stays open for ten years.

    Openings that touch are one: a calendar open round the clock does not close at midnight. Raises NeverOpens like
    `next_opening`.
    """
    at = next_opening(calendar, at)
    if at.date() > calendar.endless_from:
        return None
    table = calendar.index.covering(at)
    while not table.closings or table.closings[-1] <= at:
        if table.last - at.year > SEARCH_YEARS:
            return None
        table = calendar.index.later(table, at)
    return table.closings[bisect_right(table.closings, at)]


def add_days(calendar: Calendar, start: datetime, days: int, end_of_day: bool = False) -> datetime:
    """The instant `days` open dates after that of `start`, at the same offset in the date's opening time.

    A shorter date brings it back to that date's closing; `end_of_day` always gives the closing. Outside opening hours
    `start` stands for the next opening, also when `days` is 0. A night shift belongs to the date on which it starts.
    Raises ValueError for negative days, and NeverOpens when ten years go by without an opening.
    """
    if days < 0:
        raise ValueError(f"business days are counted forward, not {days}")
    at = next_opening(calendar, start)
    table = calendar.index.covering(at)
    day = table.day(table.row(at))
    offset = table.elapsed(at) - table.opened[table.days[day]]
    while day + days + 1 >= len(table.days):
        table = calendar.index.later(table, at)
    first, following = table.days[day + days], table.days[day + days + 1]
    target = table.opened[first] + offset
    if end_of_day or target >= table.opened[following]:
        return table.ends[following - 1]
    # The later side of a break is the same offset as the earlier one: who starts at 13:30 is due at 13:30, not 12:30.
    row = bisect_right(table.opened, target) - 1
    return table.starts[row] + (target - table.opened[row])
