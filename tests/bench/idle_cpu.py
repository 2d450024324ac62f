"""What Vigie costs a machine while nothing happens, with a hundred thousand clocks open."""

import asyncio
import contextlib
import sqlite3
import tempfile
from pathlib import Path

import psutil

from connectors.store import Store
from tests.bench import servers
from tests.bench.figure import Figure

ANOMALIES = 33_334  # of three clocks each
SECONDS, STARTING = 30.0, 10.0
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
_LATER, _BEFORE = "2999-01-04T08:00:00.000000+00:00", "2026-01-05T08:00:00.000000+00:00"
# Open anomalies that nobody speaks of, as the worker leaves them.
_FILL = (
    "INSERT INTO anomalies (id, contract_id, effective, title, phase, raised_at, updated_at, owed) {numbers}"
    " SELECT 'open-' || i, 'boutique-exemple', '2026-01-01', 'Panne', 'diagnostic', '{before}', '{before}', '' FROM n",
    "INSERT INTO searches (anomaly_id, cause, answer, words) {numbers} SELECT 'open-' || i, '', '', ' panne' FROM n",
    "INSERT INTO clocks (anomaly_id, clock, cycle, criticality, state, deadline, next_alert_at, elapsed_seconds)"
    " {numbers} SELECT 'open-' || i, value, 1, 'majeure', 'running', '{later}', '{later}', 0"
    ' FROM n, json_each(\'["acknowledgement", "workaround", "resolution"]\')',
)


async def idle_cpu() -> list[Figure]:
    """The share of one processor that an idle service takes over half a minute, beside one that has no anomaly."""
    return [Figure("idle_cpu", await _share(ANOMALIES), "%", await _share(0))]


async def _share(anomalies: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "vigie.db"
        store = Store(f"sqlite:///{file}")
        await store.open()
        await store.close()
        if anomalies:
            _fill(file, anomalies)
        with contextlib.ExitStack() as stack:
            serve = servers.vigie({"DATABASE_URL": f"sqlite:///{file}"})
            server = await asyncio.to_thread(stack.enter_context, serve)
            process = psutil.Process(server.process.pid)
            await asyncio.sleep(STARTING)
            before = process.cpu_times()
            await asyncio.sleep(SECONDS)
            after = process.cpu_times()
    spent = (after.user + after.system) - (before.user + before.system)
    return spent / SECONDS * 100


def _fill(file: Path, count: int) -> None:
    with contextlib.closing(sqlite3.connect(file)) as held, held:
        for statement in _FILL:
            numbers = _NUMBERS.format(count=count)
            held.execute(statement.format(numbers=numbers, later=_LATER, before=_BEFORE))
