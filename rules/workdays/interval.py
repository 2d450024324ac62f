"""Hours as a contract writes them, and the instants that they become on one date of one zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60
NOON = clock_time(12)
MIDNIGHT = clock_time()

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Interval:
    """Opening hours `[start, end)`, in minutes of wall clock from local midnight.

    `24:00` is 1440. A night shift that ends the next morning goes past it (22:00-06:00 is 1320-1800), by a day at
    most, and belongs to the date on which it starts. Raises ValueError when the bounds make no interval.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < DAY_MINUTES or not self.start < self.end <= self.start + DAY_MINUTES:
            raise ValueError(f"no opening hours run from minute {self.start} to minute {self.end}")


def instant(zone: ZoneInfo, day: date, minutes: int) -> datetime:
    """The UTC instant at which the wall clock of a zone shows `minutes` after the midnight that begins `day`.

    A reading shown twice (autumn) is its first occurrence and a reading never shown (spring) slides forward by the
    length of the gap: Python's `fold=0` (PEP 495), also what zendesk/biz and business_time do. The same rule serves
    starts and ends, so that hours which touch on the wall clock touch in time: nothing is lost or counted twice.
    """
    return (datetime.combine(day, MIDNIGHT, zone) + timedelta(minutes=minutes)).astimezone(UTC)


def stretches(zone: ZoneInfo, day: date, hours: tuple[Interval, ...]) -> list[Stretch]:
    """The opened `[start, end)` of one date in UTC, in order of start; they may overlap if the hours do.

    A date that the zone skipped (Apia had no 30 December 2011) has none: sliding it forward would open the next one.
    """
    if not hours or not _exists(zone, day):
        return []
    edges = ((instant(zone, day, each.start), instant(zone, day, each.end)) for each in hours)
    return sorted(edge for edge in edges if edge[0] < edge[1])


def _exists(zone: ZoneInfo, day: date) -> bool:
    return datetime.combine(day, NOON, zone).astimezone(UTC).astimezone(zone).date() == day
