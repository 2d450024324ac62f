"""A month of the calendar, which orders and counts like a number."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

_YEAR = 12


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month: its year, and its number from 1 to 12 (ValueError otherwise)."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= _YEAR:
            raise ValueError(f"no month {self.number} in a year")

    @classmethod
    def of(cls, day: date) -> Self:
        """The month of a date."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> Self:
        """The month that `2026-10` names. Raises ValueError for anything else."""
        year, _, number = text.partition("-")
        return cls(int(year), int(number))

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.number, self.days)

    @property
    def days(self) -> int:
        """The number of its days."""
        return monthrange(self.year, self.number)[1]

    def plus(self, months: int) -> "Month":
        """The month so many months later."""
        rank = self.year * _YEAR + self.number - 1 + months
        return Month(rank // _YEAR, rank % _YEAR + 1)

    def since(self, other: "Month") -> int:
        """How many months it comes after another."""
        return (self.year - other.year) * _YEAR + self.number - other.number

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


@lru_cache(maxsize=4096)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local_day(at: datetime, zone: str) -> date:
    """The date of an aware instant on the wall clock of an IANA zone."""
    return at.astimezone(_zone(zone)).date()


def span(first: Month, last: Month) -> Iterator[Month]:
    """Every month from the first to the last, both included."""
    for rank in range(last.since(first) + 1):
        yield first.plus(rank)
