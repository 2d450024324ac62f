"""Prepares a starting service to go on where the previous process stopped."""

import asyncio
from collections.abc import Callable

import structlog

from connectors.contracts import Contracts
from connectors.store import lane_heads, outbox, passing
from scheduler.catching_up import backfill_search, backfill_turns, contract_editions
from scheduler.job_context import JobContext

PAUSE = 5.0  # seconds after a fault of the database that passes

log = structlog.get_logger("vigie.app")


async def take_over(given: JobContext, contracts: Contracts, begin: Callable[[], None]) -> None:
    """Free the errands that were under way and check the lanes, then learn what the contracts say and who is there.

    `begin` lets the jobs learn their part, before anything is decided.
    """
    store, casebook, clocks = given.store, given.casebook, given.clocks
    if store.dialect == "sqlite":
        await store.write(outbox.let_go)
    await store.write(outbox.park_unread)
    await store.write(lane_heads.mend)
    casebook.contracts = await contract_editions.take_note(store, contracts, clocks.now())
    await store.read(lambda tx: casebook.mind(tx, clocks.now()))
    begin()
    await backfill_turns.take_stock(store, casebook, clocks.now())


async def fill(given: JobContext) -> None:
    """Make old anomalies findable, beside the jobs, since it may take a moment."""
    while True:
        try:
            await backfill_search.fill(given.store, given.casebook, given.clocks.now())
        except Exception as error:
            log.warning("anomalies not made findable", error=type(error).__name__)
            if passing(error):
                await asyncio.sleep(PAUSE)
                continue
        return  # what is missing is looked for again at the next start
