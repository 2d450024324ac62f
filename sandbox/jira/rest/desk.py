"""The service-desk resources: internal comments and comment properties."""

from collections.abc import Mapping
from typing import Any

from sandbox.jira import wire
from sandbox.jira.dialect import stamp
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.records import Comment, Issue
from sandbox.jira.rest.comment_resource import drafted
from sandbox.jira.rest.rest_call import Call, Reply, Route

PUBLIC = "sd.public.comment"


async def keys(call: Call) -> Reply:
    """GET comment/{id}/properties."""
    _, comment = call.site.discussion.anywhere(call.path["id"])
    link = call.dialect.link("comment", comment.id, "properties")
    return Reply(200, {"keys": [{"self": f"{link}/{key}", "key": key} for key in comment.properties]})


async def one(call: Call) -> Reply:
    """GET comment/{id}/properties/{name}."""
    _, comment = call.site.discussion.anywhere(call.path["id"])
    return Reply(200, {"key": call.path["name"], "value": comment.properties[_held(comment, call.path["name"])]})


async def keep(call: Call) -> Reply:
    """PUT comment/{id}/properties/{name}: any JSON value."""
    issue, comment = call.site.discussion.anywhere(call.path["id"])
    if call.body is None:
        raise refused(400, "The property value cannot be empty.")
    known = call.path["name"] in comment.properties
    await _put(call, issue, comment, {**comment.properties, call.path["name"]: call.body})
    return Reply(200 if known else 201, {})


async def forget(call: Call) -> Reply:
    """DELETE comment/{id}/properties/{name}."""
    issue, comment = call.site.discussion.anywhere(call.path["id"])
    name = _held(comment, call.path["name"])
    await _put(call, issue, comment, {key: value for key, value in comment.properties.items() if key != name})
    return Reply(204)


async def say(call: Call) -> Reply:
    """POST servicedeskapi/request/{key}/comment: `body`, and `public`, which a client's request always needs."""
    issue = call.issue
    if call.site.home.projects[issue.project].kind != "service_desk":
        raise refused(404, "The issue is not a customer request.")
    public = call.json.get("public", True) is not False
    body = drafted(call, call.json.get("body"))
    made = await call.site.discussion.add_comment(issue.id, body if public else body.kept_inside())
    shown = wire.comment(call.dialect, issue, made)
    told = {"id": made.id, "body": made.body, "public": public, "author": shown["author"]}
    return Reply(201, told | {"created": {"jira": stamp(made.created), "iso8601": stamp(made.created)}})


async def _put(call: Call, issue: Issue, comment: Comment, properties: Mapping[str, Any]) -> None:
    await call.site.discussion.keep_properties(issue.id, comment.id, properties)


def _held(comment: Comment, name: str) -> str:
    if name not in comment.properties:
        raise refused(404, f"The property with key '{name}' does not exist.")
    return name


ROUTES: tuple[Route, ...] = (
    ("GET", "/comment/{id}/properties", keys),
    ("GET", "/comment/{id}/properties/{name}", one),
    ("PUT", "/comment/{id}/properties/{name}", keep),
    ("DELETE", "/comment/{id}/properties/{name}", forget),
)
ROOT: tuple[Route, ...] = (("POST", "/rest/servicedeskapi/request/{issue}/comment", say),)
