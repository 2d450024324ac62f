"""Does a project still have what its contract speaks of, and may the account do its work there?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.contracts.yaml_words import spelled
from connectors.delivery_errors import Never
from connectors.jira.inbound.jira_payload import mapping, string
from connectors.jira.inbound.name_spelling import bare, same
from connectors.jira.outbound.jira_refusals import Refused
from connectors.jira.setup import project as reading
from connectors.jira.setup.administration import Administration, forbidden
from connectors.jira.setup.found import Found, bad, good, note
from connectors.jira.setup.project import Field, IssueType, Project
from connectors.wording import said
from rules.contract import Contract

PERMISSIONS: Mapping[str, str] = {
    "BROWSE_PROJECTS": "check.right.browse",
    "CREATE_ISSUES": "check.right.create",
    "EDIT_ISSUES": "check.right.edit",
    "ASSIGN_ISSUES": "check.right.assign",
    "TRANSITION_ISSUES": "check.right.transition",
    "ADD_COMMENTS": "check.right.comment",
}
"""What the account must be allowed to do, with the key of its name."""

_ABSENT = 404


@dataclass
class Site:
    """What the contracts of one site share, read once."""

    fields: tuple[Field, ...]
    priorities: frozenset[str]
    people: dict[str, str] = field(default_factory=dict)


def contract(jira: Administration, site: Site, one: Contract) -> list[Found]:
    """Everything about one version of a contract; a single good line when nothing is wrong. Raises NotNow."""
    about = said("check.about_version", contract=one.id, effective=one.effective)
    found: list[Found] = []
    read: list[Project] = []
    for key in one.jira.projects:
        try:
            found += _permissions(jira, key, about)
            read.append(reading.project(jira, key))
            if read[-1].key != key:
                found.append(note(about, said("check.project.renamed", project=key, new=read[-1].key)))
        except Never as refused:
            found.append(bad(about, _refused(key, refused)))
    types = {each.key: _types(each, one) for each in read}
    if read:
        found += [*_map(read, types, one, about), *_priorities(site, one, about)]
    found += _fields(jira, site, one, about, [(each.key, types[each.key]) for each in read])
    found += _people(jira, site, one, about)
    if any(each.weight.value == "bad" for each in found):
        return found
    well = said(
        "check.contract_good",
        projects=", ".join(one.jira.projects),
        statuses=len(one.jira.statuses),
        fields=len(one.jira.fields),
    )
    return [good(about, well), *found]


def _permissions(jira: Administration, key: str, about: str) -> Iterator[Found]:
    held = mapping(jira.found("mypermissions", projectKey=key, permissions=",".join(PERMISSIONS)), "permissions")
    lacking = [
        said(right) for name, right in PERMISSIONS.items() if mapping(held, name).get("havePermission") is not True
    ]
    if lacking:
        yield bad(about, said("check.project.rights", project=key, rights=", ".join(lacking)))


def _types(project: Project, one: Contract) -> tuple[IssueType, ...]:
    return tuple(each for each in project.issue_types if any(same(each.name, name) for name in one.jira.issue_types))


def _map(
    read: Iterable[Project], types: Mapping[str, tuple[IssueType, ...]], one: Contract, about: str
) -> Iterator[Found]:
    """Issue types and statuses, both ways: the contract's that no project has, the projects' that it does not say."""
    held = {bare(each.name) for project in types.values() for each in project}
    every = ", ".join(dict.fromkeys(each.name for project in read for each in project.issue_types if not each.subtask))
    for name in one.jira.issue_types:
        if bare(name) not in held:
            yield bad(about, said("check.type_unknown", name=name, known=every))
    live = {bare(each.name): each.name for found in types.values() for each in reading.statuses(found)}
    described = {bare(name): name for name in one.jira.statuses}
    unsaid = [name for key, name in live.items() if key not in described]
    for key, name in described.items():
        if held and key not in live:
            unknown = "check.status.unknown_among" if unsaid else "check.status.unknown"
            yield bad(about, said(unknown, name=name, known=", ".join(unsaid)))
    if unsaid:
        yield note(about, said("check.status.undescribed", names=", ".join(unsaid)))


def _priorities(site: Site, one: Contract, about: str) -> Iterator[Found]:
    for name in one.jira.priorities:
        if site.priorities and bare(name) not in {bare(each) for each in site.priorities}:
            known = ", ".join(sorted(site.priorities))
            yield bad(about, said("check.priority_unknown", name=name, known=known))


def _fields(
    jira: Administration,
    site: Site,
    one: Contract,
    about: str,
    projects: Iterable[tuple[str, tuple[IssueType, ...]]],
) -> Iterator[Found]:
    known = {each.id: each.name for each in site.fields}
    for name, field_id in one.jira.fields.items():
        if field_id not in known:
            named = spelled(name)
            yield bad(about, said("check.field.unknown", field=named, id=field_id, contract=one.source))
    there = {field_id for field_id in one.jira.fields.values() if field_id in known}
    for key, types in projects:
        shown = _screen(jira, key, types) if there else None
        if shown is not None and (absent := sorted(there - shown)):
            listed = ", ".join(said("check.field.named", name=known[field_id], id=field_id) for field_id in absent)
            yield bad(about, said("check.field.off_screen", project=key, fields=listed, contract=one.source))


def _screen(jira: Administration, key: str, types: tuple[IssueType, ...]) -> frozenset[str] | None:
    """The fields that may be written: those of the edit screen, else of the creation screen; None when unknown."""
    try:
        edited = reading.edit_screen(jira, key, (each.name for each in types))
        if edited is not None or not types:
            return edited
        return reading.screen_ids(reading.creation_screen(jira, key, types[0].id))
    except Never as refused:
        if forbidden(refused):
            return None
        raise


def _people(jira: Administration, site: Site, one: Contract, about: str) -> Iterator[Found]:
    for person in one.people:
        if not person.jira:
            continue
        if person.jira not in site.people:
            site.people[person.jira] = _account(jira, person.jira)
        if wrong := site.people[person.jira]:
            yield bad(about, said(wrong, name=person.name, account=person.jira))


def _account(jira: Administration, account: str) -> str:
    """The key of what is wrong with an account; "" when it is well, or when Jira does not let us look."""
    asked: dict[str, Any] = {"accountId" if jira.about().cloud else "username": account}
    try:
        told = jira.found("user", **asked)
    except Refused as refused:
        if refused.status == _ABSENT:
            return "check.person_unknown"
        if forbidden(refused):
            return ""
        raise
    return "check.person_disabled" if told.get("active") is False or string(told, "accountId") == "unknown" else ""


def _refused(key: str, refused: Never) -> str:
    answered = "check.project.refused_saying" if refused.shown else "check.project.refused"
    return said(answered, project=key, why=refused.why, answer=refused.shown, remedy=refused.remedy)
