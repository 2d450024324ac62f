"""Prints what a simulation found of envelopes, and the doubts between the versions of a contract."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from connectors.wording import Sentence, Wording, said, spoken
from connectors.wording.money import money
from rules.contract import Contract
from rules.contract.version_seams import Seam, SeamKind, seams
from rules.economy.figures import EnvelopeFigures
from rules.reports.ledger_comparison import EnvelopeComparison, LedgerComparison

_COLUMNS = ("budget.column.month", "budget.column.envelope", "operations.column.was", "operations.column.would_be")
_SEAMS = {
    SeamKind.GAP: "operations.seam.gap",
    SeamKind.OVERLAP: "operations.seam.overlap",
    SeamKind.SILENT: "operations.seam.silent",
}


def seam_lines(versions: Iterable[Contract]) -> Iterator[Sentence]:
    """A line for each gap and each overlap between versions, with the one that holds there."""
    for one in seams(versions):
        yield said(
            _SEAMS[one.kind],
            contract=one.after.id,
            before=one.before.source,
            after=one.after.source,
            first=one.first,
            last=_last(one),
        )


def ledger_pieces(found: LedgerComparison, given: Contract) -> Iterator[RenderableType]:
    """The envelopes that differ, month by month, and what the excess bills."""
    words = Wording(spoken(), given.zone, given.labels)
    if not found.differing:
        yield Text(said("operations.simulation.same_ledger"))
        return
    table = Table(*map(said, _COLUMNS), show_lines=True)
    for one in found.differing:
        table.add_row(*(Text(cell) for cell in _cells(one, words)))
    yield table
    if found.was or found.would_be:
        amounts = {name: money(getattr(found, name), spoken()) for name in ("was", "would_be")}
        yield Text(said("operations.simulation.billed", **amounts))


def _cells(one: EnvelopeComparison, words: Wording) -> tuple[str, str, str, str]:
    return str(one.month), one.envelope, _shown(one.was, words), _shown(one.would_be, words)


def _shown(one: EnvelopeFigures | None, words: Wording) -> str:
    if one is None:
        return said("operations.simulation.no_envelope")
    told = [
        ("budget.column.granted", one.granted),
        ("budget.column.consumed", one.consumed),
        ("budget.column.pending", one.pending),
        ("budget.column.billed", one.billed),
        ("budget.column.lapsed", one.lapsed + one.lapsed_cap),
    ]
    lines = [
        said("operations.simulation.figure", what=said(key), time=_time(some, words)) for key, some in told if some
    ]
    left = said("operations.simulation.figure", what=said("budget.column.closing"), time=_time(one.closing, words))
    return "\n".join((*lines, left))


def _time(minutes: int, words: Wording) -> str:
    lasting = words.duration(timedelta(minutes=minutes), exact=True)
    return f"−{lasting}" if minutes < 0 else lasting


def _last(seam: Seam) -> object:
    return seam.last or seam.first
