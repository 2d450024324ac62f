"""Reads the state in which an issue arrives: it says as much as a move to that state would."""

from dataclasses import replace
from datetime import datetime, timedelta

from connectors.jira.inbound import changes, identities, scope, statuses
from connectors.jira.inbound.jira_event import Change, IssueEvent
from connectors.jira.inbound.jira_people import actor
from rules.contract import Contract, JiraMeaning
from rules.events import Actor, Fact, Source, Standing, System

_ENTERING = tuple(type(happening) for _, happening in statuses.ENTERING)
# A workflow may begin in a working status, which nobody put; a refusal is that of a delivery.
_SAYS_NOTHING = frozenset({JiraMeaning.DIAGNOSIS, JiraMeaning.RESOLUTION, JiraMeaning.REFUSED})
_JUST_BEFORE = timedelta(microseconds=1)


def born(event: IssueEvent, contract: Contract, at: datetime, by: Actor) -> tuple[Fact, ...]:
    """The status in which an issue became the contract's at an instant; none where that status says nothing.

    An issue that was closed elsewhere keeps the instant of its resolution. The status of one that is first heard of
    midway holds from just before that, since nobody knows its earlier ones.
    """
    identity = identities.arrived(event.site, event.issue.id)
    if event.creation or scope.becomes(event, contract):
        return _stated(event, contract, identity, _since(event, contract, at), by)
    return _stated(event, contract, identity, max(at, event.at - _JUST_BEFORE), by)


def back(event: IssueEvent, contract: Contract, told: tuple[Fact, ...], *, returned: bool = False) -> tuple[Fact, ...]:
    """The status in which a known anomaly comes back to the contract, unless the event's changelog `told` it.

    `returned` says that it does, where the event itself does not show it. A cause or an answer that was written in
    another project may be another client's, as its title may.
    """
    if scope.is_other(event.issue, contract) or not (returned or scope.becomes(event, contract)):
        return ()
    if any(isinstance(fact.what, _ENTERING) for fact in told):
        return ()
    changelog = event.changelog or identities.stamp(event.at)
    identity = identities.changed(event.site, event.issue.id, changelog, "arrival")
    if returned or scope.comes_in(event, contract):
        event = replace(event, issue=replace(event.issue, custom={}))
    return _stated(event, contract, identity, event.at, actor(event.by, contract))


def stated(event: IssueEvent, contract: Contract, told: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """The same facts, the statuses of an issue that comes in being Jira's to say: no lifecycle led to them here."""
    if not scope.becomes(event, contract):
        return told
    return tuple(
        replace(fact, source=replace(fact.source, standing=Standing.PAST)) if isinstance(fact.what, _ENTERING) else fact
        for fact in told
    )


def _since(event: IssueEvent, contract: Contract, at: datetime) -> datetime:
    """The instant of the arrival, or that of the resolution of what was closed elsewhere."""
    closed = statuses.meaning(event.issue.status, contract) in statuses.ENDED
    resolved = event.issue.resolved if event.creation and closed else None
    return max(at, resolved) if resolved is not None else at


def _stated(event: IssueEvent, contract: Contract, identity: str, at: datetime, by: Actor) -> tuple[Fact, ...]:
    """The present status, where no change of the same event says how it was entered."""
    moves = () if event.creation else (one for one in event.changes if one.field == statuses.FIELD)
    if any(_says_it(change, event, contract) for change in moves):
        return ()
    means = statuses.meaning(event.issue.status, contract)
    entered = statuses.entering(None, means)
    if entered is None or means in _SAYS_NOTHING:
        return ()
    source = Source(System.JIRA, f"ticket {event.issue.key}", Standing.ARRIVAL)
    what = changes.completed(entered, replace(event, remark=None), contract, event.issue.status.name)
    return (Fact(identity, at, by, source, what),)


def _says_it(change: Change, event: IssueEvent, contract: Contract) -> bool:
    """Whether a change of status needs no word of ours: one between projects may keep what the status means."""
    before, after = statuses.meaning(change.left, contract), statuses.meaning(change.entered, contract)
    return statuses.entering(before, after) is not None or not scope.becomes(event, contract)
