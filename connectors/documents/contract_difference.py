"""Tells what changes between two versions of a contract, in words that a client can read before signing."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, fields

from connectors.documents.agreed_clause import AgreedClause, Chapter
from connectors.documents.budget_clauses import budget_clauses
from connectors.documents.commitment_clauses import commitment_clauses
from connectors.documents.compensation_clauses import compensation_clauses
from connectors.wording import Wording
from connectors.wording.one_line import one_line
from rules.contract import Contract

_CLAUSES = (commitment_clauses, budget_clauses, compensation_clauses)
_TOLD_ELSEWHERE = {"id", "client", "effective", "source", "since", "previous", "clocks"}


@dataclass(frozen=True, slots=True)
class ChapterDifference:
    """What changes in one chapter: its name, then a line for each clause that is new, gone, or says something else."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContractDifference:
    """What changes from one version to another, chapter by chapter; `others` names the other parts that differ.

    Without chapters nor others, both say the same.
    """

    title: str
    chapters: tuple[ChapterDifference, ...]
    others: str

    def lines(self) -> Iterator[str]:
        """All of it, a line each."""
        yield self.title
        for chapter in self.chapters:
            yield ""
            yield chapter.name
            yield from (f"  {line}" for line in chapter.lines)
        if self.others:
            yield ""
            yield self.others


def contract_difference(before: Contract, after: Contract, wording: Wording) -> ContractDifference:
    """The difference between two versions, both in the language and by the labels of the same readers."""
    old, new = clauses(before, wording), clauses(after, wording)
    title = wording.text(
        "difference.title",
        client=one_line(after.client),
        before=before.effective,
        after=after.effective,
    )
    changed = {chapter: tuple(_changes(_of(chapter, old), _of(chapter, new), wording)) for chapter in Chapter}
    chapters = tuple(
        ChapterDifference(wording.text(f"difference.chapter.{chapter}"), lines)
        for chapter, lines in changed.items()
        if lines
    )
    told = _TOLD_ELSEWHERE | {chapter.value for chapter, lines in changed.items() if lines}
    others = _others(before, after, told, wording)
    if not chapters and not others:
        others = wording.text("difference.none")
    return ContractDifference(title, chapters, others)


def clauses(contract: Contract, wording: Wording) -> tuple[AgreedClause, ...]:
    """Every clause of a version, chapter by chapter."""
    return tuple(clause for each in _CLAUSES for clause in each(contract, wording))


def _of(chapter: Chapter, every: tuple[AgreedClause, ...]) -> dict[str, str]:
    """The values of a chapter's clauses by their labels; those under one label stand together."""
    found: dict[str, str] = {}
    for one in every:
        if one.chapter is chapter:
            found[one.label] = f"{found[one.label]} / {one.value}" if one.label in found else one.value
    return found


def _changes(old: Mapping[str, str], new: Mapping[str, str], wording: Wording) -> Iterator[str]:
    for label in dict.fromkeys((*old, *new)):
        was, becomes = old.get(label), new.get(label)
        if was is None:
            yield wording.text("difference.added", label=label, after=becomes)
        elif becomes is None:
            yield wording.text("difference.removed", label=label, before=was)
        elif was != becomes:
            yield wording.text("difference.changed", label=label, before=was, after=becomes)


def _others(before: Contract, after: Contract, told: Set[str], wording: Wording) -> str:
    """The parts that no chapter tells and that differ: a chapter too, where no clause of it says so."""
    names = [one.name for one in fields(Contract) if one.init and one.name not in told]
    differing = tuple(
        wording.text(f"difference.part.{name}") for name in names if getattr(before, name) != getattr(after, name)
    )
    return wording.text("difference.others", parts=wording.join(differing)) if differing else ""
