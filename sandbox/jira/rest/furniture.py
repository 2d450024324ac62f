"""The site resources: account, statuses, priorities, resolutions and fields."""

from sandbox.jira import wire
from sandbox.jira.dialect import stamp
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.rest.rest_call import Call, Reply, Route
from sandbox.jira.wire import Json


async def server_info(call: Call) -> Reply:
    """GET serverInfo: which deployment it is, and its clock."""
    cloud, numbers = call.site.home.cloud, call.site.version
    written = ".".join(str(number) for number in numbers)
    info: Json = {
        "baseUrl": call.site.base_url,
        "version": "1001.0.0-SNAPSHOT" if cloud else written,
        "versionNumbers": list(numbers),
        "deploymentType": call.site.home.deployment,
        "buildNumber": 100_297 if cloud else 9_120_012,
        "buildDate": "2026-11-02T10:00:00.000+0100",
        "serverTime": stamp(call.site.ledger.now()),
        "scmInfo": "sandbox",
        "serverTitle": "Jira (Vigie sandbox)",
    }
    return Reply(200, info | ({"displayUrl": call.site.base_url} if cloud else {}))


async def nowhere(call: Call) -> Reply:
    """Any other path: 404."""
    raise refused(404, f"null for uri: {call.site.base_url}/rest/{call.path['rest']}")


async def statuses(call: Call) -> Reply:
    """GET status: those of every project."""
    return Reply(200, [wire.status(call.dialect, status) for status in call.site.home.statuses])


async def priorities(call: Call) -> Reply:
    """GET priority."""
    return Reply(200, [wire.option(call.dialect, "priority", pair) for pair in call.site.home.priorities])


async def issue_types(call: Call) -> Reply:
    """GET issuetype: those of every project, each once."""
    pairs = dict.fromkeys(pair for project in call.site.home.projects.values() for pair in project.issue_types)
    return Reply(200, [wire.option(call.dialect, "issuetype", pair) for pair in pairs])


async def resolutions(call: Call) -> Reply:
    """GET resolution."""
    return Reply(200, [wire.option(call.dialect, "resolution", pair) for pair in call.site.home.resolutions])


async def categories(call: Call) -> Reply:
    """GET statuscategory."""
    return Reply(200, [wire.category(call.dialect, key) for key in wire.CATEGORIES])


ROUTES: tuple[Route, ...] = (
    ("GET", "/status", statuses),
    ("GET", "/priority", priorities),
    ("GET", "/resolution", resolutions),
    ("GET", "/statuscategory", categories),
    ("GET", "/issuetype", issue_types),
)
