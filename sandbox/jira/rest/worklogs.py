"""Worklogs: read and written."""

from datetime import datetime
from typing import Any

from sandbox.jira import wire
from sandbox.jira.durations import seconds_of
from sandbox.jira.refusal import refused
from sandbox.jira.rest.call import Call, Reply, Route


async def every(call: Call) -> Reply:
    """GET issue/{key}/worklog: oldest first, by page."""
    issue = call.issue
    shown = [wire.worklog(call.dialect, issue, worklog) for worklog in issue.worklogs]
    return Reply(200, wire.page("worklogs", shown, call.number("startAt", 0), call.number("maxResults", 5000)))


async def one(call: Call) -> Reply:
    """GET issue/{key}/worklog/{id}."""
    issue = call.issue
    return Reply(200, wire.worklog(call.dialect, issue, call.site.discussion.one_worklog(issue, call.path["id"])))


async def add(call: Call) -> Reply:
    """POST issue/{key}/worklog: `timeSpentSeconds` or `timeSpent`, and perhaps `started` and `comment`."""
    issue, body = call.issue, call.json
    try:
        comment = call.dialect.read(body["comment"]) if body.get("comment") else ""
        started = _instant(body["started"]) if body.get("started") else None
        spent = _seconds(body)
    except ValueError as wrong:
        raise refused(400, errors={"worklog": str(wrong)}) from None
    worklog = await call.site.discussion.log_work(issue.id, call.actor, spent, comment, started)
    return Reply(201, wire.worklog(call.dialect, call.issue, worklog))


def _seconds(body: dict[str, Any]) -> int:
    if isinstance(body.get("timeSpentSeconds"), int):
        return int(body["timeSpentSeconds"])
    return seconds_of(str(body.get("timeSpent") or ""))


def _instant(text: Any) -> datetime:
    return datetime.strptime(str(text), "%Y-%m-%dT%H:%M:%S.%f%z")


ROUTES: tuple[Route, ...] = (
    ("GET", "/issue/{issue}/worklog", every),
    ("POST", "/issue/{issue}/worklog", add),
    ("GET", "/issue/{issue}/worklog/{id}", one),
)
