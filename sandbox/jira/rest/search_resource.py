"""The new search, which pages by token, and the old one, which is gone."""

from typing import Any

from sandbox.jira import jql
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.rest import token_resource
from sandbox.jira.rest.rest_call import Call, Reply, Route
from sandbox.jira.rest.shape import shaped

GONE = (
    "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. "
    "A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046"
)
BIGGEST_PAGE = 100
MOST_RECONCILED = 50
_PARAMETERS = {
    "jql",
    "nextPageToken",
    "maxResults",
    "fields",
    "expand",
    "properties",
    "fieldsByKeys",
    "failFast",
    "reconcileIssues",
}


async def gone(call: Call) -> Reply:  # noqa: ARG001
    """GET and POST search: removed from Cloud."""
    raise refused(410, GONE)


async def by_address(call: Call) -> Reply:
    """GET search/jql."""
    query = call.query.get("jql", "")
    expand, reconciled = ",".join(call.words("expand")), call.words("reconcileIssues")
    size = call.number("maxResults", 50)
    return _answer(call, query, size, call.query.get("nextPageToken"), call.words("fields"), expand, reconciled)


async def by_body(call: Call) -> Reply:
    """POST search/jql: an unknown parameter, such as `startAt`, is refused."""
    body = call.json
    size, expand = body.get("maxResults", 50), body.get("expand") or ""
    fields, reconciled = body.get("fields") or [], body.get("reconcileIssues") or []
    typed = isinstance(size, int) and isinstance(expand, str)
    listed = isinstance(fields, list) and isinstance(reconciled, list)
    if not typed or not listed or body.keys() - _PARAMETERS:
        raise refused(400, "Invalid request payload. Refer to the REST API documentation and try again.")
    query = str(body.get("jql") or "")
    return _answer(call, query, size, body.get("nextPageToken"), [str(name) for name in fields], expand, reconciled)


def _answer(
    call: Call, query: str, size: int, token: Any, fields: list[str], expand: str, reconciled: list[Any]
) -> Reply:
    if len(reconciled) > MOST_RECONCILED:
        raise refused(400, f"reconcileIssues must not hold more than {MOST_RECONCILED} issue ids.")
    if size < 1:
        raise refused(400, "maxResults must be greater than zero.")
    start = token_resource.start(token)
    end = start + min(size, BIGGEST_PAGE)
    ledger = call.site.ledger
    seen = ledger.index.seen(ledger.living, {str(number) for number in reconciled})
    found = jql.search(query, seen, call.site.home, ledger.now())
    asked = [name for name in fields if name != "id"]
    # The index says which issues match; what is told of them is read from the issues themselves.
    page = [
        shaped(call.dialect, ledger.issue(seen.id), asked, expand) if asked or expand else {"id": seen.id}
        for seen in found[start:end]
    ]
    last = end >= len(found)
    return Reply(200, {"issues": page, "isLast": last} | ({} if last else {"nextPageToken": token_resource.token(end)}))


ROUTES: tuple[Route, ...] = (
    ("GET", "/search", gone),
    ("POST", "/search", gone),
    ("GET", "/search/jql", by_address),
    ("POST", "/search/jql", by_body),
)
