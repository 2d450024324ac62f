"""One thing that the set-up did, would do, found done, or leaves to somebody who may."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How a step ended; the value is what the operator reads before it."""

    DONE = "fait"
    WOULD = "à faire"
    THERE = "déjà là"
    BY_HAND = "à la main"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Step:
    """A line for the operator, perhaps with others under it (clicks, values to paste)."""

    kind: Kind
    said: str
    under: tuple[str, ...] = ()
