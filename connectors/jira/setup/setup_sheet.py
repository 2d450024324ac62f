"""A proposal as the lines that its reader pastes in a contract, each with its confidence."""

import json
import re
from collections.abc import Callable, Iterator

import yaml

from connectors.contracts.yaml_words import CRITICALITIES, MEANINGS, spelled
from connectors.jira.setup.proposal import Line, Proposal, Value
from connectors.jira.setup.wanted_setup import WANTED
from connectors.wording import said, spoken
from rules.contract import DEFAULT_SITE, Criticality, JiraMeaning

_PLAIN = re.compile(r"[^\W\d_][\w '’./()+-]*")


def section(proposal: Proposal, site: str) -> str:
    """The `jira:` section, in YAML, with keys in the language of the installation."""
    return "\n".join(_lines(proposal, site)) + "\n"


def _lines(proposal: Proposal, site: str) -> Iterator[str]:
    project = proposal.project
    yield f"# {said('setup.sheet.proposed', project=project.key)}"
    if project.managed_by_team:
        yield f"# {said('setup.sheet.of_team')}"
    yield "jira:"
    if site != DEFAULT_SITE:
        yield _commented(f"  site: {scalar(site)}", "")
    yield _commented(f"  {spelled('projects')}: {scalar(project.key)}", "")
    if not proposal.types:
        yield f"  # {spelled('issue_types')}: {said('setup.sheet.no_type')}"
    else:
        doubts = "; ".join(line.doubt for line in proposal.types if line.doubt)
        names = ", ".join(scalar(line.name) for line in proposal.types)
        yield _commented(f"  {spelled('issue_types')}: [{names}]", doubts)
    if project.service:
        yield f"  # {spelled('request_type')}: ?  # {said('setup.sheet.request_type')}"
    yield from _statuses(proposal)
    yield from _group(f"  {spelled('priorities')}:", proposal.priorities, _criticality)
    yield from _fields(proposal)


def _statuses(proposal: Proposal) -> Iterator[str]:
    yield from _group(f"  {spelled('statuses')}:", proposal.statuses, lambda means: scalar(_meaning(means)))
    if any(line.means is None for line in proposal.statuses):
        known = ", ".join(said("setup.quoted", name=_meaning(means)) for means in JiraMeaning)
        yield f"    # {said('setup.sheet.meanings', known=known)}"
    for means in proposal.missing:
        missing = "setup.sheet.no_deployment" if means is JiraMeaning.DEPLOYED else "setup.sheet.no_status"
        yield f"    # {said(missing, meaning=_meaning(means))}"


def _fields(proposal: Proposal) -> Iterator[str]:
    if proposal.fields:
        yield f"  {spelled('fields')}:"
    for name, line in proposal.fields:
        told = said("setup.sheet.field_doubt", doubt=line.doubt, name=line.means) if line.doubt else ""
        named = said("setup.quoted", name=line.means)
        yield _commented(f"    {scalar(spelled(name))}: {scalar(line.name)}", told, named)
    absent = [spelled(name) for name, one in WANTED.items() if not (one.of_levels or name in dict(proposal.fields))]
    if absent:
        yield f"  # {said('setup.sheet.fields_absent', fields=', '.join(absent))}"


def _group(title: str, lines: tuple[Line[Value], ...], worded: Callable[[Value], str]) -> Iterator[str]:
    known = [line for line in lines if line.means is not None]
    if known:
        yield title
    for line in lines:
        if line.means is None:
            yield f"    # {_comment(scalar(line.name))}: ?  # {line.doubt}"
        else:
            yield _commented(f"    {scalar(line.name)}: {worded(line.means)}", line.doubt)


def _criticality(level: Criticality) -> str:
    return CRITICALITIES.spelling(level, spoken())


def _meaning(means: JiraMeaning) -> str:
    return MEANINGS.spelling(means, spoken())


def scalar(text: str) -> str:
    """A text as YAML reads it back, whatever it holds; between quotes only where it must be."""
    if _PLAIN.fullmatch(text) and text == text.strip() and yaml.safe_load(text) == text:
        return text
    return json.dumps(text, ensure_ascii=False)


def _commented(line: str, doubt: str, sure: str = "") -> str:
    if doubt:
        return f"{line}  # {said('setup.sheet.to_check', doubt=_comment(doubt))}"
    return f"{line}  # {said('setup.sheet.sure_of', what=_comment(sure)) if sure else said('setup.sheet.sure')}"


def _comment(text: str) -> str:
    """On one line: what Jira names may hold anything."""
    return " ".join(text.split())
