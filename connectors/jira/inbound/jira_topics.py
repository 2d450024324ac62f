"""Names the issues that a webhook is about when it is received, from its body alone."""

import json
from typing import Any

from connectors import topics
from connectors.jira.inbound import event_kinds
from connectors.jira.inbound.event_kinds import Reading
from connectors.jira.inbound.issue_links import linked
from connectors.jira.inbound.jira_issue import number, reservation
from connectors.jira.inbound.jira_payload import Json, Misshapen, mapping, string
from connectors.wording import said


def named(site: str, body: bytes) -> tuple[str, ...]:
    """The topics of a webhook from a site; none where it is about no issue, or cannot be read. Never raises."""
    try:
        payload: Any = json.loads(body)
        return _within(site, payload) if isinstance(payload, dict) else ()
    except (ValueError, RecursionError):
        return ()


def _within(site: str, payload: Json) -> tuple[str, ...]:
    match event_kinds.reading(string(payload, "webhookEvent")):
        case None | Reading.IGNORED:
            return ()
        case Reading.LINK:
            return tuple(topics.issue(site, end) for end in linked(payload))
        case Reading.WORKLOG:
            return (topics.issue(site, string(mapping(payload, "worklog"), "issueId")),)
        case _:
            return _of_issue(site, payload)


def _of_issue(site: str, payload: Json) -> tuple[str, ...]:
    found = number(payload)
    if not found:
        raise Misshapen(said("inbound.missing", name="issue"))
    reserved = reservation(mapping(mapping(payload, "issue"), "fields"))
    return (topics.issue(site, found), *([topics.label(reserved)] if reserved else []))
