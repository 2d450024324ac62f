"""Accounts: who calls, who can be found, who may do what."""

from sandbox.jira import wire
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.rest.rest_call import Call, Reply, Route
from sandbox.jira.rights import PERMISSIONS


async def myself(call: Call) -> Reply:
    """GET myself: on Cloud the only account whose e-mail the caller sees."""
    return Reply(200, wire.user(call.dialect, call.actor) | {"emailAddress": call.site.email, "locale": "fr_FR"})


async def user(call: Call) -> Reply:
    """GET user?accountId= (on Data Center: username= or key=)."""
    home = call.site.home
    asked = call.query.get("accountId") if home.cloud else call.query.get("username") or _named(call)
    if not asked:
        raise refused(400, f"The query parameter '{'accountId' if home.cloud else 'username'}' is required.")
    return Reply(200, wire.user(call.dialect, asked))


async def found(call: Call) -> Reply:
    """GET user/search?query= (Data Center: username=): by the start of a word of the name, or of the e-mail."""
    if not any(call.query.get(name) for name in ("query", "accountId", "username")):
        raise refused(400, "The username, property or query parameter is required.")
    return Reply(200, _matching(call))


async def assignable(call: Call) -> Reply:
    """GET user/assignable/search?project=|issueKey=: every account may be assigned in a project that exists."""
    if "issueKey" in call.query or "issueId" in call.query:
        call.site.issue(call.query.get("issueKey") or call.query["issueId"])
    elif "project" in call.query:
        call.site.home.project(call.query["project"])
    else:
        raise refused(400, "Either 'project' or 'issueKey' is required.")
    return Reply(200, _matching(call))


async def permissions(call: Call) -> Reply:
    """GET mypermissions?permissions= (Data Center tells all); unknown projects and issues are refused."""
    asked = call.words("permissions") if call.site.home.cloud else list(PERMISSIONS)
    if not asked:
        raise refused(400, "The 'permissions' query parameter is required.")
    unknown = [name for name in asked if name not in PERMISSIONS]
    if unknown:
        raise refused(400, f"Unrecognized permission keys: {', '.join(unknown)}")
    if "projectKey" in call.query:
        call.site.home.project(call.query["projectKey"])
    if "issueKey" in call.query:
        call.site.issue(call.query["issueKey"])
    granted = {
        name: {
            "id": str(number),
            "key": name,
            "name": name.replace("_", " ").capitalize(),
            "type": "GLOBAL" if name == "ADMINISTER" else "PROJECT",
            "description": "",
            "havePermission": name not in call.site.denied,
        }
        for number, name in enumerate(PERMISSIONS)
        if name in asked
    }
    return Reply(200, {"permissions": granted})


def _named(call: Call) -> str | None:
    """The user name of the account with the key asked for."""
    key = call.query.get("key")
    return next((account.id for account in call.site.home.accounts.values() if key and account.key == key), key)


def _matching(call: Call) -> list[wire.Json]:
    asked = call.query.get("query") or call.query.get("username") or ""
    query, account_id = asked.lower(), call.query.get("accountId")
    start, size = call.number("startAt", 0), call.number("maxResults", 50)
    matching = [
        wire.user(call.dialect, account.id)
        for account in call.site.home.accounts.values()
        if account_id in (None, account.id)
        and (
            account.email.lower().startswith(query)
            or any(word.startswith(query) for word in (account.id.lower(), *account.name.lower().split()))
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
