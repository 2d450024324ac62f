"""Says once whose turn it is of the open anomalies that were saved before that was kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog

from connectors.parsed_delivery import AboutAnomaly
from connectors.store import Connection, Store, anomalies, clocks, passing, portfolio
from scheduler.cases.case_loader import Case, Casebook, reason
from scheduler.cases.clock_rows import clock_rows
from scheduler.cases.pinned_contracts import ContractGone

TOGETHER = 100

log = structlog.get_logger("vigie.turns")


async def take_stock(store: Store, casebook: Casebook, now: datetime) -> None:
    """Read their journals, a few in each transaction."""
    after = ""
    while ids := await store.read(partial(_unstated, after)):
        await store.write(partial(_state, casebook, ids, now))
        after = ids[-1]


def _unstated(after: str, tx: Connection) -> Sequence[str]:
    return portfolio.unstated(tx, after, TOGETHER)


def _state(casebook: Casebook, ids: Sequence[str], now: datetime, tx: Connection) -> None:
    for one in ids:
        anomalies.lock(tx, one)
        try:
            case = casebook.find(tx, AboutAnomaly(one), now)
            _ = case and case.anomaly  # folded here, where it may fail
        except ContractGone as gone:
            log.error("contract gone", anomaly=one, why=str(gone))
            continue
        except Exception as error:
            if passing(error):
                raise
            log.error("anomaly not read", anomaly=one, error=type(error).__name__, why=reason(error))
            continue
        if case is not None and case.row is not None:
            anomalies.save(tx, case.anomaly, case.row.updated_at)
            _promise(tx, case, now)


def _promise(tx: Connection, case: Case, now: datetime) -> None:
    """Only the dates told: an alert that sleeps is not to be woken."""
    told = {(row.clock, row.cycle): row.promised for row in clock_rows(case.anomaly, case.contract, now)}
    rows = [replace(row, promised=told.get((row.clock, row.cycle))) for row in clocks.of(tx, case.id)]
    clocks.save(tx, rows)
