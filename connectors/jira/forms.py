"""What Jira must be sent for what Vigie wants to say, within the lengths that Jira takes."""

from typing import Any

from connectors.jira.payload import clean
from rules.anomaly import Anomaly
from rules.contract import Contract, Criticality

LONGEST_LINE = 255
LONGEST_TEXT = 32_767


def created(contract: Contract, anomaly: Anomaly, description: str, label: str) -> dict[str, Any]:
    """The fields of a new issue, in the contract's first project and of its first issue type."""
    fields: dict[str, Any] = {
        "project": {"key": contract.jira.projects[0]},
        "issuetype": {"name": contract.jira.issue_types[0]},
        "summary": line(anomaly.title) or anomaly.name,
        "description": text(description),
        "labels": [label],
    }
    return fields | (edited("criticality", anomaly.criticality, contract) if anomaly.criticality else {})


def edited(field_name: str, value: str, contract: Contract) -> dict[str, Any]:
    """One of our values (`title`, `cause`, `answer`, `criticality`) as a Jira field; empty when nothing maps to it."""
    match field_name:
        case "title":
            return {"summary": line(value)} if line(value) else {}
        case "criticality":
            wanted = Criticality(value)
            name = next((name for name, level in contract.jira.priorities.items() if level is wanted), None)
            return {"priority": {"name": name}} if name else {}
        case _:
            field = contract.jira.fields.get(field_name)
            return {field: text(value)} if field else {}


def line(value: str) -> str:
    """The value on one line of at most 255 characters."""
    return _cut(" ".join(clean(value).split()), LONGEST_LINE)


def text(value: str) -> str:
    """The value in at most 32,767 characters, Jira's default limit."""
    return _cut(clean(value), LONGEST_TEXT)


def _cut(value: str, longest: int) -> str:
    return value if len(value) <= longest else value[: longest - 1] + "…"
