"""The webhook bodies of Jira Cloud, each with the holes the real ones have (no user here, no issue there)."""

from datetime import datetime

from sandbox.jira import wire
from sandbox.jira.dialect import Dialect
from sandbox.jira.fields import BY_ID
from sandbox.jira.records import Attachment, Comment, Issue, Item, Worklog
from sandbox.jira.wire import Json

EVENTS = (
    "jira:issue_created",
    "jira:issue_updated",
    "jira:issue_deleted",
    "comment_created",
    "comment_updated",
    "comment_deleted",
    "worklog_created",
    "attachment_created",
)
_BRIEF = ("summary", "issuetype", "project", "assignee", "priority", "status")


def issue_event(
    dialect: Dialect,
    name: str,
    now: datetime,
    issue: Issue,
    actor: str,
    kind: str | None = None,
    changelog: tuple[int, tuple[Item, ...]] | None = None,
    comment: Comment | None = None,
) -> Json:
    """`jira:issue_*`: `kind` is its `issue_event_type_name`; `changelog` a history id and its items."""
    body = _head(name, now)
    if kind:
        body["issue_event_type_name"] = kind
    body["user"] = wire.user(dialect, actor)
    body["issue"] = wire.issue(dialect, issue, wire.issue_fields(dialect, issue))
    if changelog and changelog[1]:
        body["changelog"] = {"id": str(changelog[0]), "items": [_item(change) for change in changelog[1]]}
    if comment:
        body["comment"] = wire.comment(dialect, issue, comment)
    return body


def comment_event(dialect: Dialect, name: str, now: datetime, issue: Issue, comment: Comment) -> Json:
    """`comment_*`: the author is in the comment and there is no top-level user; the issue comes in brief."""
    fields = wire.issue_fields(dialect, issue)
    brief = wire.issue(dialect, issue, {name: fields[name] for name in _BRIEF})
    return _head(name, now) | {"comment": wire.comment(dialect, issue, comment), "issue": brief}


def worklog_event(dialect: Dialect, now: datetime, issue: Issue, worklog: Worklog) -> Json:
    """`worklog_created`: neither user nor issue, only the issue's numeric id in the worklog."""
    return _head("worklog_created", now) | {"worklog": wire.worklog(dialect, issue, worklog)}


def attachment_event(dialect: Dialect, now: datetime, issue: Issue, attachment: Attachment) -> Json:
    """`attachment_created`: the attachment, its author inside, and hardly an issue."""
    brief = wire.issue(dialect, issue, {"summary": issue.values["summary"]})
    return _head("attachment_created", now) | {"attachment": wire.attachment(dialect, attachment), "issue": brief}


def _head(name: str, now: datetime) -> Json:
    return {"timestamp": int(now.timestamp() * 1000), "webhookEvent": name}


def _item(change: Item) -> Json:
    accounts = {"tmpFromAccountId": change.before, "tmpToAccountId": change.after}
    person = change.field_id in BY_ID and BY_ID[change.field_id].kind == "person"
    return wire.item(change) | (accounts if person else {})
