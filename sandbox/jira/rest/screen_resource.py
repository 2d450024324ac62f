"""Screens: each project has one, of one tab, for creating, editing and viewing; Cloud tells which, Data Center not."""

from collections.abc import Sequence

from sandbox import seed
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.rest.rest_call import Call, Reply, Route
from sandbox.jira.wire import Json, page

TAB = 10_000


async def every(call: Call) -> Reply:
    """GET screens: a page on Cloud, a list on Data Center."""
    shown = [
        {"id": int(project.id), "name": f"{project.key}: écran par défaut", "description": ""}
        for project in call.site.home.projects.values()
    ]
    return Reply(200, _page(call, shown) if call.site.home.cloud else shown)


async def tabs(call: Call) -> Reply:
    """GET screens/{id}/tabs."""
    _screen(call)
    return Reply(200, [{"id": TAB, "name": "Champs"}])


async def shown(call: Call) -> Reply:
    """GET screens/{id}/tabs/{tab}/fields."""
    fields = call.site.home.fields
    return Reply(200, [{"id": name, "name": fields[name].name} for name in _tab(call)])


async def available(call: Call) -> Reply:
    """GET screens/{id}/availableFields: those that it does not show yet."""
    held = _screen(call)
    fields = call.site.home.fields.values()
    return Reply(200, [{"id": field.id, "name": field.name} for field in fields if field.id not in held])


async def add(call: Call) -> Reply:
    """POST screens/{id}/tabs/{tab}/fields: `{"fieldId": ...}`; 400 for one that is unknown or there already."""
    held, name = _tab(call), str(call.json.get("fieldId") or "")
    if name not in call.site.home.fields:
        raise refused(400, errors={"fieldId": f"Field with id '{name}' does not exist."})
    if name in held:
        raise refused(400, errors={"fieldId": f"The field with id {name} already exists on the screen."})
    held.append(name)
    return Reply(200, {"id": name, "name": call.site.home.fields[name].name})


async def remove(call: Call) -> Reply:
    """DELETE screens/{id}/tabs/{tab}/fields/{field}."""
    held, name = _tab(call), call.path["field"]
    if name not in held:
        raise refused(404, f"Field with id '{name}' is not on the screen.")
    held.remove(name)
    return Reply(204)


async def project_schemes(call: Call) -> Reply:
    """GET issuetypescreenscheme/project?projectId=."""
    held = [
        {
            "issueTypeScreenScheme": {"id": project.id, "name": project.name, "description": ""},
            "projectIds": [project.id],
        }
        for project in _projects(call, call.words("projectId"))
        if project.style == "classic"
    ]
    return Reply(200, _page(call, held))


async def mappings(call: Call) -> Reply:
    """GET issuetypescreenscheme/mapping?issueTypeScreenSchemeId=: one for every issue type."""
    held = [
        {"issueTypeScreenSchemeId": project.id, "issueTypeId": "default", "screenSchemeId": project.id}
        for project in _projects(call, call.words("issueTypeScreenSchemeId"))
    ]
    return Reply(200, _page(call, held))


async def schemes(call: Call) -> Reply:
    """GET screenscheme?id=."""
    held = [
        {"id": int(project.id), "name": project.name, "description": "", "screens": {"default": int(project.id)}}
        for project in _projects(call, call.words("id"))
    ]
    return Reply(200, _page(call, held))


def _projects(call: Call, ids: Sequence[str]) -> list[seed.Project]:
    return [project for project in call.site.home.projects.values() if not ids or project.id in ids]


def _screen(call: Call) -> list[str]:
    held = call.site.home.screens.get(call.path["screen"])
    if held is None:
        raise refused(404, f"Screen with id {call.path['screen']} does not exist.")
    return held


def _tab(call: Call) -> list[str]:
    held = _screen(call)
    if call.path["tab"] != str(TAB):
        raise refused(404, f"Tab with id {call.path['tab']} does not exist.")
    return held


def _page(call: Call, everything: list[Json]) -> Json:
    start, size = call.number("startAt", 0), call.number("maxResults", 50)
    return page("values", everything, start, size) | {"isLast": start + size >= len(everything)}


ROUTES: tuple[Route, ...] = (
    ("GET", "/screens", every),
    ("GET", "/screens/{screen}/tabs", tabs),
    ("GET", "/screens/{screen}/tabs/{tab}/fields", shown),
    ("POST", "/screens/{screen}/tabs/{tab}/fields", add),
    ("DELETE", "/screens/{screen}/tabs/{tab}/fields/{field}", remove),
    ("GET", "/screens/{screen}/availableFields", available),
)
CLOUD: tuple[Route, ...] = (
    ("GET", "/issuetypescreenscheme/project", project_schemes),
    ("GET", "/issuetypescreenscheme/mapping", mappings),
    ("GET", "/screenscheme", schemes),
)
