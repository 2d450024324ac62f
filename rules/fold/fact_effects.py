"""Tells for each fact what it changed, or why it changed nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rules.anomaly.lifecycle import BY_EVENT, Missing
from rules.anomaly.state import Anomaly, changed
from rules.contract import Contract
from rules.events import Fact
from rules.fold.folding import apply, order
from rules.fold.obstacles import obstacles, unknown


class Worth(StrEnum):
    """Whether a fact counted; NOTED is one that the lifecycle does not judge, and that moved nothing."""

    COUNTED = "counted"
    IDLE = "idle"
    PENDING = "pending"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact in its turn; `against` is what stood in its way then, empty where nothing did.

    `unknown` is what nobody can tell of a status that stands as Jira shows it.
    """

    fact: Fact
    worth: Worth
    against: tuple[Missing, ...] = ()
    unknown: tuple[Missing, ...] = ()


def account(facts: Iterable[Fact], opening: Anomaly, contract: Contract) -> tuple[Entry, ...]:
    """Every fact in the order in which the fold counts it; `opening` is the anomaly before the first."""
    entries: list[Entry] = []
    anomaly = opening
    for fact in sorted({fact.id: fact for fact in facts}.values(), key=order):
        entry, anomaly = _judged(fact, anomaly, contract)
        entries.append(entry)
    return tuple(_awaited(entry, anomaly) for entry in entries)


def _judged(fact: Fact, before: Anomaly, contract: Contract) -> tuple[Entry, Anomaly]:
    move = BY_EVENT.get(type(fact.what))
    against = obstacles(before, fact)
    after = apply(before, fact, contract)
    if changed(before, pending=None) != changed(after, pending=None):
        return Entry(fact, Worth.COUNTED, unknown=unknown(before, fact)), after
    return Entry(fact, Worth.IDLE if move else Worth.NOTED, against), after


def _awaited(entry: Entry, last: Anomaly) -> Entry:
    """A status shown too early still waits only if nothing has overtaken it since."""
    waits = last.pending is not None and last.pending.id == entry.fact.id
    return Entry(entry.fact, Worth.PENDING, entry.against) if waits else entry
