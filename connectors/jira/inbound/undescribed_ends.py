"""Finds the status by which Jira ends an issue, where the contract does not say what it means."""

import re

from connectors.contracts.yaml_words import MEANINGS
from connectors.jira.inbound import scope, statuses
from connectors.jira.inbound.jira_event import IssueEvent
from connectors.parsed_delivery import Claim
from rules.contract import Contract, JiraMeaning

_PLAIN = re.compile(r"[^\W\d][\w '’/-]*")


def status(heard: Claim, contract: Contract) -> str:
    """The name of such a status, put or arrived in by the event of a claim; "" where there is none."""
    event = heard.said
    if not isinstance(event, IssueEvent) or event.own or event.deletion:
        return ""
    moved = event.creation or any(change.field == statuses.FIELD for change in event.changes)
    return standing(event, contract) if moved else ""


def standing(event: IssueEvent, contract: Contract) -> str:
    """The name of such a status, in which the issue of an event stands; "" where there is none."""
    issue = event.issue
    ours = scope.covered(issue.project, contract) and not scope.is_other(issue, contract)
    ends = issue.category == statuses.DONE and bool(issue.status)
    return issue.status.name if ours and ends and statuses.meaning(issue.status, contract) is None else ""


def line(name: str, contract: Contract) -> str:
    """The line that the contract needs, in its own language; most such statuses end what is not repaired."""
    written = name if _PLAIN.fullmatch(name) else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{written}: {MEANINGS.spelling(JiraMeaning.CANCELLED, contract.language)}"
