"""`vigie simulate`: past journals read again under another version of their contract, beside their own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from bot.operations.ledger_differences import ledger_pieces, seam_lines
from connectors.contracts import Contracts
from connectors.store import Connection, Store, anomalies, journal
from connectors.wording import Sentence, Wording, said, spoken
from connectors.wording.money import currency_of, money
from rules.clock import Verdict
from rules.contract import Contract
from rules.economy.agreement import agreement
from rules.economy.ledger_history import Recorded
from rules.reports.ledger_comparison import LedgerComparison, compared
from rules.reports.simulation import Comparison, Outcome, Past, Period, Score, Simulation, simulate
from rules.workdays.month import local_day
from scheduler.cases.case_loader import Casebook
from scheduler.catching_up.contract_editions import remembered

_PERIOD = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})")
# The keys of what a clock came to, and of the columns of both tables.
_VERDICTS = {
    Verdict.KEPT: "operations.verdict.kept",
    Verdict.MISSED: "operations.verdict.missed",
    Verdict.PENDING: "operations.verdict.pending",
    Verdict.NONE: "operations.verdict.none",
}
_DIFFERING = (
    "operations.column.anomaly",
    "operations.column.clock",
    "operations.column.was",
    "operations.column.would_be",
)
_COUNTED = (
    "operations.column.clock",
    "operations.column.kept",
    "operations.column.missed",
    "operations.column.pending",
    "operations.column.none",
)


@dataclass(frozen=True, slots=True)
class Replay:
    """A simulation, and the anomalies of its period that were left out since their version's file is gone.

    `ledger` is None where no time is counted; `versions` are the contract's own with the given one among them.
    """

    simulation: Simulation
    period: Period
    left_out: tuple[str, ...]
    ledger: LedgerComparison | None = None
    versions: tuple[Contract, ...] = ()


def period(text: str) -> Period | None:
    """`2026-10-01..2026-10-31`, the last day included; None for anything else, a reversed period too."""
    found = _PERIOD.fullmatch(text.strip())
    try:
        read = Period(*map(date.fromisoformat, found.groups())) if found else None
    except ValueError:
        return None
    return read if read and read.first <= read.last else None


def no_period(text: str) -> Sentence:
    """The error for a period that cannot be parsed."""
    return said("operations.simulation.no_period", text=text)


async def replay(store: Store, contracts: Contracts, given: Contract, over: Period, now: datetime) -> Replay:
    """The anomalies of a contract raised over a period, under their own version and under the given one."""
    casebook = Casebook(store, await remembered(store, contracts, now))

    def past(tx: Connection) -> tuple[tuple[Past, ...], tuple[str, ...]]:
        cases = casebook.all_cases(tx, given.id, now)
        found = {case.id for case in cases}
        gone = (row for row in anomalies.of(tx, given.id) if row.id not in found)
        return (
            tuple(Past(case.id, case.history, case.contract) for case in cases),
            tuple(row.issue_key or row.id[:8] for row in gone if over.holds(row.raised_at, given.zone)),
        )

    pasts, left_out = await store.read(past)
    dated = await store.read(lambda tx: journal.LEDGERS.dated(tx, given.id))
    recorded = [Recorded(one.fact, one.recorded_at) for one in dated]
    own = [one for one in casebook.contracts.all if one.id == given.id]
    last = min(over.last, local_day(now, given.zone))
    ledger = compared(recorded, agreement(own), given, min(over.first, last), last)
    versions = (*(one for one in own if one.effective != given.effective), given)
    return Replay(simulate(pasts, given, over, now), over, left_out, ledger, versions)


def report(replayed: Replay) -> Iterator[RenderableType]:
    """The report in pieces: both versions, the clocks that differ, the totals."""
    simulation = replayed.simulation
    given = simulation.given
    first, last = replayed.period.first, replayed.period.last
    count = simulation.anomalies
    yield Text(said("operations.simulation.over", contract=given.id, anomalies=count, first=first, last=last))
    if replayed.left_out:
        names = ", ".join(replayed.left_out)
        yield Text(said("operations.simulation.left_out", names=names))
    yield from map(Text, seam_lines(replayed.versions))
    if simulation.anomalies:
        yield from _anomalies(simulation)
    if replayed.ledger is not None:
        yield from ledger_pieces(replayed.ledger, given)


def _anomalies(simulation: Simulation) -> Iterator[RenderableType]:
    given = simulation.given
    yield Text(said("operations.simulation.was", versions=", ".join(map(_version, simulation.versions))))
    yield Text(said("operations.simulation.would_be", version=_version(given)))
    words = Wording(spoken(), given.zone, given.labels)
    yield _differences(simulation, words) if simulation.differing else Text(said("operations.simulation.same"))
    yield _totals(simulation, words)
    if simulation.compensation is not None:
        amounts = {
            name: money(getattr(simulation.compensation, name), spoken(), currency_of(given))
            for name in ("was", "would_be")
        }
        yield Text(said("operations.simulation.compensation", **amounts))


def _version(contract: Contract) -> Sentence:
    return said("operations.simulation.version", effective=contract.effective, file=contract.source)


def _differences(simulation: Simulation, words: Wording) -> Table:
    table = Table(*map(said, _DIFFERING), show_lines=True)
    zone = ZoneInfo(simulation.given.zone)
    for one in simulation.differing:
        style = "bold" if one.overturned else ""
        cells = (one.name, _clock(one, words), _shown(one.was, words, zone), _shown(one.would_be, words, zone))
        table.add_row(*(Text(cell) for cell in cells), style=style)
    return table


def _clock(one: Comparison, words: Wording) -> str:
    name = words.clock(one.clock)
    return name if one.cycle == 1 else said("operations.simulation.cycle", clock=name, cycle=one.cycle)


def _shown(outcome: Outcome | None, words: Wording, zone: ZoneInfo) -> str:
    if outcome is None:
        return said("operations.simulation.no_cycle")
    elapsed = words.duration(outcome.elapsed, exact=True)
    lines = [said(_VERDICTS[outcome.verdict]), elapsed]
    if outcome.allowed is not None:
        allowed = words.duration(outcome.allowed, exact=True)
        lines[-1] = said("operations.simulation.elapsed", elapsed=elapsed, allowed=allowed)
    if outcome.deadline:
        lines.append(said("operations.simulation.due", at=outcome.deadline.astimezone(zone)))
    return "\n".join(lines)


def _totals(simulation: Simulation, words: Wording) -> Table:
    table = Table(*map(said, _COUNTED))
    for total in simulation.totals:
        pairs = zip(_figures(total.was), _figures(total.would_be), strict=True)
        table.add_row(words.clock(total.clock), *(f"{was} → {would_be}" for was, would_be in pairs))
    return table


def _figures(score: Score) -> tuple[int, ...]:
    return (score.kept, score.missed, score.pending, score.none)
