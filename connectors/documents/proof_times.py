"""Instants and stretches of time as a proof writes them: short, and never doubtful as to the year."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.wording import Wording

_MIDNIGHT, _LAST_HOUR = "00:00", "24:00"


@dataclass(frozen=True, slots=True)
class Moments:
    """`now` tells which year can be left out."""

    wording: Wording
    now: datetime

    def day(self, at: datetime) -> str:
        """The abbreviated day and date, with its year when it is not the present one."""
        said = self.wording.instants
        year = said.local_date(at).year
        return said.day(at) if year == said.local_date(self.now).year else f"{said.day(at)} {year}"

    def short(self, at: datetime) -> str:
        """The day, then the hour."""
        return f"{self.day(at)} {self.wording.instants.hour(at)}"

    def between(self, start: datetime, end: datetime) -> str:
        """The hours of one day, the day alone when it is whole, else both ends in full."""
        said = self.wording.instants
        first, last = said.local_date(start), said.local_date(end)
        if said.hour(start) == said.hour(end) == _MIDNIGHT and last - first >= timedelta(days=1):
            eve = end - timedelta(minutes=1)
            alone = said.local_date(eve) == first
            return self.day(start) if alone else f"{self.day(start)} → {self.day(eve)}"
        if said.hour(end) == _MIDNIGHT and last - first == timedelta(days=1):
            until = _LAST_HOUR
        else:
            until = said.hour(end) if first == last else self.short(end)
        return f"{self.short(start)} → {until}"
