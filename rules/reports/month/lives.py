"""The life of an anomaly as it stood at an instant: a report of a month sees nothing that came after it."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from rules.anomaly.state import Anomaly
from rules.contract import Contract
from rules.events import Fact
from rules.fold.folding import fold, in_order
from rules.people.visibility import secret

_INSTANT = timedelta(microseconds=1)


class Standing(StrEnum):
    """Where an anomaly stands in the contract's stock: not raised yet, open, closed, or gone before its closure."""

    ABSENT = "absent"
    OPEN = "open"
    CLOSED = "closed"
    GONE = "gone"


def standing(anomaly: Anomaly) -> Standing:
    """What was closed stands, even where its issue is deleted afterwards."""
    if anomaly.raised_at is None:
        return Standing.ABSENT
    if anomaly.closed:
        return Standing.CLOSED
    return Standing.GONE if anomaly.gone else Standing.OPEN


@dataclass(frozen=True)
class Life:
    """The facts of an anomaly, what it was before the first, and the contract that it is pinned to."""

    facts: tuple[Fact, ...]
    opening: Anomaly
    contract: Contract
    _folded: dict[tuple[int, int], Anomaly] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def ordered(self) -> tuple[Fact, ...]:
        """Its facts, each once, in order."""
        return in_order(self.facts)

    @cached_property
    def _instants(self) -> tuple[datetime, ...]:
        return tuple(fact.at for fact in self.ordered)

    @property
    def secret(self) -> bool:
        """Whether it is about security as its last fact leaves it: no word of it may then be written, of any month."""
        return secret(self._after(len(self.ordered), self.contract))

    def edition(self, at: datetime) -> Contract:
        """What the contract's file said just before an instant."""
        return self.contract.as_of(at - _INSTANT)

    def at(self, instant: datetime) -> Anomaly:
        """The anomaly after what happened before an instant, under the contract's text of then."""
        return self._after(bisect_left(self._instants, instant), self.edition(instant))

    def within(self, start: datetime, end: datetime) -> tuple[Fact, ...]:
        """Its facts of `[start, end)`."""
        return self.ordered[bisect_left(self._instants, start) : bisect_left(self._instants, end)]

    def steps(self, start: datetime, end: datetime, *kinds: type) -> Iterator[tuple[Fact, Anomaly, Anomaly]]:
        """The facts of these kinds in `[start, end)`, each with the anomaly before it and after it."""
        first = bisect_left(self._instants, start)
        for place, fact in enumerate(self.within(start, end), first):
            if isinstance(fact.what, kinds):
                edition = self.edition(fact.at + _INSTANT)
                yield fact, self._after(place, edition), self._after(place + 1, edition)

    def _after(self, count: int, edition: Contract) -> Anomaly:
        key = (count, id(edition))
        if key not in self._folded:
            self._folded[key] = fold(self.ordered[:count], self.opening, edition)
        return self._folded[key]
