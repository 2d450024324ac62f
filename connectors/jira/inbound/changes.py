"""Reads each item of a changelog under a contract: one reader a field, in the table's order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from connectors.jira.inbound import comment_orders, identities, issue_links, level_changes, scope, statuses, wiki
from connectors.jira.inbound.choices import Choice
from connectors.jira.inbound.jira_event import Change, IssueEvent
from connectors.jira.inbound.jira_people import Account, actor, as_actor, person
from connectors.jira.inbound.name_spelling import described
from connectors.parsed_delivery import Ignored
from connectors.wording import said
from rules import events
from rules.contract import Contract, Criticality, JiraMeaning, Person, Side
from rules.events import Fact, Happening, Source, System

Told = tuple[Fact, ...] | Ignored
Teller = Callable[[IssueEvent, Change, Contract], Told]

_NEXT = timedelta(microseconds=1)


def told(event: IssueEvent, change: Change, contract: Contract) -> Told:
    """The facts of one item, or the name under which it is ignored."""
    if _is_field("cause", event, change, contract):
        found = wiki.read(change.after)
        return _fact(event, change, contract, events.CauseFound(found)) if found else _ignored(change)
    if _is_field(level_changes.FIELD, event, change, contract):
        reached = level_changes.of_field(change, contract)
        return reached if isinstance(reached, Ignored) else _fact(event, change, contract, reached)
    teller = dict(TELLERS).get(change.field)
    return teller(event, change, contract) if teller else _ignored(change)


def criticality(priority: Choice, contract: Contract) -> Criticality | None:
    """The criticality of a priority under the contract; None when it maps none to it."""
    return described(contract.jira.priorities, priority)


def source(event: IssueEvent) -> Source:
    """Where the change can be checked: the changelog entry, else the issue."""
    ref = f"changelog {event.changelog}" if event.changelog else f"ticket {event.issue.key or event.issue.id}"
    return Source(System.JIRA, ref)


def _ignored(change: Change) -> Ignored:
    return Ignored(said("inbound.custom_field") if change.custom else said("inbound.field", field=change.field))


def _fact(event: IssueEvent, change: Change, contract: Contract, what: Happening, detail: str = "") -> tuple[Fact]:
    changelog = event.changelog or identities.stamp(event.at)
    identity = identities.changed(event.site, event.issue.id, changelog, change.item + detail)
    return (Fact(identity, event.at, actor(event.by, contract), source(event), what),)


def _status(event: IssueEvent, change: Change, contract: Contract) -> Told:
    before, after = statuses.meaning(change.left, contract), statuses.meaning(change.entered, contract)
    # The category is that of the status which the issue has now: it says nothing of one that it only went through.
    shown = event.issue.status.id == change.entered.id != ""
    category = event.issue.category if shown else ""
    left, entered = _left(event, before, after, category, contract), statuses.entering(before, after)
    facts: list[Fact] = []
    if left:
        facts += _fact(event, change, contract, left, f":{left.kind}")
    if entered:
        facts += _fact(
            event, change, contract, completed(entered, event, contract, change.entered.name or change.after)
        )
    # Simultaneous facts are read stop > pause > resume: these two would be taken in the wrong order.
    if len(facts) > 1 and (isinstance(left, events.Reopened) or isinstance(entered, events.Paused)):
        facts[1] = replace(facts[1], at=event.at + _NEXT)
    if facts:
        return tuple(facts)
    return Ignored(said("inbound.status_without_effect") if after else statuses.undescribed(change.after, category))


def _left(
    event: IssueEvent, before: JiraMeaning | None, after: JiraMeaning | None, category: str, contract: Contract
) -> Happening | None:
    """The facts of leaving a status; a client that ends the wait answers by that."""
    left = statuses.leaving(before, after, category)
    if isinstance(left, events.Resumed) and before is JiraMeaning.WAITING_CLIENT and _is_client(event, contract):
        if event.remark is not None and event.remark.automatic:
            return events.AutomaticReply(_words(event, contract))
        return events.ClientAnswered(_words(event, contract))
    return left


def _is_client(event: IssueEvent, contract: Contract) -> bool:
    return actor(event.by, contract).side is Side.CLIENT


def _words(event: IssueEvent, contract: Contract) -> str:
    """The client's text on a move; the team is told only of the first of two answers."""
    remark = event.remark
    if remark is None or comment_orders.is_order(remark.text):
        return ""
    return remark.text if actor(remark.by, contract) == actor(event.by, contract) else ""


