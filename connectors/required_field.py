"""A field that Jira requires of people, in plain values that an errand keeps and any form draws."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Ask(StrEnum):
    """The kind of form element of a field."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    INSTANT = "instant"
    ONE = "one"
    SEVERAL = "several"
    PERSON = "person"
    PEOPLE = "people"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A field by its id and its name there; `options` are the ids and labels among which to choose.

    `said` is what the other side said of the value that it refused, "" where it refused none.
    """

    id: str
    name: str
    ask: Ask
    options: tuple[tuple[str, str], ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Unfilled:
    """The fields that people must give before the move of the fact of id `to` can pass."""

    to: str
    wanted: tuple[Wanted, ...]


def as_json(wanted: Iterable[Wanted]) -> list[list[Any]]:
    """The fields as JSON can say them."""
    return [[one.id, one.name, one.ask.value, [list(pair) for pair in one.options], one.said] for one in wanted]


def from_json(kept: Mapping[str, Any], name: str) -> tuple[Wanted, ...]:
    """The fields kept under that name, none where there is no such name."""
    return tuple(
        Wanted(id_, label, Ask(ask), tuple((one, shown) for one, shown in options), said)
        for id_, label, ask, options, said in kept.get(name, ())
    )
