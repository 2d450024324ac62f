"""Tells that an issue left the contract's projects, or came back to them, whatever its changelog says of it."""

from connectors.jira.inbound import arrivals, identities, scope
from connectors.jira.inbound.jira_event import IssueEvent
from connectors.jira.inbound.jira_people import actor, person
from connectors.parsed_delivery import Ignored, Stand
from connectors.wording import said
from rules import events
from rules.contract import Contract
from rules.events import Actor, Fact, Source, System

ELSEWHERE = "inbound.elsewhere"
"""The key of the name under which what happens to a known issue in another project is ignored."""


def left(event: IssueEvent, contract: Contract, stand: Stand) -> tuple[Fact, ...] | Ignored:
    """That a known issue is in a project which is not the contract's; nothing else of it is the contract's business.

    Only people whom the contract names are named: others may be another client's.
    """
    if stand is Stand.ELSEWHERE:
        return Ignored(said(ELSEWHERE))
    told = _told_move(event)
    identity = (
        identities.changed(event.site, event.issue.id, told, "left")
        if told
        else identities.left(event.site, event.issue.id, event.at)
    )
    source = Source(System.JIRA, f"changelog {told}" if told else f"ticket {event.issue.id}")
    return (Fact(identity, event.at, _known(event, contract), source, events.MovedAway()),)


def returned(event: IssueEvent, contract: Contract, told: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """That a known issue is in a project of the contract again, before what the event `told` of it.

    What changed while it was elsewhere was not told: its type and its status hold as they are now. Its title stays the
    one from before, since words that were written there may be another client's.
    """
    issue, by, changelog = event.issue, _known(event, contract), _told_move(event)
    rest = tuple(fact for fact in told if not isinstance(fact.what, events.TicketAttached))
    source = Source(System.JIRA, f"ticket {issue.key or issue.id}")
    back = identities.returned(event.site, issue.id, event.at)
    if changelog:
        back = identities.changed(event.site, issue.id, changelog, "back")

    def fact(what: events.Happening, part: str = "") -> Fact:
        return Fact(back + part, event.at, by, source, what)

    now = [fact(events.MovedBack(issue.key))]
    if event.deletion or event.hiding:
        return (*now, *rest)
    kinds = {type(one.what) for one in rest}
    if issue.type and not kinds & {events.Declassified, events.Reclassified}:
        now.append(fact(scope.kind(issue.kind, contract), ":type"))
    return (*now, *rest, *arrivals.back(event, contract, rest, returned=True))


def _told_move(event: IssueEvent) -> str:
    """The changelog entry of the event, where that tells the move itself; "" where the event only shows it."""
    return event.changelog if any(change.field in (scope.KEY, "project") for change in event.changes) else ""


def _known(event: IssueEvent, contract: Contract) -> Actor:
    return actor(event.by if event.by and person(event.by, contract) else None, contract)
