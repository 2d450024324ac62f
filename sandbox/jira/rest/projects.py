"""Projects: what they are, their workflow, and what their creation screen asks for."""

from sandbox import seed
from sandbox.jira import catalogue, wire
from sandbox.jira.fields import BY_ID, ON_EDIT_SCREEN, REQUIRED, Field, options
from sandbox.jira.refusal import refused
from sandbox.jira.rest.call import Call, Reply, Route
from sandbox.jira.rest.furniture import schema
from sandbox.jira.wire import Json


async def one(call: Call) -> Reply:
    """GET project/{key}."""
    return Reply(200, _whole(call, catalogue.project(call.path["project"])))


async def found(call: Call) -> Reply:
    """GET project/search: all, or those that `keys` and `query` name."""
    keys, query = call.words("keys"), call.query.get("query", "").lower()
    matching = [
        _whole(call, project)
        for project in seed.PROJECTS
        if (not keys or project.key in keys) and query in f"{project.key} {project.name}".lower()
    ]
    start, size = call.number("startAt", 0), call.number("maxResults", 50)
    body = wire.page("values", matching, start, size)
    link = call.dialect.link("project", "search")
    return Reply(200, body | {"self": link, "isLast": start + size >= len(matching)})


async def statuses(call: Call) -> Reply:
    """GET project/{key}/statuses: by issue type."""
    project = catalogue.project(call.path["project"])
    held = [wire.status(call.dialect, status) for status in project.statuses]
    return Reply(200, [_type(call, pair) | {"statuses": held} for pair in project.issue_types])


async def issue_types(call: Call) -> Reply:
    """GET issue/createmeta/{project}/issuetypes."""
    project = catalogue.project(call.path["project"])
    types = [wire.option(call.dialect, "issuetype", pair) for pair in project.issue_types]
    return Reply(200, wire.page("issueTypes", types, call.number("startAt", 0), call.number("maxResults", 50)))


async def create_screen(call: Call) -> Reply:
    """GET issue/createmeta/{project}/issuetypes/{type}: the fields of the creation screen."""
    project = catalogue.project(call.path["project"])
    if call.path["type"] not in dict(project.issue_types):
        raise refused(404, f"No issue type could be found with id '{call.path['type']}'.")
    shown = [screen_field(call, BY_ID[name], project, name in REQUIRED) | {"fieldId": name} for name in ON_EDIT_SCREEN]
    home = wire.project(call.dialect, project)
    shown.append(
        _described("project", "Project", {"type": "project", "system": "project"}, True)
        | {"fieldId": "project", "allowedValues": [home]}
    )
    return Reply(200, wire.page("fields", shown, call.number("startAt", 0), call.number("maxResults", 50)))


def screen_field(call: Call, field: Field, project: seed.Project, required: bool) -> Json:
    """A field as screens describe it, with the values a choice allows."""
    shape = _described(field.id, field.name, schema(field), required)
    allowed = [wire.option(call.dialect, field.id, pair) for pair in options(field, project)]
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
    return wire.project(call.dialect, project) | {"style": "classic", "isPrivate": False, "issueTypes": types}


ROUTES: tuple[Route, ...] = (
    ("GET", "/project/search", found),
    ("GET", "/project/{project}", one),
    ("GET", "/project/{project}/statuses", statuses),
    ("GET", "/issue/createmeta/{project}/issuetypes", issue_types),
    ("GET", "/issue/createmeta/{project}/issuetypes/{type}", create_screen),
)
