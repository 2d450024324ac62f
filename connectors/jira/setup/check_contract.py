"""Does a project still have what its contract speaks of, and may the account do its work there?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.delivery_errors import Never
from connectors.jira.inbound.jira_payload import mapping, string
from connectors.jira.inbound.name_spelling import bare, same
from connectors.jira.outbound.jira_refusals import Refused
from connectors.jira.setup import project as reading
from connectors.jira.setup.administration import Administration, forbidden
from connectors.jira.setup.found import Found, bad, good, note
from connectors.jira.setup.project import Field, IssueType, Project
from connectors.jira.setup.wanted_setup import french
from rules.contract import Contract

PERMISSIONS: Mapping[str, str] = {
    "BROWSE_PROJECTS": "parcourir",
    "CREATE_ISSUES": "créer",
    "EDIT_ISSUES": "modifier",
    "ASSIGN_ISSUES": "affecter",
    "TRANSITION_ISSUES": "avancer",
    "ADD_COMMENTS": "commenter",
}
_ABSENT = 404


@dataclass
class Site:
    """What the contracts of one site share, read once."""

    fields: tuple[Field, ...]
    priorities: frozenset[str]
    people: dict[str, str] = field(default_factory=dict)


def contract(jira: Administration, site: Site, one: Contract) -> list[Found]:
    """Everything about one version of a contract; a single good line when nothing is wrong. Raises NotNow."""
    about = f"contrat {one.id} du {one.effective:%d/%m/%Y}"
    found: list[Found] = []
    read: list[Project] = []
    for key in one.jira.projects:
        try:
            found += _permissions(jira, key, about)
            read.append(reading.project(jira, key))
            if read[-1].key != key:
                found.append(note(about, f"le projet {key} s'appelle maintenant {read[-1].key} : corrigez « projet »"))
        except Never as refused:
            found.append(bad(about, f"projet {key} : {refused}{_shown(refused)} ; {refused.remedy}"))
    types = {each.key: _types(each, one) for each in read}
    if read:
        found += [*_map(read, types, one, about), *_priorities(site, one, about)]
    found += _fields(jira, site, one, about, [(each.key, types[each.key]) for each in read])
    found += _people(jira, site, one, about)
    if any(each.weight.value == "bad" for each in found):
        return found
    counted = f"{len(one.jira.statuses)} statuts, {len(one.jira.fields)} champs, droits et comptes vérifiés"
    return [good(about, f"{', '.join(one.jira.projects)} : {counted}"), *found]


def _permissions(jira: Administration, key: str, about: str) -> Iterator[Found]:
    held = mapping(jira.found("mypermissions", projectKey=key, permissions=",".join(PERMISSIONS)), "permissions")
    lacking = [said for name, said in PERMISSIONS.items() if mapping(held, name).get("havePermission") is not True]
    if lacking:
        yield bad(
            about,
            f"projet {key} : le compte de Vigie ne peut pas {', '.join(lacking)} ; donnez-lui ces droits "
            "(Paramètres du projet › Autorisations)",
        )


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
            yield bad(about, f"types: le type « {name} » n'existe pas dans Jira ; corrigez-le parmi : {every}")
    live = {bare(each.name): each.name for found in types.values() for each in reading.statuses(found)}
    said = {bare(name): name for name in one.jira.statuses}
    unsaid = [name for key, name in live.items() if key not in said]
    for key, name in said.items():
        if held and key not in live:
            choice = f" ; Jira a aussi : {', '.join(unsaid)}" if unsaid else ""
            yield bad(about, f"statuts: « {name} » n'existe pas dans Jira{choice} ; corrigez ou retirez la ligne")
    if unsaid:
        yield note(
            about,
            f"statuts que le contrat ne décrit pas, et que Vigie ignore : {', '.join(unsaid)} ; "
            "donnez-leur un sens sous « statuts » s'ils en ont un",
        )


def _priorities(site: Site, one: Contract, about: str) -> Iterator[Found]:
    for name in one.jira.priorities:
        if site.priorities and bare(name) not in {bare(each) for each in site.priorities}:
            known = ", ".join(sorted(site.priorities))
            yield bad(about, f"priorités: « {name} » n'existe pas dans Jira ; corrigez-la parmi : {known}")


def _fields(
    jira: Administration,
    site: Site,
    one: Contract,
    about: str,
    projects: Iterable[tuple[str, tuple[IssueType, ...]]],
) -> Iterator[Found]:
    known = {each.id: each.name for each in site.fields}
    mend = f"« vigie jira setup {one.source} » le dit et le fait"
    for name, field_id in one.jira.fields.items():
        if field_id not in known:
            yield bad(about, f"champs: {french(name)}: {field_id} n'existe pas dans Jira ; {mend}")
    there = {field_id for field_id in one.jira.fields.values() if field_id in known}
    for key, types in projects:
        shown = _screen(jira, key, types) if there else None
        if shown is not None and (absent := sorted(there - shown)):
            listed = ", ".join(f"« {known[field_id]} » ({field_id})" for field_id in absent)
            yield bad(about, f"projet {key} : absents de ses écrans : {listed} ; {mend}")


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
            yield bad(about, f"personnes: « {person.name} » : le compte Jira {person.jira} {wrong} ; corrigez-le")


def _account(jira: Administration, account: str) -> str:
    """What is wrong with an account; "" when it is well, or when Jira does not let us look."""
    asked: dict[str, Any] = {"accountId" if jira.about().cloud else "username": account}
    try:
        told = jira.found("user", **asked)
    except Refused as refused:
        if refused.status == _ABSENT:
            return "n'existe pas"
        if forbidden(refused):
            return ""
        raise
    return "est désactivé" if told.get("active") is False or string(told, "accountId") == "unknown" else ""


def _shown(refused: Never) -> str:
    return f" « {refused.shown} »" if refused.shown else ""
