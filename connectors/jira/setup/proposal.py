"""Proposes the `jira:` section of a contract from a project, each line with its certainty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from connectors.contracts.contract_model import JiraFields
from connectors.jira.inbound.statuses import ENDED
from connectors.jira.setup import vocabulary
from connectors.jira.setup.project import Field, IssueType, Project, Status, statuses
from connectors.jira.setup.vocabulary import exactly, hints
from connectors.jira.setup.wanted_setup import WANTED
from connectors.wording import said
from rules.contract import Criticality, JiraMeaning

Value = TypeVar("Value")

# What every contract needs; the deployment too, unless its resolution stops at the delivery in recette.
NEEDED = (JiraMeaning.RAISED, JiraMeaning.RESOLUTION, JiraMeaning.CLOSED, JiraMeaning.DEPLOYED)
_BY_CATEGORY: Mapping[str, JiraMeaning] = {
    "new": JiraMeaning.RAISED,
    "indeterminate": JiraMeaning.RESOLUTION,
    "done": JiraMeaning.CLOSED,
}
_ENDINGS = frozenset({JiraMeaning.ACCEPTED, JiraMeaning.REFUSED, JiraMeaning.DEPLOYED, *ENDED})
# The keys of what Jira calls them.
_CATEGORIES = {
    "new": "setup.category.new",
    "indeterminate": "setup.category.indeterminate",
    "done": "setup.category.done",
}
_WRITTEN = frozenset({"cause", "answer"})


@dataclass(frozen=True, slots=True)
class Line(Generic[Value]):
    """What Jira names, what it would mean (None: somebody must say), and why one should look (empty: sure)."""

    name: str
    means: Value | None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The section, line by line; `missing` are the meanings that a contract needs and that no status has."""

    project: Project
    types: tuple[Line[str], ...]
    statuses: tuple[Line[JiraMeaning], ...]
    priorities: tuple[Line[Criticality], ...]
    fields: tuple[tuple[str, Line[str]], ...]
    missing: tuple[JiraMeaning, ...]


def propose(
    project: Project, types: tuple[Line[str], ...], priorities: Iterable[str], site: tuple[Field, ...]
) -> Proposal:
    """What the contract of a project could say; `types` as `anomaly_types` chose them."""
    held = [one for one in project.issue_types if one.name in {line.name for line in types}]
    lines = _statuses(statuses(held))
    found = {line.means for line in lines}
    return Proposal(
        project=project,
        types=types,
        statuses=lines,
        priorities=tuple(_priority(name) for name in priorities),
        fields=tuple((name, line) for name in JiraFields.model_fields if (line := _field(name, site))),
        missing=tuple(means for means in NEEDED if means not in found),
    )


def anomaly_types(types: tuple[IssueType, ...]) -> tuple[Line[str], ...]:
    """The issue types that are anomalies; when none looks like one, the first, to be looked at."""
    whole = [one for one in types if not one.subtask] or list(types)
    sure = [Line(one.name, one.id) for one in whole if exactly(one.name, vocabulary.ANOMALIES)]
    alike = [
        Line(one.name, one.id, said("setup.doubt.type_alike"))
        for one in whole
        if not exactly(one.name, vocabulary.ANOMALIES) and hints(one.name, vocabulary.ANOMALY_HINT)
    ]
    if sure or alike or not whole:
        return (*sure, *alike)
    others = ", ".join(one.name for one in whole)
    return (Line(whole[0].name, whole[0].id, said("setup.doubt.no_type_alike", known=others)),)


def _statuses(held: tuple[Status, ...]) -> tuple[Line[JiraMeaning], ...]:
    named = [_status(status) for status in held]
    found = {line.means for line in named}
    # The category alone says too little of a status in the middle of a workflow, unless nothing else can be meant.
    return tuple(
        _by_category(status, found) if line.means is None else line for status, line in zip(held, named, strict=True)
    )


def _status(status: Status) -> Line[JiraMeaning]:
    for means, names in vocabulary.STATUSES.items():
        if exactly(status.name, names):
            return Line(status.name, means, _contradiction(status, means))
    for pattern, means in vocabulary.STATUS_HINTS:
        if hints(status.name, pattern):
            return Line(status.name, means, _contradiction(status, means) or said("setup.doubt.word"))
    return Line(status.name, None)


def _by_category(status: Status, found: Iterable[JiraMeaning | None]) -> Line[JiraMeaning]:
    means = _BY_CATEGORY.get(status.category)
    if means is None or means in found:
        return Line(status.name, None, said("setup.doubt.status_without_meaning"))
    return Line(status.name, means, said("setup.doubt.category", category=said(_CATEGORIES[status.category])))


def _contradiction(status: Status, means: JiraMeaning) -> str:
    ends, starts = status.category == "done", status.category == "new"
    if status.category not in _CATEGORIES or (ends and means in _ENDINGS) or (starts and means is JiraMeaning.RAISED):
        return ""
    if ends or (means is JiraMeaning.CLOSED):
        return said("setup.doubt.contradiction", category=said(_CATEGORIES[status.category]))
    return ""


def _priority(name: str) -> Line[Criticality]:
    for level, names in vocabulary.PRIORITIES.items():
        if exactly(name, names):
            return Line(name, level)
    for pattern, level in vocabulary.PRIORITY_HINTS:
        if hints(name, pattern):
            return Line(name, level, said("setup.doubt.priority"))
    return Line(name, None, said("setup.doubt.priority_without_meaning"))


def _field(name: str, site: tuple[Field, ...]) -> Line[str] | None:
    custom = [one for one in site if one.custom]
    ours = [one for one in custom if name in WANTED and one.name in WANTED[name].names]
    exact = ours or [one for one in custom if exactly(one.name, vocabulary.FIELDS.get(name, ()))]
    alike = exact or [
        one for one in custom if name in vocabulary.FIELD_HINTS and hints(one.name, vocabulary.FIELD_HINTS[name])
    ]
    if not alike and name == "environment":
        own = next((one for one in site if one.id == "environment"), None)
        return Line(own.id, own.name, said("setup.doubt.own_environment")) if own else None
    if not alike:
        return None
    chosen, doubt = alike[0], "" if exact else said("setup.doubt.word")
    if len(alike) > 1:
        named = ", ".join(said("setup.doubt.field", id=one.id, name=one.name) for one in alike)
        doubt = said("setup.doubt.several_fields", fields=named)
    if name in _WRITTEN and not chosen.kind.startswith("string"):
        doubt = said("setup.doubt.not_a_text", type=chosen.kind)
    return Line(chosen.id, chosen.name, doubt)
