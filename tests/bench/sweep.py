"""What a look for due alerts costs, when a hundred are due among few clocks and among very many."""

import tempfile
import time
from pathlib import Path

from connectors.store import Connection, Store
from tests.bench.figure import Figure
from tests.scheduler.given import RAISED, House

DUE, FEW, MANY = 100, 10_000, 1_000_000
# Of anomalies that no look opens, since nothing of theirs is due.
_FILL = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
    " INSERT INTO clocks (anomaly_id, clock, cycle, criticality, state, deadline, next_alert_at, elapsed_seconds)"
    " SELECT 'other-' || i, 'resolution', 1, 'majeure', 'running', '{later}', '{later}', 0 FROM n"
)


async def sweep() -> list[Figure]:
    """A hundred due among a million open clocks, against a hundred due among ten thousand."""
    return [Figure("sweep", await _look(MANY), "s", await _look(FEW))]


async def _look(count: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'vigie.db'}")
        await store.open()
        house = House(store)
        for number in range(DUE):
            await house.hear(RAISED, anomaly=f"due-{number}")
        await house.settle()
        await store.write(lambda tx: _filled(tx, count))
        # A first look, that finds nothing, opens the connections.
        await house.sweep.once()
        house.hand.turn("2026-11-09 11:01")
        began = time.perf_counter()
        while await house.sweep.once():
            pass
        spent = time.perf_counter() - began
        await store.close()
    return spent


def _filled(tx: Connection, count: int) -> None:
    tx.exec_driver_sql(_FILL.format(count=count, later="2027-01-04T08:00:00.000000+00:00"))
