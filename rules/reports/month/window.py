"""The month of a report on the contract's wall clock, and the instant up to which its figures are known."""

from dataclasses import dataclass
from datetime import datetime

from rules.economy.compensation.months import month_bounds
from rules.workdays.month import Month, local_day, span


@dataclass(frozen=True, slots=True)
class Window:
    """A month `[start, end)` in an IANA zone, known `until` an instant: its end, or earlier while it is not over."""

    month: Month
    zone: str
    start: datetime
    end: datetime
    until: datetime

    @property
    def over(self) -> bool:
        """Whether the month is over: its figures move no more."""
        return self.until == self.end

    def holds(self, at: datetime | None) -> bool:
        """Whether an instant is in the known part of the month."""
        return at is not None and self.start <= at < self.until

    def looks(self, since: datetime) -> tuple[datetime, ...]:
        """The end of each month from that of an instant on, then `until`: when each report looked at an anomaly."""
        first = Month.of(local_day(since, self.zone))
        before = (month_bounds(one, self.zone)[1] for one in span(first, self.month.plus(-1)))
        return (*before, self.until)


def window(month: Month, zone: str, now: datetime) -> Window:
    """The window of a month as `now` knows it. Raises ValueError for a month that has not begun."""
    start, end = month_bounds(month, zone)
    if now < start:
        raise ValueError(f"{month} has not begun")
    return Window(month, zone, start, end, min(end, now))
