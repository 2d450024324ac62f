"""The JSON shapes of Jira Cloud for what the site holds, shared by the REST answers and the webhooks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sandbox import seed
from sandbox.jira.dialect import Dialect, stamp
from sandbox.jira.durations import written
from sandbox.jira.records import Attachment, Comment, History, Issue, Item, Link, Value, Worklog
from sandbox.jira.standard import Field

Json = dict[str, Any]
CATEGORIES = {
    "new": (2, "blue-gray", "To Do"),
    "indeterminate": (4, "yellow", "In Progress"),
    "done": (3, "green", "Done"),
}


def user(dialect: Dialect, account_id: str) -> Json:
    """A user as other people see it: on Cloud without e-mail, on Data Center by name and key."""
    account = dialect.home.account(account_id)
    shape = {"displayName": account.name, "active": account.active, "timeZone": "Europe/Paris"}
    if not dialect.home.cloud:
        named = {"name": account.id, "key": account.key, "emailAddress": account.email}
        return {"self": dialect.link(f"user?username={account.id}")} | named | shape
    named = {"accountId": account.id, "accountType": "atlassian"}
    return {"self": dialect.link(f"user?accountId={account.id}")} | named | shape


def status(dialect: Dialect, value: seed.Status) -> Json:
    """A status with its category."""
    return {
        "self": dialect.link("status", value.id),
        "description": "",
        "name": dialect.called(value),
        "id": value.id,
        "statusCategory": category(dialect, value.category),
    }


def transition(dialect: Dialect, offer: seed.Transition) -> Json:
    """A transition without its screen; Cloud alone says whether it has one, and where it is on offer."""
    shape = {"id": offer.id, "name": offer.name, "to": status(dialect, dialect.home.status(offer.target))}
    if not dialect.home.cloud:
        return shape | {"opsbarSequence": 10}
    return shape | {
        "hasScreen": bool(offer.required or offer.optional),
        "isGlobal": not offer.sources,
        "isInitial": False,
        "isAvailable": True,
        "isConditional": False,
        "looped": False,
    }


def category(dialect: Dialect, key: str) -> Json:
    """A status category (new, indeterminate or done); its key is the same in every language."""
    number, colour, name = CATEGORIES[key]
    return {
        "self": dialect.link("statuscategory", str(number)),
        "id": number,
        "key": key,
        "colorName": colour,
        "name": name,
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
        "projectTypeKey": value.kind,
        "simplified": value.style == "next-gen",
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
    }
    desk = dialect.home.projects[issue.project].kind == "service_desk"
    if dialect.home.cloud or desk:
        shape["jsdPublic"] = not (desk and value.internal)
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
        "updated": stamp(value.updated),
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
        "items": [item(dialect, change) for change in value.items],
    }


def item(dialect: Dialect, value: Item) -> Json:
    """One field's change; Jira names the texts `fromString` and `toString`, and on Data Center tells no `fieldId`."""
    cloud = {"fieldId": value.field_id} if value.field_id and dialect.home.cloud else {}
    return cloud | {
        "field": value.name,
        "fieldtype": "custom" if value.custom else "jira",
        "from": value.before,
        "fromString": value.before_text,
        "to": value.after,
        "toString": value.after_text,
    }


def issue_fields(dialect: Dialect, issue: Issue) -> Json:
    """Every field of an issue except its comments, worklogs and attachments' pages."""
    home = dialect.home
    state, lies = status(dialect, home.status(issue.status)), home.projects[issue.project]
    shape = {field.id: _value(dialect, field, issue.values.get(field.id), lies) for field in home.fields.values()}
    if home.cloud:
        shape |= {"statusCategory": state["statusCategory"], "statuscategorychangedate": stamp(issue.status_since)}
    if issue.archived:
        shape["archiveddate"] = stamp(issue.archived)
    return shape | {
        "project": project(dialect, lies),
        "status": state,
        "resolutiondate": stamp(issue.resolved) if issue.resolved else None,
        "creator": user(dialect, issue.creator),
        "created": stamp(issue.created),
        "updated": stamp(issue.updated),
        "timespent": issue.spent or None,
        "attachment": [attachment(dialect, held) for held in issue.attachments],
        "issuelinks": [link(dialect, held) for held in issue.links],
        **{empty: [] for empty in ("components", "fixVersions", "versions", "subtasks")},
    }


def link(dialect: Dialect, value: Link) -> Json:
    """A link as the issue on one of its ends shows it: the other end, inward or outward."""
    other = {
        "id": value.issue,
        "key": value.key,
        "self": dialect.link("issue", value.issue),
        "fields": {"summary": value.summary, "status": status(dialect, dialect.home.status(value.status))},
    }
    shape = {"id": value.id, "self": dialect.link("issueLink", value.id), "type": link_type(dialect, value.kind)}
    return shape | {"outwardIssue" if value.outward else "inwardIssue": other}


def link_type(dialect: Dialect, kind: str) -> Json:
    """A kind of link, of that id."""
    found = dialect.home.link_type(kind)
    words = {"name": found.name, "inward": found.inward, "outward": found.outward}
    return {"id": found.id, "self": dialect.link("issueLinkType", found.id)} | words


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


def _value(dialect: Dialect, field: Field, value: Value, lies: seed.Project) -> Any:
    if isinstance(value, tuple) or field.kind == "labels":
        return list(value or ())
    return None if value is None else _one(dialect, field, value, lies)


def _one(dialect: Dialect, field: Field, value: str, lies: seed.Project) -> Any:
    shown: Any = value
    match field.kind:
        case "text":
            shown = dialect.write(value)
        case "person":
            shown = user(dialect, value)
        case "choice":
            shown = option(dialect, field.id, (value, dict(dialect.home.options(field, lies))[value]))
        case "select":
            shown = {"self": dialect.link("customFieldOption", value), "id": value, "value": dict(field.options)[value]}
        case "number":
            shown = float(value)
        case "instant":
            shown = stamp(datetime.fromisoformat(value))
    return shown
