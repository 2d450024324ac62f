"""The webhook bodies of Jira Cloud, each with the holes the real ones have (no user here, no issue there)."""

from datetime import datetime
from typing import NamedTuple

from sandbox.jira import wire
from sandbox.jira.dialect import Dialect
from sandbox.jira.records import Attachment, Comment, Issue, Item, Link, Worklog
from sandbox.jira.wire import Json

EVENTS = (
    "jira:issue_created",
    "jira:issue_updated",
    "jira:issue_deleted",
    "comment_created",
    "comment_updated",
    "comment_deleted",
    "worklog_created",
    "worklog_updated",
    "worklog_deleted",
    "attachment_created",
    "issuelink_created",
    "issuelink_deleted",
)
_BRIEF = ("summary", "issuetype", "project", "assignee", "priority", "status")


class IssueEvent(NamedTuple):
    """What happened to an issue: `name` is one of `EVENTS`, `kind` its `issue_event_type_name`."""

    name: str
    kind: str | None = None


def issue_event(
    dialect: Dialect,
    event: IssueEvent,
    now: datetime,
    issue: Issue,
    actor: str,
    changelog: tuple[int, tuple[Item, ...]] | None = None,
    comment: Comment | None = None,
) -> Json:
    """`jira:issue_*`; `changelog` is a history id and its items."""
    body = _head(event.name, now)
    if event.kind:
        body["issue_event_type_name"] = event.kind
    body["user"] = wire.user(dialect, actor)
    body["issue"] = wire.issue(dialect, issue, wire.issue_fields(dialect, issue))
    if changelog and changelog[1]:
        body["changelog"] = {"id": str(changelog[0]), "items": [_item(dialect, change) for change in changelog[1]]}
    if comment:
        body["comment"] = wire.comment(dialect, issue, comment)
    return body


def comment_event(dialect: Dialect, name: str, now: datetime, issue: Issue, comment: Comment) -> Json:
    """`comment_*`: the author is in the comment; on Cloud the issue comes in brief, on Data Center not at all."""
    told = _head(name, now) | {"comment": wire.comment(dialect, issue, comment)}
    if not dialect.home.cloud:
        return told | ({} if name == "comment_created" else {"user": wire.user(dialect, comment.update_author)})
    fields = wire.issue_fields(dialect, issue)
    return told | {"issue": wire.issue(dialect, issue, {name: fields[name] for name in _BRIEF})}


def link_event(dialect: Dialect, name: str, now: datetime, ends: tuple[Issue, Issue], link: Link) -> Json:
    """`issuelink_*`: the numbers of the issues it leads from and to, and the kind of link; no user, no issue."""
    kind = dialect.home.link_type(link.kind)
    told = {
        "id": int(link.id),
        "sourceIssueId": int(ends[0].id),
        "destinationIssueId": int(ends[1].id),
        "issueLinkType": {
            "id": int(kind.id),
            "name": kind.name,
            "outwardName": kind.outward,
            "inwardName": kind.inward,
            "isSubTaskLinkType": False,
            "isSystemLinkType": False,
        },
        "systemLink": False,
    }
    return _head(name, now) | {"issueLink": told}


def worklog_event(dialect: Dialect, name: str, now: datetime, issue: Issue, worklog: Worklog) -> Json:
    """`worklog_*`: neither user nor issue, only the issue's numeric id in the worklog."""
    return _head(name, now) | {"worklog": wire.worklog(dialect, issue, worklog)}


def attachment_event(dialect: Dialect, now: datetime, issue: Issue, attachment: Attachment) -> Json:
    """`attachment_created`: the attachment, its author inside, and hardly an issue."""
    brief = wire.issue(dialect, issue, {"summary": issue.values["summary"]})
    return _head("attachment_created", now) | {"attachment": wire.attachment(dialect, attachment), "issue": brief}


def _head(name: str, now: datetime) -> Json:
    return {"timestamp": int(now.timestamp() * 1000), "webhookEvent": name}


def _item(dialect: Dialect, change: Item) -> Json:
    shape = wire.item(dialect, change)
    if change.field_id == "status":
        called = {status.id: dialect.called(status) for status in dialect.home.statuses}
        shape |= {"fromString": called.get(change.before or ""), "toString": called.get(change.after or "")}
    field = dialect.home.fields.get(change.field_id or "")
    if field and field.kind == "person" and dialect.home.cloud:
        shape |= {"tmpFromAccountId": change.before, "tmpToAccountId": change.after}
    return shape
