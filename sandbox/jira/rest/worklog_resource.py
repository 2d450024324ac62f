"""Worklogs: read and written on their issue, and followed over the whole site since an instant."""

from datetime import UTC, datetime
from typing import Any

from sandbox.jira import wire
from sandbox.jira.durations import seconds_of
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.records import Issue, Worklog
from sandbox.jira.rest.rest_call import Call, Reply, Route

MOST_LISTED = 1000


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
    worklog = await call.site.discussion.log_work(
        issue.id, call.actor, spent, comment, started, call.part("visibility")
    )
    return Reply(201, wire.worklog(call.dialect, call.issue, worklog))


async def correct(call: Call) -> Reply:
    """PUT issue/{key}/worklog/{id}: the time or the comment."""
    issue, body = call.issue, call.json
    try:
        comment = call.dialect.read(body["comment"]) if body.get("comment") else None
        spent = _seconds(body) if body.keys() & {"timeSpent", "timeSpentSeconds"} else None
    except ValueError as wrong:
        raise refused(400, errors={"worklog": str(wrong)}) from None
    worklog = await call.site.discussion.edit_work(issue.id, call.path["id"], call.actor, spent, comment)
    return Reply(200, wire.worklog(call.dialect, call.issue, worklog))


async def delete(call: Call) -> Reply:
    """DELETE issue/{key}/worklog/{id}."""
    await call.site.discussion.delete_work(call.issue.id, call.path["id"], call.actor)
    return Reply(204)


async def updated(call: Call) -> Reply:
    """GET worklog/updated?since=: ids and instants (milliseconds), earliest first, a thousand a page."""
    return _since(call, "updated", [(held.id, held.updated) for _, held in _all(call)])


async def deleted(call: Call) -> Reply:
    """GET worklog/deleted?since=."""
    return _since(call, "deleted", call.site.ledger.works_gone)


async def listed(call: Call) -> Reply:
    """POST worklog/list: the worklogs of those ids, on whichever issue; unknown ones are passed over."""
    wanted = call.json.get("ids")
    if not isinstance(wanted, list) or len(wanted) > MOST_LISTED:
        raise refused(400, f"ids must be a list of at most {MOST_LISTED} worklog ids.")
    found = [(issue, held) for issue, held in _all(call) if int(held.id) in wanted]
    return Reply(200, [wire.worklog(call.dialect, issue, held) for issue, held in found])


def _all(call: Call) -> list[tuple[Issue, Worklog]]:
    """All but the restricted ones, which the feeds and the lists of the whole site hide."""
    every = ((issue, held) for issue in call.site.ledger.issues for held in issue.worklogs)
    return [(issue, held) for issue, held in every if not held.visibility]


def _since(call: Call, which: str, everything: list[tuple[str, datetime]]) -> Reply:
    since = call.number("since", 0)
    found = sorted((_milliseconds(at), int(number)) for number, at in everything if _milliseconds(at) >= since)
    page, link = found[:MOST_LISTED], call.dialect.link("worklog", which)
    # Jira leaves the last minute out of these lists; here it is told, so that a test need not wait.
    until = page[-1][0] if page else _milliseconds(call.site.ledger.now())
    return Reply(
        200,
        {
            "values": [{"worklogId": number, "updatedTime": at, "properties": []} for at, number in page],
            "since": since,
            "until": until,
            "self": f"{link}?since={since}",
            "nextPage": f"{link}?since={until}",
            "lastPage": len(page) == len(found),
        },
    )


def _milliseconds(at: datetime) -> int:
    return int(at.astimezone(UTC).timestamp() * 1000)


def _seconds(body: dict[str, Any]) -> int:
    if isinstance(body.get("timeSpentSeconds"), int):
        return int(body["timeSpentSeconds"])
    return seconds_of(str(body.get("timeSpent") or ""))


def _instant(text: Any) -> datetime:
    return datetime.strptime(str(text), "%Y-%m-%dT%H:%M:%S.%f%z")


ROUTES: tuple[Route, ...] = (
    ("GET", "/worklog/updated", updated),
    ("GET", "/worklog/deleted", deleted),
    ("POST", "/worklog/list", listed),
    ("GET", "/issue/{issue}/worklog", every),
    ("POST", "/issue/{issue}/worklog", add),
    ("GET", "/issue/{issue}/worklog/{id}", one),
    ("PUT", "/issue/{issue}/worklog/{id}", correct),
    ("DELETE", "/issue/{issue}/worklog/{id}", delete),
)
