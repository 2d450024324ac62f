"""From facts to the anomaly: each fact applied in the order in which it happened, whatever the order of its arrival."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from rules import events
from rules.anomaly.lifecycle import BY_EVENT, Missing, missing
from rules.anomaly.state import Anomaly, changed
from rules.contract import Contract, Side
from rules.events import Fact, Happening, System
from rules.fold.answering import informed
from rules.fold.frozen_clocks import at_rest
from rules.fold.presence import shown
from rules.fold.steps import STEPS, in_charge

STATUSES = (
    events.DiagnosisStarted,
    events.WorkStarted,
    events.Delivered,
    events.Accepted,
    events.Refused,
    events.Deployed,
    events.Closed,
    events.Reopened,
    events.Paused,
    events.Resumed,
)
"""What a Jira status can say."""

FORWARD = (
    events.DiagnosisStarted,
    events.WorkStarted,
    events.Delivered,
    events.Accepted,
    events.Deployed,
    events.Closed,
)
"""Those that lead on: shown too early they may still come true. An end of waiting or a reopening may not."""

_STARTS, _RESUMES, _REST, _PAUSES, _STOPS, _CANCELS = range(6)
_RANK: Mapping[type[Happening], int] = {
    events.TicketRemoved: _CANCELS,
    events.Declassified: _CANCELS,
    events.Taken: _STOPS,
    events.TakenOver: _STOPS,
    events.Assigned: _STOPS,
    events.WorkaroundDelivered: _STOPS,
    events.WorkaroundValidated: _STOPS,
    events.Delivered: _STOPS,
    events.Accepted: _STOPS,
    events.Deployed: _STOPS,
    events.Closed: _STOPS,
    events.Paused: _PAUSES,
    events.DescriptionRejected: _PAUSES,
    events.Resumed: _RESUMES,
    events.ClientAnswered: _RESUMES,
    events.Refused: _RESUMES,
    events.Reopened: _RESUMES,
    events.Raised: _STARTS,
}
_NO_ACT = (
    events.Informed,
    events.Raised,
    events.PersonalDataFound,
    events.NoPersonalData,
    events.ClientWarned,
)
_FIRST = (events.Detected, events.Raised, events.TicketAttached)


def order(fact: Fact) -> tuple[object, ...]:
    """The key that puts facts in order: by instant, then an anomaly's birth, then from the weakest to the strongest.

    Birth comes first among simultaneous facts, since nothing can be said of an anomaly that does not exist. Of the
    others the strongest has the last word: stop > pause > resume > start.
    """
    born = _FIRST.index(type(fact.what)) if isinstance(fact.what, _FIRST) else len(_FIRST)
    return (fact.at, born, _RANK.get(type(fact.what), _REST), fact.id)


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
    anomaly = shown(anomaly, fact, contract)
    move = BY_EVENT.get(type(fact.what))
    if move and (against := missing(anomaly, move, fact.by, fact.what, fact.source.system)):
        return _pending(anomaly, fact, against)
    after = STEPS[type(fact.what)](anomaly, fact, cast("Any", fact.what), contract)
    if anomaly.pending and _overtakes(fact, anomaly.pending):
        after = changed(after, pending=None)
    if move and fact.by.human and fact.by.side is Side.PROVIDER and not isinstance(fact.what, events.Snoozed):
        after = informed(_answered(after, fact), fact, contract)
        # Words to the client are a reply, and reporting is no answer; taking charge asks for an act on the anomaly.
        return after if isinstance(fact.what, _NO_ACT) else in_charge(after, fact)
    return after


def _answered(anomaly: Anomaly, fact: Fact) -> Anomaly:
    """Whatever a named human of the provider does answers the alerts that were given."""
    return changed(anomaly, answered_at=fact.at) if anomaly.unanswered else anomaly


def _overtakes(fact: Fact, pending: Fact) -> bool:
    """Whether Jira has moved on since, or what was pending has come true."""
    moved_on = fact.source.system is System.JIRA and isinstance(fact.what, STATUSES)
    return moved_on or type(fact.what) is type(pending.what)


def _pending(anomaly: Anomaly, fact: Fact, against: tuple[Missing, ...]) -> Anomaly:
    """A status that Jira shows too early is kept in mind; one that asks for the wrong person, or again, is not."""
    early = fact.source.system is System.JIRA and isinstance(fact.what, FORWARD) and not fact.ordered
    if early and not any(one.already or one.code == "role" for one in against):
        return changed(anomaly, pending=fact)
    return anomaly
