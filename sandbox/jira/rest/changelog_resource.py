"""The history of issues: of one by page, of one by entry, and of many at once."""

from typing import Any

from sandbox.jira import wire
from sandbox.jira.jira_error_answers import Refused, refused
from sandbox.jira.records import History, Issue
from sandbox.jira.rest import token_resource
from sandbox.jira.rest.rest_call import Call, Reply, Route

BIGGEST_PAGE = 100
BIGGEST_BULK = 10_000
MOST_ISSUES = 1000
MOST_FIELDS = 10


async def every(call: Call) -> Reply:
    """GET issue/{key}/changelog: oldest first, by page."""
    issue, start, size = call.issue, call.number("startAt", 0), min(call.number("maxResults", 100), BIGGEST_PAGE)
    link = call.dialect.link("issue", issue.id, "changelog")
    entries = [wire.history(call.dialect, entry) for entry in issue.histories]
    body = wire.page("values", entries, start, size) | {"self": link, "isLast": start + size >= len(entries)}
    if not body["isLast"]:
        body["nextPage"] = f"{link}?startAt={start + size}&maxResults={size}"
    return Reply(200, body)


async def listed(call: Call) -> Reply:
    """POST issue/{key}/changelog/list: the entries of those ids."""
    issue, wanted = call.issue, call.json.get("changelogIds")
    if not isinstance(wanted, list) or not wanted:
        raise refused(400, "changelogIds is required.")
    entries = [wire.history(call.dialect, entry) for entry in issue.histories if entry.id in wanted]
    return Reply(200, wire.page("histories", entries, 0, max(len(entries), 1)))


async def of_many(call: Call) -> Reply:
    """POST changelog/bulkfetch: `issueIdsOrKeys`, perhaps `fieldIds`; pages are cut between entries."""
    wanted, fields = _strings(call, "issueIdsOrKeys", MOST_ISSUES), _strings(call, "fieldIds", MOST_FIELDS)
    size = call.json.get("maxResults", 1000)
    if not wanted:
        raise refused(400, "issueIdsOrKeys must not be empty.")
    if not isinstance(size, int) or not 1 <= size <= BIGGEST_BULK:
        raise refused(400, f"maxResults must be between 1 and {BIGGEST_BULK}.")
    entries = [(issue, entry) for issue in _known(call, wanted) for entry in _about(issue, set(fields))]
    start = token_resource.start(call.json.get("nextPageToken"))
    logs: dict[str, list[wire.Json]] = {}
    for issue, entry in entries[start : start + size]:
        logs.setdefault(issue.id, []).append(wire.history(call.dialect, entry))
    body: wire.Json = {"issueChangeLogs": [{"issueId": held, "changeHistories": log} for held, log in logs.items()]}
    return Reply(
        200, body | ({"nextPageToken": token_resource.token(start + size)} if start + size < len(entries) else {})
    )


def _strings(call: Call, name: str, most: int) -> list[str]:
    listed: Any = call.json.get(name) or []
    if not isinstance(listed, list) or len(listed) > most:
        raise refused(400, f"{name} must be a list of at most {most}.")
    return [str(held) for held in listed]


def _known(call: Call, wanted: list[str]) -> list[Issue]:
    """The issues of those ids and keys, each once; those that nobody may see are passed over, as Jira does."""
    found: dict[str, Issue] = {}
    for ref in wanted:
        try:
            issue = call.site.issue(ref)
        except Refused:
            continue
        found[issue.id] = issue
    return list(found.values())


def _about(issue: Issue, fields: set[str]) -> list[History]:
    return [entry for entry in issue.histories if not fields or fields & {item.field_id for item in entry.items}]


ROUTES: tuple[Route, ...] = (
    ("GET", "/issue/{issue}/changelog", every),
    ("POST", "/issue/{issue}/changelog/list", listed),
    ("POST", "/changelog/bulkfetch", of_many),
)
