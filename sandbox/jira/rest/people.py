"""Accounts: who calls, who can be found, who may do what."""

from sandbox.jira import catalogue, wire
from sandbox.jira.refusal import refused
from sandbox.jira.rest.call import Call, Reply, Route

PERMISSIONS = (
    "ADD_COMMENTS",
    "ADMINISTER",
    "ASSIGNABLE_USER",
    "ASSIGN_ISSUES",
    "BROWSE_PROJECTS",
    "CREATE_ATTACHMENTS",
    "CREATE_ISSUES",
    "DELETE_ISSUES",
    "EDIT_ISSUES",
    "RESOLVE_ISSUES",
    "TRANSITION_ISSUES",
    "WORK_ON_ISSUES",
)


async def myself(call: Call) -> Reply:
    """GET myself: the only account whose e-mail the caller sees."""
    return Reply(200, wire.user(call.dialect, call.actor) | {"emailAddress": call.site.email, "locale": "fr_FR"})


async def user(call: Call) -> Reply:
    """GET user?accountId=."""
    account_id = call.query.get("accountId")
    if not account_id:
        raise refused(400, "The query parameter 'accountId' is required.")
    return Reply(200, wire.user(call.dialect, account_id))


async def found(call: Call) -> Reply:
    """GET user/search?query=: by the start of a word of the name, or of the e-mail."""
    if not call.query.get("query") and not call.query.get("accountId"):
        raise refused(400, "The username, property or query parameter is required.")
    return Reply(200, _matching(call))


async def assignable(call: Call) -> Reply:
    """GET user/assignable/search?project=|issueKey=: every account may be assigned in a project that exists."""
    if "issueKey" in call.query or "issueId" in call.query:
        call.site.issue(call.query.get("issueKey") or call.query["issueId"])
    elif "project" in call.query:
        catalogue.project(call.query["project"])
    else:
        raise refused(400, "Either 'project' or 'issueKey' is required.")
    return Reply(200, _matching(call))


async def permissions(call: Call) -> Reply:
    """GET mypermissions?permissions=: the bot has them all; unknown projects and issues are refused."""
    asked = call.words("permissions")
    if not asked:
        raise refused(400, "The 'permissions' query parameter is required.")
    unknown = [name for name in asked if name not in PERMISSIONS]
    if unknown:
        raise refused(400, f"Unrecognized permission keys: {', '.join(unknown)}")
    if "projectKey" in call.query:
        catalogue.project(call.query["projectKey"])
    if "issueKey" in call.query:
        call.site.issue(call.query["issueKey"])
    granted = {
        name: {
            "id": str(number),
            "key": name,
            "name": name.replace("_", " ").capitalize(),
            "type": "GLOBAL" if name == "ADMINISTER" else "PROJECT",
            "description": "",
            "havePermission": True,
        }
        for number, name in enumerate(PERMISSIONS)
        if name in asked
    }
    return Reply(200, {"permissions": granted})


def _matching(call: Call) -> list[wire.Json]:
    query, account_id = call.query.get("query", "").lower(), call.query.get("accountId")
    start, size = call.number("startAt", 0), call.number("maxResults", 50)
    matching = [
        wire.user(call.dialect, account.id)
        for account in catalogue.ACCOUNTS
        if account_id in (None, account.id)
        and (
            account.email.lower().startswith(query)
            or any(word.startswith(query) for word in account.name.lower().split())
            or account.name.lower().startswith(query)
        )
    ]
    return matching[start : start + size]


ROUTES: tuple[Route, ...] = (
    ("GET", "/myself", myself),
    ("GET", "/user", user),
    ("GET", "/user/search", found),
    ("GET", "/user/assignable/search", assignable),
    ("GET", "/mypermissions", permissions),
)
