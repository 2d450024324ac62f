"""A Jira project as the set-up reads it: its types, their workflows, its priorities, the fields of its screens."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from connectors.delivery_errors import Never
from connectors.jira.inbound.jira_payload import Json, mapping, mappings, string
from connectors.jira.inbound.name_spelling import bare
from connectors.jira.outbound.jira_refusals import Refused
from connectors.jira.setup.administration import Administration, forbidden
from connectors.wording import said

_RECENT = 50
_ABSENT = 404


@dataclass(frozen=True, slots=True)
class Status:
    """A status of a workflow; `category` is Jira's key (new, indeterminate, done), whatever the language."""

    name: str
    category: str


@dataclass(frozen=True, slots=True)
class IssueType:
    """An issue type of the project, with the statuses of its workflow in Jira's order."""

    id: str
    name: str
    subtask: bool
    statuses: tuple[Status, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the site; `kind` is Jira's type of its value, with the end of the custom type (`string/textarea`)."""

    id: str
    name: str
    custom: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Project:
    """One project; `key` is its present one, which may differ from the key that was asked."""

    id: str
    key: str
    name: str
    managed_by_team: bool
    service: bool
    issue_types: tuple[IssueType, ...]


def project(jira: Administration, key: str) -> Project:
    """The project and its workflows. Never when the account sees no such project."""
    path = f"project/{quote(key, safe='')}"
    try:
        told, types = jira.found(path), jira.listed(f"{path}/statuses")
    except Refused as refused:
        if refused.status != _ABSENT:
            raise
        raise Never(said("setup.project.unknown", project=key), said("setup.project.show_it")) from None
    return Project(
        id=string(told, "id"),
        key=string(told, "key"),
        name=string(told, "name"),
        managed_by_team=string(told, "style") == "next-gen" or told.get("simplified") is True,
        service=string(told, "projectTypeKey") == "service_desk",
        issue_types=tuple(_type(one) for one in types),
    )


def fields(jira: Administration) -> tuple[Field, ...]:
    """Every field of the site that the account may see."""
    return tuple(
        Field(string(one, "id"), string(one, "name"), one.get("custom") is True, _kind(mapping(one, "schema")))
        for one in jira.listed("field")
    )


def creation_screen(jira: Administration, key: str, issue_type: str) -> tuple[Json, ...]:
    """The fields that the creation screen of a type shows, as Jira describes them."""
    # Cloud answers `fields`, Data Center `values`.
    path = f"issue/createmeta/{quote(key, safe='')}/issuetypes/{quote(issue_type, safe='')}"
    return jira.paged(path, ("fields", "values", "results"))


def priorities(jira: Administration, screen: tuple[Json, ...]) -> tuple[str, ...]:
    """The priorities that the creation screen offers, else those of the site, gravest first as Jira orders them."""
    shown = next((one for one in screen if _id(one) == "priority"), None)
    offered = mappings(shown, "allowedValues") if shown else ()
    return tuple(string(one, "name") for one in offered or jira.listed("priority"))


def edit_screen(jira: Administration, key: str, types: Iterable[str]) -> frozenset[str] | None:
    """The ids of the fields that may be edited on the project's latest issue; None while it has none to look at."""
    wanted, jql = {bare(name) for name in types}, f'project = "{key}" ORDER BY created DESC'
    try:
        way = "search/jql" if jira.about().cloud else "search"
        issues = mappings(jira.found(way, jql=jql, fields="issuetype", maxResults=_RECENT), "issues")
        latest = next((one for one in issues if bare(_type_of(one)) in wanted), None)
        if latest is None:
            return None
        return frozenset(mapping(jira.found(f"issue/{string(latest, 'id')}/editmeta"), "fields"))
    except Never as refused:
        if forbidden(refused):
            return None
        raise


def screen_ids(screen: tuple[Json, ...]) -> frozenset[str]:
    """The ids of the fields of a creation screen."""
    return frozenset(_id(one) for one in screen)


def statuses(types: Iterable[IssueType]) -> tuple[Status, ...]:
    """The statuses of several workflows, each name once."""
    known: dict[str, Status] = {}
    for issue_type in types:
        for status in issue_type.statuses:
            known.setdefault(bare(status.name), status)
    return tuple(known.values())


def _type(one: Json) -> IssueType:
    held = tuple(
        Status(string(status, "name"), string(mapping(status, "statusCategory"), "key"))
        for status in mappings(one, "statuses")
    )
    return IssueType(string(one, "id"), string(one, "name"), one.get("subtask") is True, held)


def _type_of(issue: Json) -> str:
    return string(mapping(mapping(issue, "fields"), "issuetype"), "name")


def _id(field: Json) -> str:
    return string(field, "fieldId") or string(field, "key")


def _kind(schema: Json) -> str:
    custom = string(schema, "custom").rpartition(":")[2]
    return f"{string(schema, 'type')}/{custom}" if custom else string(schema, "type")
