"""One thing that the set-up did, would do, found done, or leaves to somebody who may."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """The end of a step; the value is the word that the operator reads before it."""

    DONE = "setup.kind.done"
    WOULD = "setup.kind.would"
    THERE = "setup.kind.there"
    BY_HAND = "setup.kind.by_hand"
    NOTE = "setup.kind.note"


@dataclass(frozen=True, slots=True)
class Step:
    """A line for the operator, perhaps with others under it (clicks, values to paste)."""

    kind: Kind
    said: str
    under: tuple[str, ...] = ()
