"""Makes findable, once, what was saved before anomalies were searched."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import structlog

from connectors.parsed_delivery import AboutAnomaly
from connectors.store import Connection, Store, passing, searches
from scheduler.cases.case_loader import Casebook, reason
from scheduler.cases.pinned_contracts import ContractGone

TOGETHER = 100

log = structlog.get_logger("vigie.filling")


async def fill(store: Store, casebook: Casebook, now: datetime) -> None:
    """Read from the journal the anomalies that no search finds yet, a few in each transaction."""
    after, count = "", 0
    while ids := await store.read(partial(_without, after)):
        count += await store.write(partial(_add, casebook, ids, now))
        after = ids[-1]
    if count:
        log.info("anomalies made findable", count=count)


def _without(after: str, tx: Connection) -> list[str]:
    return searches.without(tx, after, TOGETHER)


def _add(casebook: Casebook, ids: Sequence[str], now: datetime, tx: Connection) -> int:
    count = 0
    for one in ids:
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
        if case is not None:
            searches.add(tx, case.anomaly)
            count += 1
    return count
