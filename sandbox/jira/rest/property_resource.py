"""Entity properties of an issue: small JSON values that programs keep on it, unseen by people."""

from sandbox.jira.jira_error_answers import Refused, refused
from sandbox.jira.rest.rest_call import Call, Reply, Route


async def keys(call: Call) -> Reply:
    """GET issue/{key}/properties."""
    issue = call.issue
    link = call.dialect.link("issue", issue.id, "properties")
    return Reply(200, {"keys": [{"self": f"{link}/{key}", "key": key} for key in issue.properties]})


async def one(call: Call) -> Reply:
    """GET issue/{key}/properties/{name}."""
    name, held = call.path["name"], call.issue.properties
    if name not in held:
        raise _unknown(name)
    return Reply(200, {"key": name, "value": held[name]})


async def keep(call: Call) -> Reply:
    """PUT issue/{key}/properties/{name}: any JSON value; 201 when it is new, 200 when it replaces one."""
    issue, name = call.issue, call.path["name"]
    if call.body is None:
        raise refused(400, "The property value cannot be empty.")
    known = name in issue.properties
    await call.site.keep_properties(issue.id, {**issue.properties, name: call.body})
    return Reply(200 if known else 201, {})


async def forget(call: Call) -> Reply:
    """DELETE issue/{key}/properties/{name}."""
    issue, name = call.issue, call.path["name"]
    if name not in issue.properties:
        raise _unknown(name)
    rest = {key: value for key, value in issue.properties.items() if key != name}
    await call.site.keep_properties(issue.id, rest)
    return Reply(204)


def _unknown(name: str) -> Refused:
    return refused(404, f"The property with key '{name}' does not exist.")


ROUTES: tuple[Route, ...] = (
    ("GET", "/issue/{issue}/properties", keys),
    ("GET", "/issue/{issue}/properties/{name}", one),
    ("PUT", "/issue/{issue}/properties/{name}", keep),
    ("DELETE", "/issue/{issue}/properties/{name}", forget),
)
