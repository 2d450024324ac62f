"""The months of a contract on its wall clock, as instants."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

_MONTHS = 12


def first_day(day: date, later: int = 0) -> date:
    """The first day of the month that holds a date, or of that of so many months later (negative: before)."""
    rank = day.year * _MONTHS + day.month - 1 + later
    return date(rank // _MONTHS, rank % _MONTHS + 1, 1)


def month_bounds(day: date, zone: ZoneInfo, months: int = 1) -> tuple[datetime, datetime]:
    """The local midnights, in UTC, between which the month of a date lasts; of so many months from it on."""
    return _midnight(first_day(day), zone), _midnight(first_day(day, months), zone)


def months_of(first: date, last: date) -> Iterator[date]:
    """The first day of each month from that of one date to that of another."""
    month = first_day(first)
    while month <= last:
        yield month
        month = first_day(month, 1)


def local_date(at: datetime, zone: ZoneInfo) -> date:
    """The date of an instant on the wall clock of a zone."""
    return at.astimezone(zone).date()


def day_before(at: datetime, zone: ZoneInfo) -> date:
    """The last local date that ends by an instant."""
    return local_date(at, zone) - timedelta(days=1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock_time(), zone).astimezone(UTC)
