"""The calendars that the tests of business time and clocks count in, and instants written as people say them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from rules.workdays import Calendar, Interval

Hours = tuple[Interval, ...]

FRENCH = {
    date(2026, 5, 1): "Fête du Travail",
    date(2026, 5, 8): "Victoire 1945",
    date(2026, 5, 14): "Ascension",
    date(2026, 7, 14): "Fête nationale",
    date(2026, 8, 15): "Assomption",
    date(2026, 11, 1): "Toussaint",
    date(2026, 11, 11): "Armistice",
    date(2026, 12, 25): "Noël",
    date(2027, 1, 1): "Jour de l'an",
}


def french(year: int) -> Mapping[date, str]:
    """The public holidays that fall in a year of the tests."""
    return {day: name for day, name in FRENCH.items() if day.year == year}


def hours(*texts: str) -> Hours:
    """`hours("09:00-12:30", "22:00-06:00")`: an end at or before its start is the next morning's."""
    edges = [[int(edge[:2]) * 60 + int(edge[3:]) for edge in text.split("-")] for text in texts]
    return tuple(Interval(start, end if end > start else end + 1440) for start, end in edges)


def week(working: Hours, *, friday: Hours | None = None, weekend: Hours = ()) -> tuple[Hours, ...]:
    """Seven days, Monday first."""
    return (*(working,) * 4, working if friday is None else friday, weekend, weekend)


def every_day(zone: str, *texts: str) -> Calendar:
    """The same hours every day of the week, without holidays."""
    return Calendar("every day", zone, (hours(*texts),) * 7)


OFFICE_WEEK = week(hours("09:00-12:30", "13:30-18:00"), friday=hours("09:00-12:30", "13:30-17:00"))
OFFICE = Calendar(
    "bureau", "Europe/Paris", OFFICE_WEEK, french, {date(2026, 12, day): "congés annuels" for day in range(24, 32)}
)
ROUND_THE_CLOCK = every_day("Europe/Paris", "00:00-24:00")
NIGHTS = Calendar("nuits", "Europe/Paris", week(hours("22:00-06:00")))


def at(text: str, zone: str = "Europe/Paris", *, fold: int = 0) -> datetime:
    """The UTC instant at which a zone's wall clock shows `text`; `fold=1` for the second showing."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
