"""How many deliveries are read, decided and saved a second by one worker, beside the same rows saved undecided."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.app import Vigie
from connectors.contracts import load_folder
from connectors.parsed_delivery import Delivery
from connectors.store.tables import deliveries, errands, metadata
from scheduler.bells import Bells
from scheduler.errands.relay import Relay
from scheduler.service_clocks import utc_now
from scheduler.turns import TOGETHER
from tests.bench import databases
from tests.bench.figure import Figure
from tests.bench.projects import write_contracts
from tests.bench.requests import event
from tests.bench.rounds import Named, in_turn
from tests.bot.given import settings
from tests.scheduler.given import Performer, everywhere

DELIVERIES = 2000
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


async def decide() -> list[Figure]:
    """Twenty Jira events an anomaly over twenty contracts: its creation, then pauses, resumes and changes of status."""
    figures = []
    for dialect, url in databases.urls():
        rows: dict[str, Sequence[Mapping[str, Any]]] = {}
        await _decided(url, rows)
        names = [Named(databases.named(name, dialect), "deliveries/s") for name in ("decide", "decide_performed")]
        figures += await in_turn(names, partial(_decided, url, rows), partial(_written, url, rows))
    return figures


async def _decided(url: str, rows: dict[str, Sequence[Mapping[str, Any]]]) -> Sequence[float]:
    """Decided, then their errands performed as well, by vendors who answer at once."""
    async with _vigie(url) as vigie:
        relay = Relay(vigie.store, vigie.casebook, everywhere(Performer()), vigie.clocks, "fr", Bells())
        began = time.perf_counter()
        while await vigie.work_once():
            pass
        decided = time.perf_counter()
        rows.update(await vigie.store.read(_rows))
        resumed = time.perf_counter()
        while await relay.once():
            await relay.settled()
        performing = time.perf_counter() - resumed
    spent = decided - began
    return DELIVERIES / spent, DELIVERIES / (spent + performing)


async def _written(url: str, rows: Rows) -> Sequence[float]:
    """The same rows in as many transactions, nothing read or decided; then each errand ended in one of its own."""
    async with _vigie(url) as vigie:
        began = time.perf_counter()
        for first in range(0, DELIVERIES, TOGETHER):
            await vigie.store.write(partial(_write, rows, first, min(first + TOGETHER, DELIVERIES)))
        written = time.perf_counter()
        for row in rows["errands"]:
            await vigie.store.write(partial(_end, row["id"]))
        ended = time.perf_counter()
    return DELIVERIES / (written - began), DELIVERIES / (ended - began)


@asynccontextmanager
async def _vigie(url: str) -> AsyncIterator[Vigie]:
    """A Vigie to be turned by hand, with all that it has to decide in its mailbox."""
    with tempfile.TemporaryDirectory() as folder, databases.fresh(url) as database:
        vigie = Vigie(settings(Path(folder), database), load_folder(write_contracts(Path(folder) / "contracts")))
        await vigie.store.open()
        try:
            await asyncio.gather(*(vigie.store.hear(_delivery(number)) for number in range(DELIVERIES)))
            yield vigie
        finally:
            await vigie.slack.close()
            await vigie.jira.close()
            await vigie.store.close()


def _rows(tx: Connection) -> dict[str, Sequence[Mapping[str, Any]]]:
    tables = (table for table in metadata.sorted_tables if table is not deliveries)
    return {table.name: [dict(row) for row in tx.execute(select(table)).mappings()] for table in tables}


def _write(rows: Rows, first: int, last: int, tx: Connection) -> None:
    for name, all_of_them in rows.items():
        part = all_of_them[len(all_of_them) * first // DELIVERIES : len(all_of_them) * last // DELIVERIES]
        if part:
            tx.execute(insert(metadata.tables[name]), part)
    numbers = select(deliveries.c.id).where(deliveries.c.state == "waiting").order_by(deliveries.c.id)
    ended = update(deliveries).where(deliveries.c.id.in_(numbers.limit(last - first)))
    tx.execute(ended.values(state="handled", outcome="", handled_at=utc_now()))


def _end(number: int, tx: Connection) -> None:
    tx.execute(update(errands).where(errands.c.id == number).values(state="done", done_at=utc_now()))


def _delivery(number: int) -> Delivery:
    body, identifier = event(number)
    return Delivery("jira", "default", identifier, body, utc_now())
