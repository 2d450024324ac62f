"""What a check of a site found: what is well, what is worth knowing, and what must be mended, with its remedy."""

from dataclasses import dataclass
from enum import Enum


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


def good(about: str, said: str) -> Found:
    """All is well."""
    return Found(about, Weight.GOOD, said)


def note(about: str, said: str) -> Found:
    """Worth knowing."""
    return Found(about, Weight.NOTE, said)


def bad(about: str, said: str) -> Found:
    """To be mended."""
    return Found(about, Weight.BAD, said)
