"""What an issue event means under a contract: facts of the anomaly, or the name under which it is ignored."""

from connectors.heard import Ignored
from connectors.jira import changes, identities, spoken
from connectors.jira.accounts import actor
from connectors.jira.changes import Told
from connectors.jira.event import Change, IssueEvent, Remark
from connectors.jira.spelling import same
from rules import events
from rules.contract import Contract, Criticality, Side
from rules.events import Actor, Fact, Source, System, Template

ECHO = "jira: écho de Vigie"


def facts(event: IssueEvent, contract: Contract, known: bool) -> Told:
    """The facts of an event; `known` says whether the anomaly exists already.

    An anomaly not known yet is first raised as its issue was created, then told what the event itself says. The
    fields of a creation are the issue's birth, told by `Raised` alone: a default assignee has not taken charge.
    """
    outside = _outside(event, contract, known)
    if outside:
        return Ignored(outside)
    born = _birth(event, contract) if event.creation or not known else ()
    said = () if event.creation else _said(event, contract)
    if isinstance(said, Ignored):
        return born or said
    return (*born, *said)


def _outside(event: IssueEvent, contract: Contract, known: bool) -> str:
    """Why the event is none of the contract's business; empty when it is."""
    issue, jira = event.issue, contract.jira
    if event.own and not event.creation:
        return ECHO
    if issue.type and jira.issue_types and not any(same(issue.type, known_type) for known_type in jira.issue_types):
        return "jira: type hors contrat"
    if known:
        return ""
    if issue.project and issue.project.upper() not in (key.upper() for key in jira.projects):
        return "jira: projet hors contrat"
    # Without its creation date an issue cannot be raised at the right instant: another event will tell it whole.
    whole = issue.created and issue.type and issue.key
    return "" if whole else "jira: ticket encore inconnu, décrit en partie"


def _birth(event: IssueEvent, contract: Contract) -> tuple[Fact, ...]:
    issue = event.issue
    at, by = issue.created or event.at, actor(issue.reporter or event.by, contract)
    source = Source(System.JIRA, f"ticket {issue.key}")
    attached = Fact(
        identities.attached(event.site, issue.id),
        at,
        by,
        source,
        events.TicketAttached(event.site, issue.id, issue.key),
    )
    if issue.reserved:
        return (attached,)
    first = _before(event, "priority", issue.priority)
    level = changes.criticality(first, contract) or Criticality.MAJEURE
    title = _before(event, "summary", issue.title)
    raised = events.Raised(title, level, Template(observed=issue.description))
    return (Fact(identities.raised(event.site, issue.id), at, by, source, raised), attached)


def _before(event: IssueEvent, field: str, now: str) -> str:
    """What a field held at birth as far as the event can tell: what it had before the event changed it."""
    if event.creation:
        return now
    return next((change.before for change in event.changes if change.field == field and change.before), now)


def _said(event: IssueEvent, contract: Contract) -> Told:
    told = [changes.told(event, change, contract) for change in event.changes or _assigned(event)]
    if event.remark:
        told.append(_remark(event, event.remark, contract))
    if event.attachment:
        told.append(changes.told(event, _filed(event), contract))
    facts = tuple(fact for one in told if not isinstance(one, Ignored) for fact in one)
    ignored = [one for one in told if isinstance(one, Ignored)]
    return facts or next(iter(ignored), Ignored("jira: rien n'a changé"))


def _assigned(event: IssueEvent) -> tuple[Change, ...]:
    """An assignment may come without its changelog: the issue then tells whose it is."""
    who = event.issue.assignee
    return (Change("assignee", "assignee", after=who.name, target=who.ids),) if event.assignment and who else ()


def _filed(event: IssueEvent) -> Change:
    return Change("attachment", "attachment", after=event.attachment, target=(event.attachment,))


def _remark(event: IssueEvent, remark: Remark, contract: Contract) -> Told:
    who = remark.by or event.by
    by = actor(who, contract)
    if by.roles and spoken.is_order(remark.text):
        return _order(event, remark, by, contract)
    if by.side is Side.PROVIDER and not event.own:
        return _informed(event, remark, by)
    found = changes.answered(event, who, contract, remark.text)
    if isinstance(found, Ignored):
        return found
    identity = identities.commented(event.site, remark.id, remark.at)
    return (Fact(identity, remark.at, by, Source(System.JIRA, f"commentaire {remark.id}"), found),)


def _informed(event: IssueEvent, remark: Remark, by: Actor) -> Told:
    """What the provider writes where the client reads it informs the client; rewording it does not do so again."""
    if not remark.public:
        return Ignored("jira: commentaire interne du prestataire")
    if remark.created is None:
        return Ignored("jira: commentaire du prestataire modifié")
    identity = identities.commented(event.site, remark.id, remark.created)
    source = Source(System.JIRA, f"commentaire {remark.id}")
    return (Fact(identity, remark.created, by, source, events.Informed(remark.text)),)


def _order(event: IssueEvent, remark: Remark, by: Actor, contract: Contract) -> Told:
    """A step is made once, when its order is written: rewording it makes no second one."""
    if remark.created is None:
        return spoken.EDITED
    found = spoken.ordered(remark.text, event.issue.key, contract)
    if isinstance(found, Ignored):
        return found
    identity = f"{identities.commented(event.site, remark.id, remark.created)}:{found.kind}"
    return (Fact(identity, remark.created, by, Source(System.JIRA, f"commentaire {remark.id}"), found),)
