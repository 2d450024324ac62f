"""Fold facts into the anomaly, in the order in which they happened, whatever the order of their arrival."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rules.anomaly.lifecycle import BY_EVENT, Missing
from rules.anomaly.state import Anomaly, changed
from rules.contract import Contract, Side
from rules.events import Fact, Standing, System
from rules.fold.answering import informed
from rules.fold.frozen_clocks import at_rest
from rules.fold.kinds import Kind, Rank, kind_of
from rules.fold.obstacles import obstacles
from rules.fold.presence import shown
from rules.fold.steps import in_charge

Order = tuple[datetime, Rank, str]


def order(fact: Fact) -> Order:
    """The key that puts facts in order: by instant, then by the rank of their kind, then by identity."""
    return (fact.at, kind_of(fact.what).rank, fact.id)


def fold(facts: Iterable[Fact], opening: Anomaly, contract: Contract) -> Anomaly:
    """The anomaly after all its facts, each counted once; `opening` is what it was before the first.

    Where the contract's file was edited, what happened before is counted as the file says now, save for the clocks that
    had ended by then: they rest as the old text left them.
    """
    return _fold(sorted({fact.id: fact for fact in facts}.values(), key=order), opening, contract)


def _fold(ordered: Sequence[Fact], opening: Anomaly, contract: Contract) -> Anomaly:
    anomaly, rest = opening, ordered
    if contract.previous and contract.since:
        past, rest = _split(ordered, contract.since)
        for fact in past:
            anomaly = apply(anomaly, fact, contract)
        anomaly = at_rest(anomaly, _fold(past, opening, contract.previous), contract, contract.since)
    for fact in rest:
        anomaly = apply(anomaly, fact, contract)
    return anomaly


def _split(ordered: Sequence[Fact], since: datetime) -> tuple[Sequence[Fact], Sequence[Fact]]:
    place = sum(fact.at < since for fact in ordered)
    return ordered[:place], ordered[place:]


def apply(anomaly: Anomaly, fact: Fact, contract: Contract) -> Anomaly:
    """The anomaly after one more fact, unchanged when the fact's preconditions do not hold."""
    kind = kind_of(fact.what)
    if kind.proves:
        anomaly = shown(anomaly, fact, contract)
    move = BY_EVENT.get(kind.event)
    if move and (against := obstacles(anomaly, fact)):
        return _pending(anomaly, fact, against)
    after = kind.step(anomaly, fact, fact.what, contract)
    if anomaly.pending and _overtakes(fact, anomaly.pending):
        after = changed(after, pending=None)
    return _credited(after, fact, kind, contract) if move and _from_the_provider(fact) else after


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


def _overtakes(fact: Fact, pending: Fact) -> bool:
    """Whether Jira has moved on since, or what was pending has come true."""
    moved_on = fact.source.system is System.JIRA and kind_of(fact.what).status
    return moved_on or type(fact.what) is type(pending.what)


def _pending(anomaly: Anomaly, fact: Fact, against: tuple[Missing, ...]) -> Anomaly:
    """A status that Jira shows too early is remembered; one by the wrong role, or made already, is not."""
    early = fact.source.system is System.JIRA and kind_of(fact.what).leads_on and not fact.ordered
    if early and not any(one.already or one.code == "role" for one in against):
        return changed(anomaly, pending=fact)
    return anomaly
