"""`vigie simulate`: past journals read again under another version of their contract, beside their own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from connectors.contracts import Contracts
from connectors.store import Connection, Store, anomalies
from connectors.wording import Wording
from rules.clock import Verdict
from rules.contract import Contract
from rules.reports.simulation import Comparison, Outcome, Past, Period, Score, Simulation, simulate
from scheduler.cases.case_loader import Casebook
from scheduler.catching_up.contract_editions import remembered

_PERIOD = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})")
_VERDICTS = {Verdict.KEPT: "tenu", Verdict.MISSED: "manqué", Verdict.PENDING: "en cours", Verdict.NONE: "sans objet"}
_DAY = "%d/%m/%Y"


@dataclass(frozen=True, slots=True)
class Replay:
    """A simulation, and the anomalies of its period that were left out since their version's file is gone."""

    simulation: Simulation
    period: Period
    left_out: tuple[str, ...]


def period(text: str) -> Period | None:
    """`2026-10-01..2026-10-31`, the last day included; None for anything else, a reversed period too."""
    found = _PERIOD.fullmatch(text.strip())
    try:
        read = Period(*map(date.fromisoformat, found.groups())) if found else None
    except ValueError:
        return None
    return read if read and read.first <= read.last else None


def no_period(text: str) -> str:
    """What to say of a period that cannot be read."""
    return f"--over {text} : ce n'est pas une période ; par exemple 2026-10-01..2026-10-31 ou 2026-10-15..2026-10-15."


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
    return Replay(simulate(pasts, given, over, now), over, left_out)


def report(replayed: Replay) -> Iterator[RenderableType]:
    """What is printed, piece by piece: both versions, the clocks that differ, the totals."""
    simulation = replayed.simulation
    given = simulation.given
    days = f"du {replayed.period.first:{_DAY}} au {replayed.period.last:{_DAY}}"
    yield Text(f"{given.id} : {simulation.anomalies} anomalie(s) remontée(s) {days}")
    if replayed.left_out:
        names = ", ".join(replayed.left_out)
        yield Text(f"Laissées de côté, le fichier de leur version n'étant plus dans le dossier : {names}")
    if not simulation.anomalies:
        return
    yield Text(f"Était : {', '.join(map(_version, simulation.versions))}")
    yield Text(f"Serait : {_version(given)}")
    words = Wording("fr", given.zone, given.labels)
    yield _differences(simulation, words) if simulation.differing else Text("Aucune horloge ne change.")
    yield _totals(simulation, words)


def _version(contract: Contract) -> str:
    return f"version du {contract.effective:{_DAY}} ({contract.source})"


def _differences(simulation: Simulation, words: Wording) -> Table:
    table = Table("Anomalie", "Horloge", "Était", "Serait", show_lines=True)
    zone = ZoneInfo(simulation.given.zone)
    for one in simulation.differing:
        style = "bold" if one.overturned else ""
        cells = (one.name, _clock(one, words), _shown(one.was, words, zone), _shown(one.would_be, words, zone))
        table.add_row(*(Text(cell) for cell in cells), style=style)
    return table


def _clock(one: Comparison, words: Wording) -> str:
    name = words.clock(one.clock)
    return name if one.cycle == 1 else f"{name}, cycle {one.cycle}"


def _shown(outcome: Outcome | None, words: Wording, zone: ZoneInfo) -> str:
    if outcome is None:
        return "pas de tel cycle"
    allowed = f" sur {words.duration(outcome.allowed, exact=True)}" if outcome.allowed is not None else ""
    lines = [_VERDICTS[outcome.verdict], f"{words.duration(outcome.elapsed, exact=True)}{allowed}"]
    if outcome.deadline:
        lines.append(f"pour le {outcome.deadline.astimezone(zone):{_DAY} %H:%M}")
    return "\n".join(lines)


def _totals(simulation: Simulation, words: Wording) -> Table:
    table = Table("Horloge", "Tenus", "Manqués", "En cours", "Sans objet")
    for total in simulation.totals:
        pairs = zip(_figures(total.was), _figures(total.would_be), strict=True)
        table.add_row(words.clock(total.clock), *(f"{was} → {would_be}" for was, would_be in pairs))
    return table


def _figures(score: Score) -> tuple[int, ...]:
    return (score.kept, score.missed, score.pending, score.none)
