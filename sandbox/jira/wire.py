"""The JSON shapes of Jira Cloud for what the site holds, shared by the REST answers and the webhooks."""

from collections.abc import Sequence
from typing import Any

from sandbox import seed
from sandbox.jira import catalogue
from sandbox.jira.dialect import Dialect, stamp
from sandbox.jira.durations import written
from sandbox.jira.fields import FIELDS, Field, options
from sandbox.jira.records import Attachment, Comment, History, Issue, Item, Value, Worklog

Json = dict[str, Any]
_CATEGORIES = {
    "new": (2, "blue-gray", "To Do"),
    "indeterminate": (4, "yellow", "In Progress"),
    "done": (3, "green", "Done"),
}


def user(dialect: Dialect, account_id: str) -> Json:
    """A user as other people see it: without e-mail."""
    account = catalogue.account(account_id)
    return {
        "self": dialect.link(f"user?accountId={account.id}"),
        "accountId": account.id,
        "displayName": account.name,
        "active": True,
        "timeZone": "Europe/Paris",
        "accountType": "atlassian",
    }


def status(dialect: Dialect, value: seed.Status) -> Json:
    """A status with its category."""
    number, colour, name = _CATEGORIES[value.category]
    return {
        "self": dialect.link("status", value.id),
        "description": "",
        "name": value.name,
        "id": value.id,
        "statusCategory": {
            "self": dialect.link("statuscategory", str(number)),
            "id": number,
            "key": value.category,
            "colorName": colour,
            "name": name,
        },
    }


def option(dialect: Dialect, kind: str, pair: tuple[str, str]) -> Json:
    """A priority, a resolution or an issue type (`kind` is its resource name)."""
    shape = {"self": dialect.link(kind, pair[0]), "id": pair[0], "name": pair[1], "description": ""}
    return shape | ({"subtask": False, "hierarchyLevel": 0} if kind == "issuetype" else {})


def project(dialect: Dialect, value: seed.Project) -> Json:
    """A project as issues carry it."""
    return {
        "self": dialect.link("project", value.id),
        "id": value.id,
        "key": value.key,
        "name": value.name,
        "projectTypeKey": "software",
        "simplified": False,
    }


def comment(dialect: Dialect, issue: Issue, value: Comment, with_properties: bool = False) -> Json:
    """A comment, its entity properties on demand."""
    shape = {
        "self": dialect.link("issue", issue.id, "comment", value.id),
        "id": value.id,
        "author": user(dialect, value.author),
        "body": dialect.write(value.body),
        "updateAuthor": user(dialect, value.update_author),
        "created": stamp(value.created),
        "updated": stamp(value.updated),
        "jsdPublic": True,
    }
    if value.visibility:
        shape["visibility"] = dict(value.visibility)
    if with_properties:
        shape["properties"] = [{"key": key, "value": held} for key, held in value.properties.items()]
    return shape


def worklog(dialect: Dialect, issue: Issue, value: Worklog) -> Json:
    """A worklog; `issueId` is a numeric string."""
    shape = {
        "self": dialect.link("issue", issue.id, "worklog", value.id),
        "author": user(dialect, value.author),
        "updateAuthor": user(dialect, value.author),
        "created": stamp(value.created),
        "updated": stamp(value.created),
        "started": stamp(value.started),
        "timeSpent": written(value.seconds),
        "timeSpentSeconds": value.seconds,
        "id": value.id,
        "issueId": issue.id,
    }
    return shape | ({"comment": dialect.write(value.comment)} if value.comment else {})


def attachment(dialect: Dialect, value: Attachment) -> Json:
    """An attachment; `content` is where its bytes are read."""
    return {
        "self": dialect.link("attachment", value.id),
        "id": value.id,
        "filename": value.filename,
        "author": user(dialect, value.author),
        "created": stamp(value.created),
        "size": len(value.content),
        "mimeType": value.mime_type,
        "content": dialect.link("attachment", "content", value.id),
    }


def history(dialect: Dialect, value: History) -> Json:
    """An entry of the changelog."""
    return {
        "id": str(value.id),
        "author": user(dialect, value.author),
        "created": stamp(value.created),
        "items": [item(change) for change in value.items],
    }


def item(value: Item) -> Json:
    """One field's change; Jira names the texts `fromString` and `toString`."""
    return {
        "field": value.name,
        "fieldtype": "custom" if value.custom else "jira",
        "fieldId": value.field_id,
        "from": value.before,
        "fromString": value.before_text,
        "to": value.after,
        "toString": value.after_text,
    }


def issue_fields(dialect: Dialect, issue: Issue) -> Json:
    """Every field of an issue except its comments, worklogs and attachments' pages."""
    home = catalogue.project(issue.project)
    state = status(dialect, catalogue.status(issue.status))
    shape = {field.id: _value(dialect, field, issue.values.get(field.id), home) for field in FIELDS}
    return shape | {
        "project": project(dialect, home),
        "status": state,
        "statusCategory": state["statusCategory"],
        "statuscategorychangedate": stamp(issue.status_since),
        "resolutiondate": stamp(issue.resolved) if issue.resolved else None,
        "creator": user(dialect, issue.creator),
        "created": stamp(issue.created),
        "updated": stamp(issue.updated),
        "timespent": issue.spent or None,
        "attachment": [attachment(dialect, held) for held in issue.attachments],
        **{empty: [] for empty in ("components", "fixVersions", "versions", "subtasks", "issuelinks")},
    }


def issue(dialect: Dialect, value: Issue, fields: Json) -> Json:
    """The envelope of an issue around the fields asked for."""
    return {"id": value.id, "self": dialect.link("issue", value.id), "key": value.key, "fields": fields}


def page(name: str, everything: Sequence[Any], start: int, size: int) -> Json:
    """A page of the old kind: `startAt`, `maxResults`, `total` and the items under `name`."""
    return {
        "startAt": start,
        "maxResults": size,
        "total": len(everything),
        name: list(everything[start : start + size]),
    }


def _value(dialect: Dialect, field: Field, value: Value, home: seed.Project) -> Any:
    if isinstance(value, tuple) or field.kind == "labels":
        return list(value or ())
    if value is None:
        return None
    match field.kind:
        case "text":
            return dialect.write(value)
        case "person":
            return user(dialect, value)
        case "choice":
            return option(dialect, field.id, (value, dict(options(field, home))[value]))
        case _:
            return value
