"""Reads JSON strictly, so that a case file which departs from its schema is refused in one line that says where."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")
K = TypeVar("K")
Read = Callable[[Any], T]
Bounds = tuple[tuple[int, int], ...]

DAY_MINUTES = 24 * 60
LONGEST = timedelta(days=366 * 400).total_seconds()


class Malformed(ValueError):
    """What a case file says that its schema does not allow, and where."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one JSON object, read one by one. Every refusal names the field."""

    values: Mapping[str, Any]

    def take(self, key: str, read: Read[T]) -> T:
        """A field as `read` understands it. Raises Malformed when it is not there."""
        value = self.values.get(key)
        if value is None:
            raise Malformed(f"{key}: missing")
        try:
            return read(value)
        except Malformed as problem:
            raise Malformed(f"{key}: {problem}") from problem

    def maybe(self, key: str, read: Read[T]) -> T | None:
        """A field that may be absent, or null."""
        return None if self.values.get(key) is None else self.take(key, read)


def fields(value: Any) -> Fields:
    """A JSON object."""
    if not isinstance(value, dict):
        raise Malformed(f"found {shown(value)}, expected an object")
    return Fields(value)


def each(read: Read[T]) -> Read[tuple[T, ...]]:
    """A JSON list, each of its elements as `read` understands it."""

    def read_list(value: Any) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise Malformed(f"found {shown(value)}, expected a list")
        return tuple(read(element) for element in value)

    return read_list


def table(key: Read[K], read: Read[T]) -> Read[Mapping[K, T]]:
    """A JSON object used as a table; a line that holds null says nothing."""

    def read_table(value: Any) -> Mapping[K, T]:
        lines = fields(value)
        return {key(name): lines.take(name, read) for name, held in lines.values.items() if held is not None}

    return read_table


def one_of(known: Collection[str]) -> Read[str]:
    """One of these words."""

    def read_word(value: Any) -> str:
        if not isinstance(value, str) or value not in known:
            raise Malformed(f"found {shown(value)}, expected one of {', '.join(known)}")
        return value

    return read_word


def text(value: Any) -> str:
    """Any text."""
    if not isinstance(value, str):
        raise Malformed(f"found {shown(value)}, expected text")
    return value


def instant(value: Any) -> datetime:
    """An instant in ISO 8601 with its offset."""
    try:
        at = datetime.fromisoformat(text(value))
    except ValueError:
        at = None
    if at is None or at.utcoffset() is None or not date.min.year < at.year < date.max.year:
        raise Malformed(
            f"found {shown(value)}, expected an instant like 2026-03-29T09:00:00+02:00 or 2026-03-29T07:00Z"
        )
    return at


def day(value: Any) -> date:
    """A local date."""
    try:
        return date.fromisoformat(text(value))
    except ValueError:
        raise Malformed(f"found {shown(value)}, expected a date like 2026-05-01 or 2026-12-25") from None


def duration(value: Any) -> timedelta:
    """A number of seconds, of either sign."""
    # Not-a-number is not below anything.
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) <= LONGEST:
        raise Malformed(f"found {shown(value)}, expected seconds like 3600 or -900")
    return timedelta(seconds=value)


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Malformed(f"found {shown(value)}, expected true or false")
    return value


def pair(read: Read[T]) -> Read[tuple[T, T]]:
    """A JSON list of two."""

    def read_pair(value: Any) -> tuple[T, T]:
        found = each(read)(value)
        if len(found) != 2:
            raise Malformed(f"found {shown(value)}, expected two edges")
        return (found[0], found[1])

    return read_pair


def minutes(value: Any) -> int:
    """A wall-clock time from 00:00 to 24:00, in minutes."""
    match = re.fullmatch(r"(\d{1,2}):([0-5]\d)", text(value), re.ASCII)
    reached = int(match[1]) * 60 + int(match[2]) if match else DAY_MINUTES + 1
    if reached > DAY_MINUTES:
        raise Malformed(f"found {shown(value)}, expected a time like 09:00 or 24:00")
    return reached


hours: Read[Bounds] = each(pair(minutes))


def shown(value: Any) -> str:
    """What was found, on one line and short."""
    said = repr(value)
    return said if len(said) <= 60 else f"{said[:57]}..."
