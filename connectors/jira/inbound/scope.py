"""Decides whether an issue is the contract's anomaly, and what a change of type or project means."""

from collections.abc import Iterable
from dataclasses import replace

from connectors.jira.inbound.choices import Choice
from connectors.jira.inbound.jira_event import Change, Issue, IssueEvent
from connectors.jira.inbound.name_spelling import same
from connectors.parsed_delivery import Ignored
from connectors.wording import said
from rules import events
from rules.contract import Contract

TYPE, KEY = "issuetype", "key"
CROSSING = frozenset({TYPE, KEY, "project"})
"""The fields whose change can bring an issue into the contract, or take it out."""


def at_the_time(issue: Issue, changes: Iterable[Change]) -> Issue:
    """The issue under the key that the changes gave it: Jira may show one that has moved on since."""
    moved = next((change.after for change in changes if change.field == KEY and change.after), "")
    return replace(issue, key=moved, project=moved.rpartition("-")[0]) if moved else issue


def crosses(event: IssueEvent) -> bool:
    """Whether the event changes the issue's type or project."""
    return any(change.field in CROSSING for change in event.changes)


def changes_type(event: IssueEvent) -> bool:
    """Whether the event changes the issue's type."""
    return any(change.field == TYPE for change in event.changes)


def covered(project: str, contract: Contract) -> bool:
    """Whether a project is one of the contract's; what names none is not held against anybody."""
    return not project or project.upper() in {key.upper() for key in contract.jira.projects}


def on_site(site: str, contract: Contract) -> bool:
    """Whether a Jira site is the contract's."""
    return site == contract.jira.site


def held_by(site: str, project: str, contract: Contract) -> bool:
    """Whether a project of a site is the contract's; what names no project is nobody's."""
    return on_site(site, contract) and bool(project) and covered(project, contract)


def counted(kind: Choice, contract: Contract) -> bool:
    """Whether issues of a type are anomalies under the contract; all of them are, where it names no type."""
    types = contract.jira.issue_types
    return not types or kind.id in types or any(same(name, known) for name in kind.names for known in types)


def is_other(issue: Issue, contract: Contract) -> bool:
    """Whether the issue is no anomaly, by its type; types of other projects are not the contract's words."""
    return bool(issue.type) and covered(issue.project, contract) and not counted(issue.kind, contract)


def comes_in(event: IssueEvent, contract: Contract) -> bool:
    """Whether the event moves the issue into the contract's projects from elsewhere."""
    moved = next((change for change in event.changes if change.field == KEY), None)
    if moved is None or not covered(event.issue.project, contract):
        return False
    return bool(moved.before) and not covered(moved.before.rpartition("-")[0], contract)


def becomes(event: IssueEvent, contract: Contract) -> bool:
    """Whether the event is what makes the issue one of the contract's: before it, nothing was owed."""
    if not covered(event.issue.project, contract) or is_other(event.issue, contract):
        return False
    retyped = (change for change in event.changes if change.field == TYPE)
    return comes_in(event, contract) or any(not counted(one.left, contract) for one in retyped if one.left)


def kind(named: Choice, contract: Contract) -> events.Declassified | events.Reclassified:
    """The kind of an issue of the contract's projects, by its type."""
    return events.Reclassified(named.name) if counted(named, contract) else events.Declassified(named.name)


def retyped(
    event: IssueEvent, change: Change, contract: Contract
) -> events.Declassified | events.Reclassified | Ignored:
    """The fact of a changed type, for a known anomaly."""
    if not covered(event.issue.project, contract):
        return Ignored(said("inbound.type_elsewhere"))
    same_side = counted(change.left, contract) == counted(change.entered, contract)
    if not change.after or (same_side and not comes_in(event, contract)):
        return Ignored(said("inbound.type_as_before"))
    return kind(change.entered, contract)
