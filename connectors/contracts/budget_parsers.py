"""Parses the quantities of a contract's budget: working time, units, months, thresholds, the day of a close."""

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from connectors.contracts.problems import quoted, refusal
from connectors.contracts.value_parsers import duration
from connectors.contracts.yaml_words import plain
from rules.contract.budget_terms import ClosingTime
from rules.workdays.month import Month

_DAYS = re.compile(r"(?P<days>\d{1,5}(?:[.,]\d{1,3})?) ?(?:j|jours?|d|days?)", re.ASCII)
_UNITS = re.compile(r"\d{1,6}(?:[.,]\d{1,3})?", re.ASCII)
_MONTHS = re.compile(r"(?P<months>\d{1,3}) ?(?:mois|months?)", re.ASCII)
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_PERCENT = re.compile(r"(?P<percent>\d{1,3}) ?%", re.ASCII)
_CLOSING = re.compile(
    r"(?:[a-z]{2,3} )?(?P<day>\d{1,2})(?:er|st|nd|rd|th)?"
    r"(?:,? (?:a|at) (?P<hour>\d{1,2})(?:h|:)(?P<minute>\d{2})?)?",
    re.ASCII,
)
_THOUSAND = 1000
_MINUTE = timedelta(minutes=1)
_LAST_CLOSING_DAY, _HOURS, _MINUTES = 28, 24, 60


@dataclass(frozen=True, slots=True)
class Span:
    """Working time as a contract says it: in days of its own length, or in minutes."""

    days: Decimal = Decimal(0)
    minutes: int = 0

    def at(self, day_minutes: int) -> int:
        """Its whole minutes, where a day has that many."""
        return int(self.days * day_minutes) + self.minutes


def span(text: str) -> Span:
    """Working time: `8h`, `1h30`, `45min`, or days, `2j`, `0.5j`."""
    found = _DAYS.fullmatch(plain(text))
    if found is not None:
        return Span(days=Decimal(found["days"].replace(",", ".")))
    return Span(minutes=duration(text) // _MINUTE)


def some_span(text: str) -> Span:
    """The same, nought refused."""
    found = span(text)
    if found == Span():
        raise refusal("zero", value=quoted(text))
    return found


def minutes(text: str) -> int:
    """Whole minutes, nought refused (`15min`, `1h`)."""
    found = duration(text) // _MINUTE
    if not found:
        raise refusal("zero", value=quoted(text))
    return found


def thousandths(text: str) -> int:
    """A number of units of a booklet, to the thousandth (`20`, `0.5`), nought refused."""
    found = _UNITS.fullmatch(text.strip())
    number = int(Decimal(text.strip().replace(",", ".")) * _THOUSAND) if found else 0
    if not number:
        raise refusal("units", value=quoted(text))
    return number


def months(text: str) -> int:
    """A number of months (`3 mois`)."""
    found = _MONTHS.fullmatch(plain(text))
    if found is None or not int(found["months"]):
        raise refusal("months", value=quoted(text))
    return int(found["months"])


def month(text: str) -> Month:
    """A month, year first (`2026-03`)."""
    if not _MONTH.fullmatch(text.strip()):
        raise refusal("month", value=quoted(text))
    return Month.read(text.strip())


def threshold(text: str) -> int:
    """A percentage of what there is to spend, from 1 (`80%`); more than 100 warns of what exceeds."""
    found = _PERCENT.fullmatch(text.strip())
    if found is None or not int(found["percent"]):
        raise refusal("threshold", value=quoted(text))
    return int(found["percent"])


def number(text: str) -> int:
    """A whole number, nought included."""
    if not re.fullmatch(r"\d{1,6}", text.strip(), re.ASCII):
        raise refusal("number", value=quoted(text))
    return int(text)


def closing(text: str) -> ClosingTime:
    """When a month's close is proposed: `le 3 à 8h`, `le 3`; a day that every month has."""
    found = _CLOSING.fullmatch(plain(text))
    day = int(found["day"]) if found else 0
    hour, minute = (int((found and found[name]) or 0) for name in ("hour", "minute"))
    if found is None or not 1 <= day <= _LAST_CLOSING_DAY or hour >= _HOURS or minute >= _MINUTES:
        raise refusal("closing", value=quoted(text))
    return ClosingTime(day, hour * _MINUTES + minute) if found["hour"] else ClosingTime(day)
