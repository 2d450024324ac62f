"""Translates an issue event under a contract: into facts, or into the name of its ignore."""

from dataclasses import replace

from connectors.jira.inbound import arrivals, changes, comment_orders, departures, identities, level_changes, scope
from connectors.jira.inbound.changes import Told
from connectors.jira.inbound.choices import Choice
from connectors.jira.inbound.jira_event import Change, IssueEvent, Remark
from connectors.jira.inbound.jira_people import actor
from connectors.parsed_delivery import Ignored, Stand
from connectors.wording import said
from rules import events
from rules.contract import Contract, Criticality, Side
from rules.events import Actor, Fact, Source, System, Template

# The keys of the names under which an event is ignored.
ECHO = "inbound.echo"
NEVER_KNOWN = "inbound.deletion_of_unknown"
DELETED_SINCE = "inbound.deleted_since"

_BORN_WITH = frozenset({"summary", "priority"})  # what an issue that comes in is raised with


def facts(event: IssueEvent, contract: Contract, known: bool, stand: Stand = Stand.PRESENT) -> Told:
    """The facts of an event; `known` says whether the anomaly exists, `stand` where its issue was thought to be.

    Where it was thought to be out of sight, an event that tells nothing else tells that it exists.
    """
    if known and not scope.covered(event.issue.project, contract):
        return departures.left(event, contract, stand)
    told = _told(event, contract, known, stand)
    if known and stand is Stand.ELSEWHERE:
        return departures.returned(event, contract, () if isinstance(told, Ignored) else told)
    return (_shown(event, contract),) if stand is Stand.UNSEEN and isinstance(told, Ignored) else told


def _told(event: IssueEvent, contract: Contract, known: bool, stand: Stand) -> Told:
    """The facts of an event.

    An anomaly not known yet is first raised as its issue was created, then told what the event itself says. The
    fields of a creation are the issue's birth, told by `Raised` alone: a default assignee has not taken charge.
    """
    if event.deletion:
        return (_removed(event, contract),) if known else Ignored(said(NEVER_KNOWN))
    if event.hiding:
        return (_hidden(event, contract),) if known else Ignored(said(NEVER_KNOWN))
    outside = _outside(event, contract, known)
    if outside:
        return Ignored(said(outside))
    came = scope.comes_in(event, contract) or (stand is Stand.ELSEWHERE and not event.creation)
    born = _birth(event, contract, known, came) if event.creation or not known else ()
    rest = () if event.creation else _said(event, contract, known, came)
    if isinstance(rest, Ignored):
        return born or rest
    return (*born, *rest)


def _outside(event: IssueEvent, contract: Contract, known: bool) -> str:
    """The key of why the event is none of the contract's business; empty when it is."""
    issue = event.issue
    # Vigie neither moves nor retypes an issue: under its account, that is somebody else's doing.
    crossing = known and scope.crosses(event)
    if event.own and not event.creation and not crossing:
        return ECHO
    if scope.is_other(issue, contract) and not crossing:
        return "inbound.type_out_of_contract"
    if known:
        return ""
    if not scope.covered(issue.project, contract):
        return "inbound.project_out_of_contract"
    # Without its creation date an issue cannot be raised at the right instant: another event will tell it whole.
    whole = issue.created and issue.type and issue.key
    return "" if whole else "inbound.half_told"


def _shown(event: IssueEvent, contract: Contract) -> Fact:
    identity = identities.shown(event.site, event.issue.id, event.at)
    return Fact(identity, event.at, actor(event.by, contract), changes.source(event), events.TicketRestored())


def _hidden(event: IssueEvent, contract: Contract) -> Fact:
    identity = identities.hidden(event.site, event.issue.id, event.at)
    return Fact(identity, event.at, actor(None, contract), changes.source(event), events.TicketHidden())


def _removed(event: IssueEvent, contract: Contract) -> Fact:
    identity = identities.deleted(event.site, event.issue.id, event.at)
    return Fact(identity, event.at, actor(event.by, contract), changes.source(event), events.TicketRemoved())


def _birth(event: IssueEvent, contract: Contract, known: bool, came: bool) -> tuple[Fact, ...]:
    """The issue's own birth, or the event that made it one of the contract's: nothing was owed before.

    One that `came` from another project is raised as it came: what it was there is not the contract's business.
    """
    issue = event.issue
    made = came or (not event.creation and scope.becomes(event, contract))
    at = event.at if made else issue.created or event.at
    by = actor(issue.reporter or event.by, contract)
    source = Source(System.JIRA, f"ticket {issue.key}")
    attached = Fact(
        identities.attached(event.site, issue.id),
        at,
        by,
        source,
        events.TicketAttached(event.site, issue.id, issue.key),
    )
    # A label names an anomaly of ours; a clone has it too, and is an anomaly of its own.
    if issue.reserved and known:
        return (attached,)
    first_level = issue.level if came else _first(event, "priority", issue.level)
    level = changes.criticality(first_level, contract) or Criticality.MAJEURE
    title = issue.title if came else _before(event, "summary", issue.title)
    raised = events.Raised(title, level, Template(observed=issue.description))
    first = Fact(identities.raised(event.site, issue.id), at, by, source, raised)
    return (first, attached, *_levelled(event, contract, first), *arrivals.born(event, contract, at, by))