def completed(entered: Happening, event: IssueEvent, contract: Contract, status: str) -> Happening:
    """The fact with what the issue holds of a closing, or with what is asked in the words that came with a pause.

    What was cancelled or dropped is answered by the name of its `status`.
    """
    if isinstance(entered, events.Paused) and event.remark is not None and event.remark.public:
        return replace(entered, note=_words(event, contract))
    if not isinstance(entered, events.Closed):
        return entered
    held = event.issue.custom
    cause, answer = (wiki.read(held.get(contract.jira.fields.get(name, ""), "")) for name in ("cause", "answer"))
    if entered.unrepaired:
        return events.Closed(cause, answer or status, unrepaired=True)
    return events.Closed(cause, answer)


def _priority(event: IssueEvent, change: Change, contract: Contract) -> Told:
    level = criticality(change.entered, contract)
    if level is None:
        return Ignored(said("inbound.priority_undescribed", priority=change.after))
    return _fact(event, change, contract, events.Qualified(level, in_scope=None, reason=""))


def _assignee(event: IssueEvent, change: Change, contract: Contract) -> Told:
    if not change.target:
        return Ignored(said("inbound.unassigned"))
    who = event.issue.assignee
    if who is None or not set(change.target).intersection(who.ids):
        who = Account(change.target[0], change.target, change.after)
    named = None if who.app else person(who, contract)
    if named is None or not _is_provider(named):
        return Ignored(said("inbound.assigned_elsewhere"))
    given = _fact(event, change, contract, events.Assigned(as_actor(named)))
    reached = level_changes.of_assignee(named, event.issue.project, contract)
    return (*given, *_fact(event, change, contract, reached, ":level")) if reached else given


def _is_provider(named: Person) -> bool:
    return as_actor(named).side is Side.PROVIDER


def _summary(event: IssueEvent, change: Change, contract: Contract) -> Told:
    return _fact(event, change, contract, events.Retitled(change.after)) if change.after else _ignored(change)


def _labels(event: IssueEvent, change: Change, contract: Contract) -> Told:
    reached = level_changes.of_labels(change, contract)
    return _fact(event, change, contract, reached) if reached else _ignored(change)


def _attachment(event: IssueEvent, change: Change, contract: Contract) -> Told:
    if not change.after:
        return Ignored(said("inbound.attachment_removed"))
    found = answered(event, event.by, contract, "")
    if isinstance(found, Ignored):
        return found
    (fact,) = _fact(event, change, contract, found)
    known = identities.filed(event.site, change.target[0]) if change.target else fact.id
    return (replace(fact, id=known),)


def answered(
    event: IssueEvent, by: Account | None, contract: Contract, text: str, written: datetime | None = None
) -> events.ClientAnswered | events.AutomaticReply | Ignored:
    """The client's answer when `by` is on its side; otherwise ignored: nobody else's word resumes a clock.

    Neither does a machine's, which writes in its name while it is away; nor what was `written` before the question.
    """
    if event.own or actor(by, contract).side is not Side.CLIENT:
        return Ignored(said("inbound.not_the_client"))
    if event.remark is not None and event.remark.automatic:
        return events.AutomaticReply(text)
    return events.ClientAnswered(text, written=written)


def _moved(event: IssueEvent, change: Change, contract: Contract) -> Told:
    # A move has an item for the project and one for the key: the key tells it all, and only once.
    if change.field == "project" and any(other.field == "key" for other in event.changes):
        return Ignored(said("inbound.field", field=change.field))
    issue = event.issue
    key = change.after if change.field == scope.KEY and change.after else issue.key
    moved = _fact(event, change, contract, events.TicketAttached(event.site, issue.id, key))
    entered = scope.comes_in(event, contract) and not scope.changes_type(event)
    if not entered or not issue.type:
        return moved
    # Types are judged in the contract's projects: it may have become something else while it was elsewhere.
    return (*moved, *_fact(event, change, contract, scope.kind(issue.kind, contract), ":type"))


def _type(event: IssueEvent, change: Change, contract: Contract) -> Told:
    found = scope.retyped(event, change, contract)
    return found if isinstance(found, Ignored) else _fact(event, change, contract, found)


def _link(event: IssueEvent, change: Change, contract: Contract) -> Told:
    found = issue_links.changed(change, contract)
    return found if isinstance(found, Ignored) else _fact(event, change, contract, found)


def _is_field(name: str, event: IssueEvent, change: Change, contract: Contract) -> bool:
    field = contract.jira.fields.get(name, "")
    if change.field == field.casefold():
        return True
    # Data Center names a custom field in words and never by its id: its new value tells which one it is.
    unnamed = change.custom and not change.field.startswith("customfield_")
    return bool(unnamed and change.after) and event.issue.custom.get(field) == change.after


TELLERS: tuple[tuple[str, Teller], ...] = (
    (statuses.FIELD, _status),
    ("priority", _priority),
    ("assignee", _assignee),
    ("summary", _summary),
    ("labels", _labels),
    ("attachment", _attachment),
    ("key", _moved),
    ("project", _moved),
    ("issuetype", _type),
    ("link", _link),
)
