"""A proposal as the lines that its reader pastes in a contract, each with its confidence."""

import json
import re
from collections.abc import Callable, Iterator

import yaml

from connectors.contracts.yaml_words import CRITICALITIES, MEANINGS
from connectors.jira.setup.proposal import Line, Proposal, Value
from connectors.jira.setup.wanted_setup import WANTED, french
from rules.contract import DEFAULT_SITE, JiraMeaning

_PLAIN = re.compile(r"[^\W\d_][\w '’./()+-]*")
_MISSING = (
    "aucun statut ne veut dire « {meaning} », et un contrat en a besoin : ajoutez-le au flux du projet, "
    "ou donnez ce sens à l'un des statuts ci-dessus"
)
_OR_DELIVERY = (
    ", ou écrivez « résolution arrêtée par: livraison en recette » sous « règles », avec un statut « recette »"
)
_MEANINGS = ", ".join(f"« {MEANINGS.spelling(means)} »" for means in JiraMeaning)


def section(proposal: Proposal, site: str) -> str:
    """The `jira:` section, in YAML, with French keys."""
    return "\n".join(_lines(proposal, site)) + "\n"


def _lines(proposal: Proposal, site: str) -> Iterator[str]:
    project = proposal.project
    yield f"# Proposé par « vigie jira inspect {project.key} » : relisez « à vérifier », complétez « à décider »."
    if project.managed_by_team:
        yield "# Projet géré par son équipe (« team-managed ») : ses champs et ses écrans ne servent qu'à lui."
    yield "jira:"
    if site != DEFAULT_SITE:
        yield _commented(f"  site: {scalar(site)}", "")
    yield _commented(f"  projet: {scalar(project.key)}", "")
    if not proposal.types:
        yield "  # types: [Anomalie]  # à décider : ce projet n'a aucun type de demande"
    else:
        doubts = "; ".join(line.doubt for line in proposal.types if line.doubt)
        yield _commented(f"  types: [{', '.join(scalar(line.name) for line in proposal.types)}]", doubts)
    if project.service:
        yield "  # type de demande: ?  # à décider : projet de service ; ce que le client y voit d'un nouveau ticket"
    yield from _statuses(proposal)
    yield from _group("  priorités:", proposal.priorities, CRITICALITIES.spelling)
    yield from _fields(proposal)


def _statuses(proposal: Proposal) -> Iterator[str]:
    yield from _group("  statuts:", proposal.statuses, lambda means: scalar(MEANINGS.spelling(means)))
    if any(line.means is None for line in proposal.statuses):
        yield f"    # sens possibles : {_MEANINGS}"
    for means in proposal.missing:
        said = _MISSING.format(meaning=MEANINGS.spelling(means))
        yield f"    # MANQUE : {said}{_OR_DELIVERY if means is JiraMeaning.DEPLOYED else ''}"


def _fields(proposal: Proposal) -> Iterator[str]:
    if proposal.fields:
        yield "  champs:"
    for name, line in proposal.fields:
        told = f"{line.doubt} (« {line.means} »)" if line.doubt else ""
        yield _commented(f"    {scalar(french(name))}: {scalar(line.name)}", told, f"« {line.means} »")
    absent = [french(name) for name in WANTED if name not in dict(proposal.fields)]
    if absent:
        yield f"  # champs non trouvés : {', '.join(absent)} ; « vigie jira setup CONTRAT.yaml » les crée"


def _group(title: str, lines: tuple[Line[Value], ...], spelled: Callable[[Value], str]) -> Iterator[str]:
    known = [line for line in lines if line.means is not None]
    if known:
        yield title
    for line in lines:
        if line.means is None:
            yield f"    # {_comment(scalar(line.name))}: ?  # {line.doubt}"
        else:
            yield _commented(f"    {scalar(line.name)}: {spelled(line.means)}", line.doubt)


def scalar(text: str) -> str:
    """A text as YAML reads it back, whatever it holds; between quotes only where it must be."""
    if _PLAIN.fullmatch(text) and text == text.strip() and yaml.safe_load(text) == text:
        return text
    return json.dumps(text, ensure_ascii=False)


def _commented(line: str, doubt: str, sure: str = "") -> str:
    said = f"à vérifier : {_comment(doubt)}" if doubt else "sûr" + (f" : {_comment(sure)}" if sure else "")
    return f"{line}  # {said}"


def _comment(text: str) -> str:
    """On one line: what Jira names may hold anything."""
    return " ".join(text.split())
