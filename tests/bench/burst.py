"""How long after its instant an alert is in the outbox, while two thousand webhooks about others are accepted."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import func, select

from bot.commands.demo import EXAMPLES
from connectors.contracts import load_folder
from connectors.store import Connection, Store
from connectors.store.tables import errands
from tests.bench import servers
from tests.bench.databases import fresh, named, urls
from tests.bench.figure import Figure
from tests.bench.load import Load, steady
from tests.bench.requests import webhook
from tests.scheduler.crowd import awake, crowd

ALERTS, RATE, SECONDS = 10, 200.0, 10.0
MIDST = timedelta(seconds=6)  # from the first webhook to the instant at which the alerts are due
LONGEST = 600.0
STRIDE = 0.02  # seconds between two looks at the outbox


async def burst() -> list[Figure]:
    """Ten alerts due among 2,000 webhooks in ten seconds; the acknowledgements beside those of a bare endpoint."""
    figures = []
    for dialect, server in urls():
        with servers.bare() as simple:
            bare = await asyncio.to_thread(_poured, simple.port)
        with fresh(server) as url:
            figures += await _measured(url, named("burst", dialect), bare)
    return figures


async def _measured(url: str, name: str, bare: Load) -> list[Figure]:
    store = Store(url)
    await store.open()
    try:
        ids = await crowd(store, load_folder(EXAMPLES).all[:1], ALERTS, datetime.now(UTC), asleep=True)
        with servers.vigie({"DATABASE_URL": url, "CONTRACTS_DIR": str(EXAMPLES)}) as server:
            due = datetime.now(UTC) + MIDST
            await store.write(partial(awake, due=due))
            pouring = asyncio.create_task(asyncio.to_thread(_poured, server.port))
            seen = await _until_owed(store, ids)
            load = await pouring
    finally:
        await store.close()
    if load.refused:
        raise RuntimeError(f"{load.refused} webhooks were not accepted: the figures would be worth nothing")
    late = sorted((at - due).total_seconds() for at in seen.values())
    return [
        Figure(f"{name}_p50", late[len(late) // 2], "s"),
        Figure(f"{name}_p99", late[len(late) * 99 // 100], "s"),
        Figure(f"{name}_ack_p99", load.at(0.99), "ms", bare.at(0.99)),
    ]


def _poured(port: int) -> Load:
    return asyncio.run(steady(port, webhook, RATE, SECONDS))


async def _until_owed(store: Store, ids: Sequence[str]) -> dict[str, datetime]:
    """When the first errand of each anomaly was there for another process to see."""
    seen: dict[str, datetime] = {}
    ending = time.monotonic() + LONGEST
    while len(seen) < len(ids):
        if time.monotonic() > ending:
            raise RuntimeError(f"{len(seen)} alerts of {len(ids)} after {LONGEST:.0f} s")
        owed = await store.read(partial(_owed, ids))
        seen |= {one: datetime.now(UTC) for one in owed if one not in seen}
        await asyncio.sleep(STRIDE)
    return seen


def _owed(ids: Sequence[str], tx: Connection) -> list[str]:
    found = select(errands.c.anomaly_id).where(errands.c.anomaly_id.in_(ids)).group_by(errands.c.anomaly_id)
    return list(tx.execute(found.having(func.count() > 0)).scalars())
