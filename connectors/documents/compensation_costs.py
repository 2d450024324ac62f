"""Tells what the missed promises of one anomaly cost, month by month, beside the proof of its clocks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from connectors.documents.compensation_life import told_life
from connectors.documents.compensation_statement import told_exposure, told_statement
from connectors.wording import Wording
from rules.contract import Contract
from rules.economy.compensation.calculations import penalty_id
from rules.economy.compensation.exposure import Exposure
from rules.economy.compensation.penalty_life import LifeState, Penalty
from rules.economy.compensation.statement import Statement
from rules.workdays.month import Month


@dataclass(frozen=True, slots=True)
class Cost:
    """One missed clock in one month: its title ends with its amount; the parts say its formula, clause and notes."""

    title: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Costs:
    """What an anomaly costs, and the reserve on all of it."""

    lines: tuple[Cost, ...]
    reserve: str


def told_costs(
    anomaly: str,
    statements: Sequence[Statement],
    exposure: Exposure,
    penalties: Mapping[str, Penalty],
    version: Callable[[Month], Contract],
    wording: Wording,
    now: datetime,
) -> Costs | None:
    """The lines of an anomaly (its id) in every statement, then what is late now; None where it costs nothing.

    `version` gives the contract in force in a month. Amounts are those left by every cap of the month.
    """
    lines = [cost for one in statements for cost in _of(anomaly, one, penalties, version(one.month), wording, now)]
    late = [one for one in exposure.lines if one.late.anomaly.id == anomaly]
    if late:
        own = Exposure(tuple(late), sum(one.cents for one in late))
        first, *others = told_exposure(own, late[0].late.contract, wording, now)
        lines.append(Cost(first, tuple(others)))
    return Costs(tuple(lines), wording.text("compensation.reserve")) if lines else None


def _of(
    anomaly: str,
    found: Statement,
    penalties: Mapping[str, Penalty],
    contract: Contract,
    wording: Wording,
    now: datetime,
) -> Iterator[Cost]:
    if all(line.anomaly != anomaly for line in found.lines):
        return
    month = wording.instants.month(found.month.first)
    for line, said in zip(found.lines, told_statement(found, contract, wording, now).lines, strict=True):
        if line.anomaly != anomaly or not (line.brute or line.adjusted):
            continue
        penalty = penalties.get(penalty_id(line.id, found.month))
        life = told_life(penalty, contract, wording) if penalty and penalty.state is not LifeState.CALCULATED else ()
        title = wording.text("explain.costs.line", month=month, title=said.title, amount=said.amount)
        yield Cost(title, tuple(part for part in (said.formula, said.clause, *said.notes, *life) if part))
