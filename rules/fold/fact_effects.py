"""Tells for each fact what it changed, or why it changed nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rules.anomaly.lifecycle import BY_EVENT, Missing
from rules.anomaly.state import Anomaly, changed
from rules.contract import Contract
from rules.events import Fact
from rules.fold.folding import apply, granted, in_order
from rules.fold.obstacles import obstacles, unknown
from rules.fold.presence import is_foreign
from rules.fold.waiting_moves import Granted


class Worth(StrEnum):
    """Whether a fact counted; ACTED is one that did not, but by which its author took charge or answered.

    NOTED is one that the lifecycle does not judge, and that moved nothing.
    """

    COUNTED = "counted"
    ACTED = "acted"
    IDLE = "idle"
    PENDING = "pending"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact in its turn; `against` is what stood in its way then, empty where nothing did.

    `unknown` is what nobody can tell of a status that stands as Jira shows it. A `foreign` fact is of a
    time when the issue was in a project that is not the contract's, whose words are not for the contract's people.
    """

    fact: Fact
    worth: Worth
    against: tuple[Missing, ...] = ()
    unknown: tuple[Missing, ...] = ()
    foreign: bool = False


def account(facts: Iterable[Fact], opening: Anomaly, contract: Contract) -> tuple[Entry, ...]:
    """Every fact in the order in which the fold counts it; `opening` is the anomaly before the first."""
    entries: list[Entry] = []
    anomaly = opening
    ordered = in_order(facts)
    grants = granted(ordered, opening, contract)
    for fact in ordered:
        entry, anomaly = _judged(fact, anomaly, contract, grants)
        entries.append(entry)
    return tuple(_awaited(entry, anomaly) for entry in entries)


def _judged(fact: Fact, before: Anomaly, contract: Contract, grants: Granted) -> tuple[Entry, Anomaly]:
    move = BY_EVENT.get(type(fact.what))
    after = apply(before, fact, contract, grants)
    if is_foreign(before, fact):
        return Entry(fact, Worth.NOTED, foreign=True), after
    if fact.id in grants.own or fact.id in grants.moved:
        return Entry(fact, Worth.COUNTED), after
    # An issue that was thought to be deleted is there again by the fact itself.
    there = changed(before, absence=after.absence)
    against = obstacles(there, fact)
    if changed(before, pending=()) == changed(after, pending=()):
        return Entry(fact, Worth.IDLE if move else Worth.NOTED, against), after
    if against:
        return Entry(fact, Worth.ACTED, against), after
    return Entry(fact, Worth.COUNTED, unknown=unknown(before, fact)), after


def _awaited(entry: Entry, last: Anomaly) -> Entry:
    """A status shown too early still waits only if nothing has overtaken it since."""
    waits = any(one.id == entry.fact.id for one in last.pending)
    return Entry(entry.fact, Worth.PENDING, entry.against) if waits else entry
