"""What the site has of its own: who it is, its statuses, priorities, resolutions and fields."""

from sandbox import seed
from sandbox.jira import catalogue, wire
from sandbox.jira.dialect import stamp
from sandbox.jira.fields import FIELDS, Field
from sandbox.jira.refusal import refused
from sandbox.jira.rest.call import Call, Reply, Route
from sandbox.jira.wire import Json

_TYPES = {"line": "string", "text": "string", "person": "user", "labels": "array", "date": "date"}


async def server_info(call: Call) -> Reply:
    """GET serverInfo: a Cloud site."""
    return Reply(
        200,
        {
            "baseUrl": call.site.base_url,
            "displayUrl": call.site.base_url,
            "version": "1001.0.0-SNAPSHOT",
            "versionNumbers": [1001, 0, 0],
            "deploymentType": "Cloud",
            "buildNumber": 100_297,
            "buildDate": "2026-11-02T10:00:00.000+0100",
            "serverTime": stamp(call.site.ledger.now()),
            "scmInfo": "sandbox",
            "serverTitle": "Jira (Vigie sandbox)",
        },
    )


async def nowhere(call: Call) -> Reply:
    """Any other path: 404."""
    raise refused(404, f"null for uri: {call.site.base_url}/rest/{call.path['rest']}")


async def statuses(call: Call) -> Reply:
    """GET status: those of every project."""
    return Reply(200, [wire.status(call.dialect, status) for status in catalogue.STATUSES])


async def priorities(call: Call) -> Reply:
    """GET priority."""
    return Reply(200, [wire.option(call.dialect, "priority", pair) for pair in seed.PRIORITIES])


async def resolutions(call: Call) -> Reply:
    """GET resolution."""
    return Reply(200, [wire.option(call.dialect, "resolution", pair) for pair in seed.RESOLUTIONS])


async def fields(call: Call) -> Reply:  # noqa: ARG001
    """GET field."""
    return Reply(200, [_field(field) for field in FIELDS])


def schema(field: Field) -> Json:
    """The `schema` that field lists and screens show."""
    shape: Json = {"type": _TYPES.get(field.kind, field.id)}
    if field.kind == "labels":
        shape["items"] = "string"
    if field.custom is None:
        return shape | {"system": field.id}
    custom = f"com.atlassian.jira.plugin.system.customfieldtypes:{field.custom}"
    return shape | {"custom": custom, "customId": int(field.id.removeprefix("customfield_"))}


def _field(field: Field) -> Json:
    clauses = [f"cf[{field.id.removeprefix('customfield_')}]", field.name] if field.custom else [field.id]
    return {
        "id": field.id,
        "key": field.id,
        "name": field.name,
        "custom": field.custom is not None,
        "orderable": True,
        "navigable": True,
        "searchable": True,
        "clauseNames": clauses,
        "schema": schema(field),
    }


ROUTES: tuple[Route, ...] = (
    ("GET", "/status", statuses),
    ("GET", "/priority", priorities),
    ("GET", "/resolution", resolutions),
    ("GET", "/field", fields),
)
