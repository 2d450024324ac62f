"""Links between issues, and the kinds there are."""

from typing import Any

from sandbox.jira import wire
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.rest.rest_call import Call, Reply, Route
from sandbox.jira.site_catalogue import LINK_TYPES


async def kinds(call: Call) -> Reply:
    """GET issueLinkType."""
    return Reply(200, {"issueLinkTypes": [wire.link_type(call.dialect, kind.id) for kind in LINK_TYPES]})


async def add(call: Call) -> Reply:
    """POST issueLink: the `inwardIssue` is where the link starts, oddly ("inward duplicates outward")."""
    kind, inward, outward = (call.part(name) for name in ("type", "inwardIssue", "outwardIssue"))
    source, target = _ref(inward, "inwardIssue"), _ref(outward, "outwardIssue")
    name = str(kind.get("name") or kind.get("id") or "")
    await call.site.relations.link(source, target, name, call.actor)
    return Reply(201, {})


async def remove(call: Call) -> Reply:
    """DELETE issueLink/{id}."""
    await call.site.relations.unlink(call.path["id"], call.actor)
    return Reply(204)


def _ref(given: dict[str, Any], name: str) -> str:
    ref = given.get("key") or given.get("id")
    if not ref:
        raise refused(400, f"{name} must have an id or a key.")
    return str(ref)


ROUTES: tuple[Route, ...] = (
    ("GET", "/issueLinkType", kinds),
    ("POST", "/issueLink", add),
    ("DELETE", "/issueLink/{id}", remove),
)
