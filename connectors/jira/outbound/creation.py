"""Creates an issue once: Jira has no idempotent creation, so its label is searched before a retry."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import requests

from connectors.delivery_errors import NotNow
from connectors.jira.inbound.issue_keys import is_key, is_number
from connectors.jira.inbound.jira_payload import Json, mappings, string
from connectors.jira.outbound.connection import Connection
from connectors.jira.outbound.jira_refusals import Postponed, Refused, outcome

Reference = tuple[str, str]

INDEXING = timedelta(seconds=30)
OPTIONAL = frozenset({"priority", "reporter"})


@dataclass(frozen=True, slots=True)
class Made:
    """A new issue, and the fields that it was made without."""

    reference: Reference
    left_out: frozenset[str] = frozenset()


def create(connection: Connection, fields: dict[str, Any], optional: frozenset[str] = OPTIONAL) -> Made:
    """The new issue; `optional` fields that the project's creation screen lacks are left out.

    When nobody knows how it ended, NotNow asks for no less than `INDEXING`, so that the search sees what was written.
    """
    try:
        return Made(_post(connection, fields))
    except Refused as refused:
        unwelcome = refused.fields & fields.keys()
        if not unwelcome or refused.fields - optional:
            raise
    left = {name: value for name, value in fields.items() if name not in unwelcome}
    return Made(_post(connection, left), unwelcome)


def labelled(connection: Connection, project: str, label: str, reconcile: tuple[str, ...]) -> Reference | None:
    """The id and key of the first issue of a project with a label; None when the search sees none.

    The search lags behind what was just written; on Cloud it reads the issue ids of `reconcile` (at most 50) afresh.
    """
    jql = f"project = {json.dumps(project)} AND labels = {json.dumps(label)} ORDER BY created ASC"
    if connection.cloud():
        found = connection.get(
            "search/jql", jql=jql, fields="summary", maxResults=1, reconcileIssues=list(reconcile[:50])
        )
    else:
        found = connection.get("search", jql=jql, fields="summary", maxResults=1)
    first = next(iter(mappings(found, "issues")), None)
    return _reference(first) if first else None


def _post(connection: Connection, fields: dict[str, Any]) -> Reference:
    try:
        return _reference(connection.post("issue", {"fields": fields}))
    except Postponed as unsure:
        if unsure.undone:
            raise
        after = max(unsure.after or INDEXING, INDEXING)
        raise Postponed(unsure.why, after, rest=unsure.rest, undone=False) from None
    except (requests.RequestException, ValueError) as error:
        found = outcome(error)
        raise (NotNow(found.why, INDEXING) if isinstance(found, NotNow) else found) from None


def _reference(issue: Json) -> Reference:
    reference = string(issue, "id"), string(issue, "key")
    if not is_number(reference[0]) or not is_key(reference[1]):
        raise ValueError("an issue without an id or a key")
    return reference
