"""What a figure rests on, and the few ways of making one number of several."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from rules.anomaly.state import Anomaly
from rules.contract import Criticality
from rules.events import Fact

FEWEST = 5
"""Under so many values, neither a rate nor a median is said: the values themselves are."""
_WHOLE = 100

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ground:
    """One anomaly that a figure counts, at an instant, with the id of the fact that says so ("" where none does).

    It never holds a title: of an anomaly about security, only the name and dates may be written.
    """

    anomaly: str
    name: str
    at: datetime
    fact: str = ""
    criticality: Criticality | None = None


Grounds = tuple[Ground, ...]
"""Those of one figure, in order: the figure is their number."""


def ground(anomaly: Anomaly, at: datetime, fact: Fact | None = None) -> Ground:
    """The ground that an anomaly gives to a figure."""
    return Ground(anomaly.id, anomaly.name, at, fact.id if fact else "", anomaly.criticality)


def by_time(grounds: Iterable[Ground]) -> Grounds:
    """In the order of their instants."""
    return tuple(sorted(grounds, key=lambda one: (one.at, one.name, one.anomaly)))


@dataclass(frozen=True, slots=True)
class Share:
    """So many of a whole. Its percentage is said only from `FEWEST` on."""

    part: int
    whole: int

    @property
    def said(self) -> bool:
        """Whether the whole is large enough for a percentage."""
        return self.whole >= FEWEST

    @property
    def tenths(self) -> int | None:
        """The percentage in tenths, cut and never rounded up; None under `FEWEST`."""
        return self.part * _WHOLE * 10 // self.whole if self.said else None

    def points(self, before: "Share") -> int | None:
        """Tenths of a point more than another share; None where either is of too few."""
        if self.tenths is None or before.tenths is None:
            return None
        return self.tenths - before.tenths


def nearest_rank(ordered: Sequence[T], percent: int) -> T:
    """The value of rank ceil(percent × n / 100) in order: one that was really seen. Raises IndexError for none."""
    return ordered[-(-percent * len(ordered) // _WHOLE) - 1]
