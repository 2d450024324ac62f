"""The months of a contract on its wall clock, as instants."""

from datetime import UTC, date, datetime
from datetime import time as clock_time
from zoneinfo import ZoneInfo

from rules.workdays.month import Month


def month_bounds(month: Month, zone: str, months: int = 1) -> tuple[datetime, datetime]:
    """The local midnights, in UTC, between which a month lasts; so many months from it on."""
    return _midnight(month.first, zone), _midnight(month.plus(months).first, zone)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, clock_time(), ZoneInfo(zone)).astimezone(UTC)
