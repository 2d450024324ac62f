"""Instants and durations as people say them, in the zone of their contract."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

Text = Callable[..., str]

_RELATIVE = {-1: "moment.yesterday", 0: "moment.today", 1: "moment.tomorrow"}
_WEEK = 7
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Instants:
    """How one language writes instants of one IANA zone; `text` gives its sentences and patterns by key."""

    language: str
    zone: str
    text: Text

    def moment(self, at: datetime, now: datetime | None = None) -> str:
        """As near to speech as `now` allows: today, tomorrow, a week day, a date; without it, the date and its year."""
        local = self._local(at)
        if now is None:
            return self._as("format.long", local)
        today = self._local(now)
        days = (local.date() - today.date()).days
        if days in _RELATIVE:
            return self.text(_RELATIVE[days], hour=self._as("format.hour", local))
        if 0 < days < _WEEK:
            return self._as("format.weekday", local)
        return self._as("format.date" if local.year == today.year else "format.year", local)

    def at(self, at: datetime, now: datetime | None = None) -> str:
        """The hour alone when it is today."""
        if now is not None and self._local(at).date() == self._local(now).date():
            return self.text("moment.at", hour=self._as("format.hour", self._local(at)))
        return self.moment(at, now)

    def passed(self, at: datetime, now: datetime | None = None) -> str:
        """That a deadline has gone by, in a sentence without its full stop: just now, where it was today."""
        days = (self.local_date(at) - self.local_date(now)).days if now else -_WEEK
        key = {0: "today", -1: "yesterday"}.get(days, "day")
        return self.text(f"passed.{key}", hour=self._as("format.hour", self._local(at)), moment=self.moment(at, now))

    def short(self, at: datetime) -> str:
        """Abbreviated day and date, and the hour: for what stays on display."""
        return self._as("format.short", self._local(at))

    def hour(self, at: datetime) -> str:
        """The hour alone, to the second where it has seconds."""
        local = self._local(at)
        return self._as("format.hour_seconds" if local.second else "format.hour", local)

    def day(self, at: datetime) -> str:
        """The abbreviated day and date of an instant."""
        return self._as("format.day", self._local(at))

    def local_date(self, at: datetime) -> date:
        """The date that an instant has in the zone."""
        return self._local(at).date()

    def full_day(self, day: date) -> str:
        """A date in figures; an instant gives its local one."""
        day = self.local_date(day) if isinstance(day, datetime) else day
        return format_date(day, self.text("format.full_day"), locale=self.language)

    def month(self, day: date) -> str:
        """A month and its year in words; an instant gives its local one."""
        day = self.local_date(day) if isinstance(day, datetime) else day
        return format_date(day, self.text("format.month"), locale=self.language)

    def duration(self, lasting: timedelta, exact: bool = False) -> str:
        """Hours and minutes, never days: a day of opening time is no day. `exact` adds the seconds, if there are any.

        To the nearest minute, or second: nobody reads 3 h 59 where 4 h were promised a moment ago. The sign is not
        shown.
        """
        whole = round(abs(lasting) / _SECOND)
        minutes, seconds = divmod(whole, 60)
        if exact and seconds:
            return self._seconds(minutes, seconds)
        if exact:
            return self._minutes(minutes)
        return self._minutes((whole + 30) // 60) if minutes else self.text("duration.instant")

    def minutes(self, count: int) -> str:
        """Whole minutes as hours and minutes, with a sign below nought."""
        return ("\u2212" if count < 0 else "") + self._minutes(abs(count))

    def _seconds(self, minutes: int, seconds: int) -> str:
        hours, rest = divmod(minutes, 60)
        if hours:
            return self.text("duration.full", hours=hours, minutes=f"{rest:02}", seconds=f"{seconds:02}")
        if rest:
            return self.text("duration.seconds", rest=self._minutes(rest), seconds=f"{seconds:02}")
        return self.text("duration.only_seconds", seconds=seconds)

    def _minutes(self, minutes: int) -> str:
        hours, rest = divmod(minutes, 60)
        if not hours:
            return self.text("duration.minutes", minutes=rest)
        if not rest:
            return self.text("duration.hours", hours=hours)
        return self.text("duration.hours_minutes", hours=hours, minutes=f"{rest:02}")

    def _local(self, at: datetime) -> datetime:
        """To the nearest second: what a machine is late by is no one's business."""
        return (at + _SECOND / 2).replace(microsecond=0).astimezone(ZoneInfo(self.zone))

    def _as(self, pattern: str, local: datetime) -> str:
        return format_datetime(local, self.text(pattern), locale=self.language)
