"""Builds Jira field values from Vigie's names, in the shape of each field type."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from connectors.jira.outbound.field_types import Kind, line, shaped, text
from rules.anomaly.state import Anomaly
from rules.contract import Contract, Criticality
from rules.effects import Written

SUMMARY, PRIORITY, ASSIGNEE = "summary", "priority", "assignee"


def created(contract: Contract, anomaly: Anomaly, description: str, label: str) -> dict[str, Any]:
    """The fields of a new issue, in the contract's first project and of its first issue type."""
    fields: dict[str, Any] = {
        "project": {"key": contract.jira.projects[0]},
        "issuetype": {"name": contract.jira.issue_types[0]},
        SUMMARY: line(anomaly.title) or anomaly.name,
        "description": text(description),
        "labels": [label],
    }
    return fields | (_priority(anomaly.criticality.value, contract) if anomaly.criticality else {})


def edited(values: Mapping[str, Written], contract: Contract, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """Our values (`title`, `priority`, and those that the contract maps to a field) as Jira fields.

    What maps to nothing is left out; `kinds` are the fields' by id.
    """
    sent: dict[str, Any] = {}
    for name, value in values.items():
        match name, value:
            case "title", str():
                sent |= {SUMMARY: line(value)} if line(value) else {}
            case "priority", str():
                sent |= _priority(value, contract)
            case _ if field := contract.jira.fields.get(name):
                sent[field] = shaped(value, kinds.get(field, Kind.LINE), ZoneInfo(contract.zone))
    return sent


def mapped(values: Mapping[str, Written], contract: Contract) -> tuple[str, ...]:
    """The Jira fields whose type must be known to write these values."""
    return tuple(field for name in values if (field := contract.jira.fields.get(name)))


def _priority(level: str, contract: Contract) -> dict[str, Any]:
    wanted = Criticality(level)
    name = next((name for name, meant in contract.jira.priorities.items() if meant is wanted), None)
    return {PRIORITY: {"name": name}} if name else {}
