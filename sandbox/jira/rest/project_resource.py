"""Projects: what they are, their workflow, and what their creation screen asks for."""

from sandbox import seed
from sandbox.jira import wire
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.rest.field_resource import schema
from sandbox.jira.rest.rest_call import Call, Reply, Route
from sandbox.jira.standard import REQUIRED, Field
from sandbox.jira.wire import Json


async def one(call: Call) -> Reply:
    """GET project/{key}."""
    return Reply(200, _whole(call, call.site.home.project(call.path["project"])))


async def found(call: Call) -> Reply:
    """GET project/search: all, or those that `keys` and `query` name."""
    keys, query = call.words("keys"), call.query.get("query", "").lower()
    matching = [
        _whole(call, project)
        for project in call.site.home.projects.values()
        if (not keys or project.key in keys) and query in f"{project.key} {project.name}".lower()
    ]
    start, size = call.number("startAt", 0), call.number("maxResults", 50)
    body = wire.page("values", matching, start, size)
    link = call.dialect.link("project", "search")
    return Reply(200, body | {"self": link, "isLast": start + size >= len(matching)})


async def statuses(call: Call) -> Reply:
    """GET project/{key}/statuses: by issue type."""
    project = call.site.home.project(call.path["project"])
    held = [wire.status(call.dialect, status) for status in project.statuses]
    return Reply(200, [_type(call, pair) | {"statuses": held} for pair in project.issue_types])


async def every(call: Call) -> Reply:
    """GET project: all at once, as Data Center tells them."""
    return Reply(200, [_whole(call, project) for project in call.site.home.projects.values()])


async def issue_types(call: Call) -> Reply:
    """GET issue/createmeta/{project}/issuetypes."""
    project = call.site.home.project(call.path["project"])
    types = [wire.option(call.dialect, "issuetype", pair) for pair in project.issue_types]
    return Reply(200, _create_page(call, "issueTypes", types))


async def create_screen(call: Call) -> Reply:
    """GET issue/createmeta/{project}/issuetypes/{type}: the fields of the creation screen."""
    home = call.site.home
    project = home.project(call.path["project"])
    if call.path["type"] not in dict(project.issue_types):
        raise refused(404, f"No issue type could be found with id '{call.path['type']}'.")
    required = {*REQUIRED, *project.required}
    shown = [
        screen_field(call, home.fields[name], project, name in required) | {"fieldId": name}
        for name in home.screens[project.id]
    ]
    lies = wire.project(call.dialect, project)
    shown.append(
        _described("project", "Project", {"type": "project", "system": "project"}, True)
        | {"fieldId": "project", "allowedValues": [lies]}
    )
    return Reply(200, _create_page(call, "fields", shown))


async def edit_screen(call: Call) -> Reply:
    """GET issue/{key}/editmeta: the fields that may be edited."""
    home, project = call.site.home, call.site.home.projects[call.issue.project]
    shown = {
        name: screen_field(call, home.fields[name], project, name in REQUIRED) for name in home.screens[project.id]
    }
    return Reply(200, {"fields": shown})


def _create_page(call: Call, name: str, everything: list[Json]) -> Json:
    """A page of the creation's metadata, under its name on Cloud and under `values` on Data Center."""
    start, size = call.number("startAt", 0), call.number("maxResults", 50)
    if call.site.home.cloud:
        return wire.page(name, everything, start, size)
    return wire.page("values", everything, start, size) | {"isLast": start + size >= len(everything)}


def screen_field(call: Call, field: Field, project: seed.Project, required: bool) -> Json:
    """A field as screens describe it, with the values a choice allows."""
    shape = _described(field.id, field.name, schema(field), required)
    allowed = [wire.option(call.dialect, field.id, pair) for pair in call.site.home.options(field, project)]
    return shape | ({"allowedValues": allowed} if allowed else {})


def _described(field_id: str, name: str, shape: Json, required: bool) -> Json:
    return {
        "key": field_id,
        "name": name,
        "required": required,
        "hasDefaultValue": field_id == "priority",
        "operations": ["add", "set", "remove"] if field_id == "labels" else ["set"],
        "schema": shape,
    }


def _type(call: Call, pair: tuple[str, str]) -> Json:
    return {
        "self": call.dialect.link("issuetype", pair[0]),
        "id": pair[0],
        "name": pair[1],
        "subtask": False,
    }


def _whole(call: Call, project: seed.Project) -> Json:
    types = [wire.option(call.dialect, "issuetype", pair) for pair in project.issue_types]
    return wire.project(call.dialect, project) | {"style": project.style, "isPrivate": False, "issueTypes": types}


ROUTES: tuple[Route, ...] = (
    ("GET", "/project", every),
    ("GET", "/project/{project}", one),
    ("GET", "/project/{project}/statuses", statuses),
    ("GET", "/issue/{issue}/editmeta", edit_screen),
    ("GET", "/issue/createmeta/{project}/issuetypes", issue_types),
    ("GET", "/issue/createmeta/{project}/issuetypes/{type}", create_screen),
)
CLOUD: tuple[Route, ...] = (("GET", "/project/search", found),)
