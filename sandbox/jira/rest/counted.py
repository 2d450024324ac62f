"""The search of Data Center, which counts: pages begin at `startAt`, and `total` says how many there are."""

from typing import Any

from sandbox.jira import jql
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.rest.rest_call import Call, Reply, Route
from sandbox.jira.rest.shape import shaped

BIGGEST_PAGE = 1000


async def by_address(call: Call) -> Reply:
    """GET search?jql=&startAt=&maxResults=&fields=&expand=&validateQuery=: `false` passes over unknown issues."""
    fields, expand = call.words("fields"), ",".join(call.words("expand"))
    lax = call.query.get("validateQuery") == "false"
    start, size = call.number("startAt", 0), call.number("maxResults", 50)
    return _answer(call, call.query.get("jql", ""), start, size, fields, expand, strict=not lax)


async def by_body(call: Call) -> Reply:
    """POST search."""
    body = call.json
    start, size = body.get("startAt", 0), body.get("maxResults", 50)
    fields, expand = body.get("fields") or [], body.get("expand") or []
    if not isinstance(start, int) or not isinstance(size, int) or not isinstance(fields, list | str):
        raise refused(400, "Can not deserialize instance of the search request.")
    strict = body.get("validateQuery") is not False
    query, expanded = str(body.get("jql") or ""), ",".join(_listed(expand))
    return _answer(call, query, start, size, _listed(fields), expanded, strict=strict)


def _listed(value: Any) -> list[str]:
    return [str(held) for held in value] if isinstance(value, list) else str(value).split(",")


def _answer(call: Call, query: str, start: int, size: int, fields: list[str], expand: str, *, strict: bool) -> Reply:
    ledger = call.site.ledger
    hidden = "BROWSE_PROJECTS" in call.site.denied
    issues = [] if hidden else ledger.index.seen(ledger.living)
    found = jql.search(query, issues, call.site.home, ledger.now(), bounded=False, strict=strict)
    size = min(size, BIGGEST_PAGE)
    page = [
        shaped(call.dialect, ledger.issue(seen.id), fields or ["*navigable"], expand)
        for seen in found[start : start + size]
    ]
    return Reply(200, {"startAt": start, "maxResults": size, "total": len(found), "issues": page})


ROUTES: tuple[Route, ...] = (
    ("GET", "/search", by_address),
    ("POST", "/search", by_body),
)
