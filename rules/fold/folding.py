"""Fold facts into the anomaly, in the order in which they happened, whatever the order of their arrival."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rules.anomaly.lifecycle import BY_EVENT, Missing
from rules.anomaly.state import Anomaly, changed
from rules.contract import Contract, Side
from rules.events import DuplicateOf, Fact, Standing, System
from rules.fold.answering import informed
from rules.fold.frozen_clocks import at_rest
from rules.fold.kinds import Kind, Rank, kind_of
from rules.fold.obstacles import obstacles
from rules.fold.presence import is_foreign, shown
from rules.fold.steps import in_charge
from rules.fold.waiting import follows_a_notice
from rules.fold.waiting_moves import NONE, Granted, ready, still_waiting, undone, without_granted

Order = tuple[datetime, Rank, str]


def order(fact: Fact) -> Order:
    """The key that puts facts in order: by instant, then by the rank of their kind, then by identity."""
    return (fact.at, kind_of(fact.what).rank, fact.id)


def fold(facts: Iterable[Fact], opening: Anomaly, contract: Contract) -> Anomaly:
    """The anomaly after all its facts, each counted once; `opening` is what it was before the first.

    Where the contract's file was edited, what happened before is counted as the file says now, save for the clocks that
    had ended by then: they rest as the old text left them.
    """
    ordered = in_order(facts)
    return _walk(ordered, opening, contract, granted(ordered, opening, contract))


def in_order(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Each fact once, in order."""
    return tuple(sorted({fact.id: fact for fact in facts}.values(), key=order))


def granted(ordered: Sequence[Fact], opening: Anomaly, contract: Contract) -> Granted:
    """The moves that had to wait, and count since nothing is missing for them any more.

    Each grant makes the history be read again from its first fact: what happened in between is judged with it.
    """
    grants = NONE
    while True:
        place, waited = _first_ready(ordered, opening, contract, grants)
        if waited is None:
            return grants
        own = grants.at_its_instant(waited)
        again = waited.id in grants.own
        grants = (
            own
            if not (again or _ends_what_repeats(ordered[place]))
            and _stands(waited, ordered[: place + 1], opening, contract, own)
            else grants.after(ordered[place], waited)
        )


def _ends_what_repeats(cause: Fact) -> bool:
    """Whether a fact says only now that the closing before it repaired nothing."""
    return isinstance(cause.what, DuplicateOf)


def _stands(waited: Fact, ordered: Sequence[Fact], opening: Anomaly, contract: Contract, grants: Granted) -> bool:
    """Whether a move, counted at its own instant, leaves the last fact what it was, and is not undone by it."""
    *others, cause = ordered
    before = _walk(others, opening, contract, grants)
    after, counted = _step(before, cause, contract, grants)
    return counted and not undone(waited, before, after)


def _first_ready(
    ordered: Sequence[Fact], opening: Anomaly, contract: Contract, grants: Granted
) -> tuple[int, Fact | None]:
    """The place of the first fact after which a waiting move may count, and that move; None where none may."""
    anomaly, edited = opening, _edited(ordered, contract)
    for place, fact in enumerate(ordered):
        if place == edited:
            anomaly = _rested(anomaly, ordered[:edited], opening, contract)
        anomaly = apply(anomaly, fact, contract, grants)
        if anomaly.pending and (waited := ready(anomaly)):
            return place, waited
    return len(ordered), None


def _walk(ordered: Sequence[Fact], opening: Anomaly, contract: Contract, grants: Granted) -> Anomaly:
    anomaly, edited = opening, _edited(ordered, contract)
    for place, fact in enumerate(ordered):
        if place == edited:
            anomaly = _rested(anomaly, ordered[:edited], opening, contract)
        anomaly = apply(anomaly, fact, contract, grants)
    return _rested(anomaly, ordered, opening, contract) if edited == len(ordered) else anomaly


def _edited(ordered: Sequence[Fact], contract: Contract) -> int:
    """How many facts come before the last edit of the contract's file; -1 where it was never edited."""
    if contract.previous is None or contract.since is None:
        return -1
    return sum(fact.at < contract.since for fact in ordered)


def _rested(anomaly: Anomaly, past: Sequence[Fact], opening: Anomaly, contract: Contract) -> Anomaly:
    if contract.previous is None or contract.since is None:
        return anomaly
    return at_rest(anomaly, fold(past, opening, contract.previous), contract, contract.since)


def apply(anomaly: Anomaly, fact: Fact, contract: Contract, grants: Granted = NONE) -> Anomaly:
    """The anomaly after one more fact.

    Of one whose preconditions do not hold, only this is kept: a named human of the provider acted on the anomaly.
    """
    after, _ = _step(anomaly, fact, contract, grants)
    for late in grants.behind.get(fact.id, ()):
        after, _ = _step(after, late, contract, NONE)
    return after


def _step(anomaly: Anomaly, fact: Fact, contract: Contract, grants: Granted) -> tuple[Anomaly, bool]:
    """The anomaly after a fact alone, and whether the fact was allowed to change anything."""
    kind = kind_of(fact.what)
    if is_foreign(anomaly, fact) or follows_a_notice(anomaly, fact):
        return anomaly, False
    if kind.proves:
        anomaly = shown(anomaly, fact, contract)
    move = BY_EVENT.get(kind.event)
    against = obstacles(anomaly, fact)
    if against and fact.id in grants.own:
        against = without_granted(against)
    if against:
        after = _acted(anomaly, fact, kind)
        return (after if fact.id in grants.moved else _queued(after, fact, against)), False
    after = kind.step(anomaly, fact, fact.what, contract)
    if anomaly.pending:
        after = still_waiting(anomaly, after, fact)
    return (_credited(after, fact, kind, contract) if move and _from_the_provider(fact) else after), True


def _from_the_provider(fact: Fact) -> bool:
    named = fact.by.human and fact.by.side is Side.PROVIDER
    return named and fact.source.standing is not Standing.ARRIVAL


def _credited(after: Anomaly, fact: Fact, kind: Kind, contract: Contract) -> Anomaly:
    """The credit of a named human of the provider: an answer to alerts, information to the client, or taking charge."""
    if kind.answers:
        after = _answered(after, fact)
    if kind.informs:
        after = informed(after, fact, contract)
    return in_charge(after, fact) if kind.act else after


def _answered(anomaly: Anomaly, fact: Fact) -> Anomaly:
    return changed(anomaly, answered_at=fact.at) if anomaly.unanswered else anomaly


def _acted(anomaly: Anomaly, fact: Fact, kind: Kind) -> Anomaly:
    """A move that may not be made yet tells the client nothing; that somebody of the provider made it is still true."""
    if anomaly.gone or not kind.act or not _from_the_provider(fact):
        return anomaly
    return in_charge(_answered(anomaly, fact) if kind.answers else anomaly, fact)


def _queued(anomaly: Anomaly, fact: Fact, against: tuple[Missing, ...]) -> Anomaly:
    """A status that Jira shows too early waits behind the others; one by the wrong role, or made already, does not."""
    early = fact.source.system is System.JIRA and kind_of(fact.what).leads_on and not fact.ordered
    if not early or any(one.already or one.code == "role" for one in against):
        return anomaly
    kept = still_waiting(anomaly, anomaly, fact) if anomaly.pending else anomaly
    return changed(kept, pending=(*kept.pending, fact))
