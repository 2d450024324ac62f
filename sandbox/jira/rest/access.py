"""The access resources: a Data Center's own tokens, Cloud's tenant."""

from sandbox.jira.dialect import stamp
from sandbox.jira.rest.rest_call import Call, Reply, Route


async def tokens(call: Call) -> Reply:
    """GET rest/pat/latest/tokens: the token in use, with its end when it has one."""
    told = {"id": 1, "name": "vigie", "createdAt": "2026-01-05T09:00:00.000+0100"}
    ends = call.site.token_expires
    return Reply(200, [told | ({"expiringAt": stamp(ends)} if ends else {})])


async def tenant(call: Call) -> Reply:
    """GET _edge/tenant_info: the site's `cloudId`, by which scoped tokens find it."""
    return Reply(200, {"cloudId": call.site.cloud_id})


TENANT = "/_edge/tenant_info"
ROUTES: tuple[Route, ...] = (("GET", "/rest/pat/latest/tokens", tokens),)
