"""`vigie compensation`: a month's compensation of a contract, in its own language."""

from collections.abc import Iterator
from datetime import datetime

from connectors.contracts import Contracts
from connectors.documents.compensation_life import told_life
from connectors.documents.compensation_statement import ToldLine, told_exposure, told_statement
from connectors.store import Store
from connectors.wording import Wording
from rules.economy.compensation.calculations import penalty_id
from rules.economy.compensation.penalty_life import LifeState
from rules.workdays.month import Month, local_day
from scheduler.cases.case_loader import Casebook
from scheduler.cases.compensation_dossiers import ContractCompensation, compensation_of
from scheduler.catching_up.contract_editions import remembered


def read_month(text: str) -> Month | None:
    """`2026-10`; None for anything else."""
    try:
        return Month.read(text)
    except ValueError:
        return None


async def compensation_report(
    store: Store, contracts: Contracts, contract_id: str, month: Month | None, now: datetime
) -> tuple[str, ...] | None:
    """The lines to print; the month of `now` where none is given. None where no contract has that id."""
    current = contracts.current(contract_id, now)
    if current is None:
        return None
    casebook = Casebook(store, await remembered(store, contracts, now))
    wanted = month or Month.of(local_day(now, current.zone))
    found = await store.read(lambda tx: compensation_of(tx, casebook, contract_id, wanted, now))
    return tuple(_lines(found, now)) if found else None


def _lines(found: ContractCompensation, now: datetime) -> Iterator[str]:
    contract = found.contract
    wording = Wording(contract.language, contract.zone, contract.labels)
    told = told_statement(found.statement, contract, wording, now)
    yield told.title
    for line, shown in zip(found.statement.lines, told.lines, strict=True):
        yield ""
        yield from _line(shown)
        penalty = found.penalties.get(penalty_id(line.id, found.statement.month))
        if penalty and penalty.state is not LifeState.CALCULATED:
            yield from (f"  {one}" for one in told_life(penalty, contract, wording))
    yield ""
    yield from told.totals
    exposed = told_exposure(found.exposure, contract, wording, now)
    if exposed:
        yield ""
        yield exposed[0]
        yield from (f"  {one}" for one in exposed[1:])
    yield ""
    yield told.reserve


def _line(told: ToldLine) -> Iterator[str]:
    yield f"{told.title} · {told.amount}"
    for part in (told.formula, told.clause, *told.notes, ", ".join(told.facts)):
        if part:
            yield f"  {part}"
