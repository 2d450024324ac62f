"""Reads the support level of an issue: from its field, a label just put on it, or the group of its new assignee."""

import re

from connectors.jira.inbound.jira_event import Change, Issue
from connectors.parsed_delivery import Ignored
from connectors.wording import said
from rules.contract import Contract, Person, SupportLevel
from rules.events import LevelChanged
from rules.people.support_teams import level_of

FIELD = "support_level"
_LEVEL = re.compile(r"\b(?:n|l|niveau|level) ?([123])\b", re.IGNORECASE)


def of_field(change: Change, contract: Contract) -> LevelChanged | Ignored:
    """The level that the mapped field says; emptied, or holding a level that the contract has not, it says nothing."""
    level = named(change.after)
    return _reached(level, contract) or Ignored(said("inbound.level_undescribed", level=change.after))


def of_labels(change: Change, contract: Contract) -> LevelChanged | None:
    """The level that a label just put on the issue brings it to; None where none does."""
    if contract.support is None:
        return None
    added = (label for label in change.after.split() if label not in change.before.split())
    found = (contract.support.labelled(label) for label in added)
    return next((LevelChanged(level) for level in found if level is not None), None)


def of_assignee(person: Person, project: str, contract: Contract) -> LevelChanged | None:
    """The level of whom the issue was given to, where the contract follows assignments."""
    if contract.support is None or not contract.support.by_assignment:
        return None
    return _reached(level_of(contract, person, project), contract)


def at_birth(issue: Issue, contract: Contract) -> LevelChanged | None:
    """The level with which an issue is created, where it is not the one at which anomalies are raised."""
    if contract.support is None:
        return None
    level = named(issue.custom.get(contract.jira.fields.get(FIELD, ""), ""))
    labelled = (contract.support.labelled(label) for label in issue.labels)
    level = level or next((one for one in labelled if one is not None), None)
    found = _reached(level, contract)
    return found if found and found.level is not contract.support.start else None


def named(text: str) -> SupportLevel | None:
    """The level that a text names: N2, niveau 2, level 2."""
    found = _LEVEL.search(text)
    return SupportLevel(f"N{found[1]}") if found else None


def _reached(level: SupportLevel | None, contract: Contract) -> LevelChanged | None:
    has = level is not None and contract.support is not None and level in contract.support.named
    return LevelChanged(level) if level is not None and has else None
