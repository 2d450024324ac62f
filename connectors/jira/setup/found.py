"""A finding about a site: good, worth a note, or to mend, with its remedy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Weight(Enum):
    """How much it matters; only the last is a failure of the whole examination."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Found:
    """One finding; `about` is the site or the contract that it speaks of."""

    about: str
    weight: Weight
    said: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What Vigie's own database knows of a site; nothing while it cannot be read.

    `heard` is when the site last told us something; `read` how far each followed project was read (None: never), which
    is late before `due`; `accounts` are those under which Vigie ever wrote there.
    """

    heard: datetime | None = None
    read: Mapping[str, datetime | None] = field(default_factory=dict)
    due: datetime = _LONG_AGO
    accounts: frozenset[str] = frozenset()


def good(about: str, said: str) -> Found:
    """All is well."""
    return Found(about, Weight.GOOD, said)


def note(about: str, said: str) -> Found:
    """Worth knowing."""
    return Found(about, Weight.NOTE, said)


def bad(about: str, said: str) -> Found:
    """To be mended."""
    return Found(about, Weight.BAD, said)
