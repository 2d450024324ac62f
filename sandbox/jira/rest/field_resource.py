"""Fields: those of the site, and those that an administrator adds, with the options of a list."""

from sandbox.jira.jira_error_answers import refused
from sandbox.jira.rest.rest_call import Call, Reply, Route
from sandbox.jira.standard import CUSTOM_KINDS, Field
from sandbox.jira.wire import Json, page

TYPES = "com.atlassian.jira.plugin.system.customfieldtypes:"
CONTEXT = "10500"
_SCHEMAS = {
    "line": "string",
    "text": "string",
    "person": "user",
    "labels": "array",
    "date": "date",
    "instant": "datetime",
    "number": "number",
    "select": "option",
}


async def every(call: Call) -> Reply:
    """GET field."""
    return Reply(200, [described(field) for field in call.site.home.fields.values()])


async def found(call: Call) -> Reply:
    """GET field/search?type=custom&query=&id=."""
    kinds, ids, query = call.words("type"), call.words("id"), call.query.get("query", "").lower()
    matching = [
        {"id": field.id, "key": field.id, "name": field.name, "description": field.description, "schema": schema(field)}
        for field in call.site.home.fields.values()
        if (not kinds or ("custom" if field.custom else "system") in kinds)
        and (not ids or field.id in ids)
        and query in field.name.lower()
    ]
    start, size = call.number("startAt", 0), call.number("maxResults", 50)
    return Reply(200, page("values", matching, start, size) | {"isLast": start + size >= len(matching)})


async def create(call: Call) -> Reply:
    """POST field: `name` and `type`; it has a context for every project, and no screen yet."""
    name, kind = str(call.json.get("name") or "").strip(), str(call.json.get("type") or "")
    short = kind.removeprefix(TYPES)
    if not name:
        raise refused(400, errors={"name": "The field name is required."})
    if not kind.startswith(TYPES) or short not in CUSTOM_KINDS:
        raise refused(400, errors={"type": "The field type is invalid."})
    made = call.site.home.create_field(name, short, str(call.json.get("description") or ""))
    await call.site.ledger.changed()
    return Reply(201, described(made))


async def contexts(call: Call) -> Reply:
    """GET field/{id}/context: one, of every project."""
    _custom(call)
    held = {"id": CONTEXT, "name": "Default", "description": "", "isGlobalContext": True, "isAnyIssueType": True}
    return Reply(200, page("values", [held], 0, 50) | {"isLast": True})


async def options(call: Call) -> Reply:
    """GET field/{id}/context/{context}/option."""
    held = [{"id": number, "value": value, "disabled": False} for number, value in _custom(call).options]
    return Reply(200, page("values", held, call.number("startAt", 0), 100) | {"isLast": True})


async def add_options(call: Call) -> Reply:
    """POST field/{id}/context/{context}/option: `{"options": [{"value": ...}]}`."""
    field, listed = _custom(call), call.json.get("options")
    if not isinstance(listed, list) or not all(isinstance(one, dict) and one.get("value") for one in listed):
        raise refused(400, "options must be a list of values.")
    known = {value for _, value in field.options}
    if doubled := [one["value"] for one in listed if one["value"] in known]:
        raise refused(400, f"The option value {doubled[0]} already exists.")
    made = call.site.home.add_options(field, [str(one["value"]) for one in listed])
    return Reply(200, {"options": [{"id": number, "value": value, "disabled": False} for number, value in made]})


def schema(field: Field) -> Json:
    """The `schema` that field lists and screens show."""
    shape: Json = {"type": _SCHEMAS.get(field.kind, field.id)}
    if field.kind == "labels":
        shape["items"] = "string"
    if field.custom is None:
        return shape | {"system": field.id}
    return shape | {"custom": TYPES + field.custom, "customId": int(field.id.removeprefix("customfield_"))}


def described(field: Field) -> Json:
    """A field as the list of fields tells it."""
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


def _custom(call: Call) -> Field:
    field = call.site.home.fields.get(call.path["field"])
    if field is None or not field.custom:
        raise refused(404, "The custom field was not found.")
    return field


ROUTES: tuple[Route, ...] = (
    ("GET", "/field", every),
    ("POST", "/field", create),
)
CLOUD: tuple[Route, ...] = (
    ("GET", "/field/search", found),
    ("GET", "/field/{field}/context", contexts),
    ("GET", "/field/{field}/context/{context}/option", options),
    ("POST", "/field/{field}/context/{context}/option", add_options),
)
