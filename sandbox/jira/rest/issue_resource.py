"""Issues: opened, read, many at once or alone, edited, assigned, deleted."""

from typing import Any

from sandbox.jira.jira_error_answers import Refused, no_such_issue, refused
from sandbox.jira.records import Issue
from sandbox.jira.rest.comment_resource import drafted
from sandbox.jira.rest.rest_call import Call, Reply, Route
from sandbox.jira.rest.shape import shaped
from sandbox.jira.standard import REQUIRED

MOST_FETCHED = 100


async def create(call: Call) -> Reply:
    """POST issue."""
    fields = call.part("fields")
    rest = {name: value for name, value in fields.items() if name != "project"}
    plain = dict.fromkeys(REQUIRED) | call.dialect.plain(rest)
    key = await call.site.create(_project_key(call, fields.get("project")), call.actor, plain, call.properties)
    issue = call.site.issue(key)
    return Reply(201, {"id": issue.id, "key": key, "self": call.dialect.link("issue", issue.id)})


async def one(call: Call) -> Reply:
    """GET issue/{key}?fields=&expand=."""
    fields = call.words("fields") or ["*all"]
    return Reply(200, shaped(call.dialect, call.issue, fields, ",".join(call.words("expand"))))


async def many(call: Call) -> Reply:
    """POST issue/bulkfetch: those of `issueIdsOrKeys` that exist, with the `fields` and `expand` asked for."""
    wanted, fields, expand = (call.json.get(name) or [] for name in ("issueIdsOrKeys", "fields", "expand"))
    if not all(isinstance(listed, list) for listed in (wanted, fields, expand)) or not 1 <= len(wanted) <= MOST_FETCHED:
        raise refused(400, f"issueIdsOrKeys must be a list of 1 to {MOST_FETCHED} ids or keys.")
    issues, errors = [], []
    for ref in wanted:
        try:
            if "BROWSE_PROJECTS" in call.site.denied:
                raise no_such_issue()
            issues.append(shaped(call.dialect, call.issue_of(str(ref)), fields or ["*navigable"], ",".join(expand)))
        except Refused as refusal:
            errors.append({"id": str(ref), "errorMessage": refusal.body["errorMessages"][0]})
    return Reply(200, {"issues": issues, "issueErrors": errors})


async def edit(call: Call) -> Reply:
    """PUT issue/{key}: `fields`, and `update` with set, and with add and remove for labels and comments."""
    issue, fields, update = call.issue, call.part("fields"), call.part("update")
    if not fields and not update:
        raise refused(400, "one of 'fields' or 'update' required")
    comments = [drafted(call, body) for body in added_comments(update)]
    operations = {name: listed for name, listed in update.items() if name != "comment"}
    for name, listed in operations.items():
        fields = fields | {name: _operated(issue, name, listed)}
    await call.site.edit(issue.id, call.actor, call.dialect.plain(fields))
    for comment in comments:
        await call.site.discussion.add_comment(issue.id, comment)
    return Reply(204)


async def delete(call: Call) -> Reply:
    """DELETE issue/{key}."""
    await call.site.delete(call.issue.id, call.actor)
    return Reply(204)


async def assign(call: Call) -> Reply:
    """PUT issue/{key}/assignee: an accountId (a name on Data Center), or null for nobody."""
    name = "accountId" if call.site.home.cloud else "name"
    if name not in call.json:
        raise refused(400, f"The '{name}' of the assignee is required.")
    await call.site.assign(call.issue.id, call.actor, call.json[name])
    return Reply(204)


def added_comments(update: dict[str, Any]) -> list[Any]:
    """The bodies that an `update` adds as comments; other operations on comments are refused."""
    listed = update.get("comment", [])
    if not isinstance(listed, list) or not all(
        isinstance(operation, dict) and isinstance(operation.get("add"), dict) for operation in listed
    ):
        raise refused(400, errors={"comment": "Only the operation 'add' is supported."})
    return [operation["add"].get("body") for operation in listed]


def _project_key(call: Call, given: Any) -> str:
    ref = given.get("key") or given.get("id") if isinstance(given, dict) else None
    try:
        return call.site.home.project(str(ref)).key
    except Refused:
        raise refused(400, errors={"project": "Specify a valid project ID or key"}) from None


def _operated(issue: Issue, name: str, listed: Any) -> Any:
    if not isinstance(listed, list) or not all(isinstance(each, dict) and len(each) == 1 for each in listed):
        raise refused(400, errors={name: "data was not a list of operations"})
    value: Any = list(issue.values.get("labels") or ())
    for verb, operand in (pair for operation in listed for pair in operation.items()):
        match name, verb:
            case _, "set":
                value = operand
            case "labels", "add":
                value = [*value, operand]
            case "labels", "remove":
                value = [label for label in value if label != operand]
            case _:
                raise refused(400, errors={name: f"Field does not support the operation '{verb}'."})
    return value


ROUTES: tuple[Route, ...] = (
    ("POST", "/issue", create),
    ("GET", "/issue/{issue}", one),
    ("PUT", "/issue/{issue}", edit),
    ("DELETE", "/issue/{issue}", delete),
    ("PUT", "/issue/{issue}/assignee", assign),
)
CLOUD: tuple[Route, ...] = (("POST", "/issue/bulkfetch", many),)
