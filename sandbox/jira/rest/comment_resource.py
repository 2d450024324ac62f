"""Comments: read, written, reworded, deleted."""

from dataclasses import replace
from typing import Any

from sandbox.jira import wire
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.records import Comment
from sandbox.jira.rest.rest_call import Call, Reply, Route

MOST_LISTED = 1000


async def every(call: Call) -> Reply:
    """GET issue/{key}/comment?startAt=&maxResults=&orderBy=: oldest first unless `-created`."""
    comments = list(call.issue.comments)
    if call.query.get("orderBy") == "-created":
        comments.reverse()
    shown = [_shown(call, comment) for comment in comments]
    return Reply(200, wire.page("comments", shown, call.number("startAt", 0), call.number("maxResults", 100)))


async def listed(call: Call) -> Reply:
    """POST comment/list: the comments of those ids, on whichever issue; unknown ones are passed over."""
    wanted = call.json.get("ids")
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= MOST_LISTED:
        raise refused(400, f"ids must be a list of 1 to {MOST_LISTED} comment ids.")
    found = [
        wire.comment(call.dialect, issue, held, "properties" in call.words("expand"))
        for issue in call.site.ledger.issues
        for held in issue.comments
        if int(held.id) in wanted
    ]
    return Reply(200, wire.page("values", found, 0, MOST_LISTED) | {"isLast": True})


async def one(call: Call) -> Reply:
    """GET issue/{key}/comment/{id}."""
    return Reply(200, _shown(call, call.site.discussion.one_comment(call.issue, call.path["id"])))


async def add(call: Call) -> Reply:
    """POST issue/{key}/comment: `body`, and perhaps `properties` and `visibility`."""
    issue = call.issue
    draft = replace(
        drafted(call, call.json.get("body")), properties=call.properties, visibility=call.part("visibility")
    )
    return Reply(201, _shown(call, await call.site.discussion.add_comment(issue.id, draft)))


async def reword(call: Call) -> Reply:
    """PUT issue/{key}/comment/{id}."""
    body = body_of(call, call.json.get("body"))
    comment = await call.site.discussion.edit_comment(call.issue.id, call.path["id"], call.actor, body)
    return Reply(200, _shown(call, comment))


async def delete(call: Call) -> Reply:
    """DELETE issue/{key}/comment/{id}."""
    await call.site.discussion.delete_comment(call.issue.id, call.path["id"])
    return Reply(204)


def body_of(call: Call, body: Any) -> str:
    """A posted comment's text as a wiki string; 400 when it is not written in the call's dialect."""
    try:
        return call.dialect.read(body)
    except ValueError:
        raise refused(400, errors={"comment": "Comment body is not valid!"}) from None


def drafted(call: Call, body: Any) -> Comment:
    """The comment that a posted body makes."""
    return call.site.discussion.draft(call.actor, body_of(call, body))


def _shown(call: Call, comment: Comment) -> wire.Json:
    return wire.comment(call.dialect, call.issue, comment, "properties" in call.words("expand"))


ROUTES: tuple[Route, ...] = (
    ("GET", "/issue/{issue}/comment", every),
    ("POST", "/issue/{issue}/comment", add),
    ("GET", "/issue/{issue}/comment/{id}", one),
    ("PUT", "/issue/{issue}/comment/{id}", reword),
    ("DELETE", "/issue/{issue}/comment/{id}", delete),
)
CLOUD: tuple[Route, ...] = (("POST", "/comment/list", listed),)
