"""Reconciling five thousand issues: the requests that it takes, against the fewest that could do it."""

import tempfile
import time
from datetime import timedelta
from pathlib import Path

from connectors.jira.history.budget import Budget
from connectors.jira.outbound.issue_search import PAGE
from connectors.store import Store
from tests.bench.figure import Figure
from tests.scheduler.recall import CP, DEV, House, World, world

ISSUES = 5000
DIAGNOSE = "21"  # the transition of that id


async def reconcile() -> list[Figure]:
    """A first reading tells everything; a second one finds it all known. The reference is full pages and no more."""
    async with world() as jira:
        jira.site.webhooks.clear()
        with tempfile.TemporaryDirectory() as folder:
            store = Store(f"sqlite:///{Path(folder) / 'bench.db'}")
            await store.open()
            house = House(store, jira)
            await house.reconcile()
            await _past(jira)
            figures = [*await _read(house, "reconcile"), *await _worked(house), *await _read(house, "reconcile_quiet")]
            await house.history.close()
            await store.close()
    return figures


async def _past(jira: World) -> None:
    for number in range(ISSUES):
        key = await jira.opened(summary=f"Panne {number}")
        await jira.site.assign(key, CP, DEV)
        await jira.site.transition(key, DIAGNOSE, DEV)
        jira.later(seconds=30)
    jira.later(hours=1)


async def _read(house: House, name: str) -> list[Figure]:
    jira, since = house.world, house.world.clock.now() - timedelta(days=30)
    jira.requests.clear()
    # A minute of its own: what is measured is the work, not the wait for the next minute.
    house.history.budget = Budget()
    began, news, issues = time.perf_counter(), 0, 0
    async for step in house.reconciler.follow("default", "BOU", since):
        news, issues = step.news, step.issues
    took = time.perf_counter() - began
    assert issues == ISSUES, issues
    return [
        Figure(f"{name}_calls", len(jira.requests), "requests", ISSUES / PAGE),
        Figure(f"{name}_deliveries", news, "deliveries"),
        Figure(f"{name}_time", took, "s"),
    ]


async def _worked(house: House) -> list[Figure]:
    began = time.perf_counter()
    await house.settle()
    return [Figure("reconcile_worked", time.perf_counter() - began, "s")]