def _levelled(event: IssueEvent, contract: Contract, raised: Fact) -> tuple[Fact, ...]:
    """The support level that the issue bears as it is first heard of."""
    reached = level_changes.at_birth(event.issue, contract) if event.creation else None
    return (replace(raised, id=f"{raised.id}:level", what=reached),) if reached else ()


def _before(event: IssueEvent, field: str, now: str) -> str:
    """A field's value at creation, as far as the event shows: the value before its change."""
    if event.creation:
        return now
    return next((change.before for change in event.changes if change.field == field and change.before), now)


def _first(event: IssueEvent, field: str, now: Choice) -> Choice:
    """The value at creation of a field with a list, as far as the event shows."""
    if event.creation:
        return now
    return next((change.left for change in event.changes if change.field == field and change.left), now)


def _said(event: IssueEvent, contract: Contract, known: bool, came: bool) -> Told:
    # Of an issue that is something else (or that Vigie's own account touched), only how it became so is told.
    only_crossing = event.own or scope.is_other(event.issue, contract)
    items = event.changes or _assigned(event)
    if only_crossing or not known:
        items = tuple(change for change in items if (change.field in scope.CROSSING) is known)
    if came and not known:
        items = tuple(change for change in items if change.field not in _BORN_WITH)
    told = [changes.told(event, change, contract) for change in items]
    if event.remark and not only_crossing:
        told.append(_remark(event, event.remark, contract))
    if event.attachment and not only_crossing:
        told.append(changes.told(event, _filed(event), contract))
    facts = tuple(fact for one in told if not isinstance(one, Ignored) for fact in one)
    ignored = [one for one in told if isinstance(one, Ignored)]
    facts = arrivals.stated(event, contract, facts)
    if known:
        facts = (*facts, *arrivals.back(event, contract, facts))
    return facts or next(iter(ignored), Ignored(said("inbound.nothing_changed")))


def _assigned(event: IssueEvent) -> tuple[Change, ...]:
    """An assignment may come without its changelog: the issue then tells whose it is."""
    who = event.issue.assignee
    return (Change("assignee", "assignee", after=who.name, target=who.ids),) if event.assignment and who else ()


def _filed(event: IssueEvent) -> Change:
    return Change("attachment", "attachment", after=event.attachment, target=(event.attachment,))


def _remark(event: IssueEvent, remark: Remark, contract: Contract) -> Told:
    who = remark.by or event.by
    by = actor(who, contract)
    if by.roles and comment_orders.is_order(remark.text):
        return _order(event, remark, by, contract)
    if by.side is Side.PROVIDER and not event.own:
        return _informed(event, remark, by)
    before = remark.written if remark.created is None else None
    found = changes.answered(event, who, contract, remark.text, before)
    if isinstance(found, Ignored):
        return found
    identity = identities.commented(event.site, remark.id, remark.at)
    return (Fact(identity, remark.at, by, Source(System.JIRA, f"commentaire {remark.id}"), found),)


def _informed(event: IssueEvent, remark: Remark, by: Actor) -> Told:
    """The information to the client in a comment that the client can read; an edited comment adds none."""
    if not remark.public:
        return Ignored(said("inbound.internal_comment"))
    if remark.automatic:
        return Ignored(said("inbound.automatic_reply"))
    if remark.created is None:
        return Ignored(said("inbound.comment_edited"))
    identity = identities.commented(event.site, remark.id, remark.created)
    source = Source(System.JIRA, f"commentaire {remark.id}")
    return (Fact(identity, remark.created, by, source, events.Informed(remark.text)),)


def _order(event: IssueEvent, remark: Remark, by: Actor, contract: Contract) -> Told:
    """A step is made once, when its order is written: rewording it makes no second one."""
    if remark.created is None:
        return Ignored(said(comment_orders.EDITED))
    found = comment_orders.ordered(remark.text, event.issue.key, contract)
    if isinstance(found, Ignored):
        return found
    identity = f"{identities.commented(event.site, remark.id, remark.created)}:{found.kind}"
    return (Fact(identity, remark.created, by, Source(System.JIRA, f"commentaire {remark.id}"), found),)
