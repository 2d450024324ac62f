"""How many transactions of work go through beside a steady inflow of webhooks, and how long each webhook waits."""

import asyncio
import statistics
import time
from dataclasses import dataclass, field

from connectors.parsed_delivery import Delivery
from connectors.store import Store, mailbox
from scheduler.service_clocks import utc_now
from tests.bench.databases import fresh, named, urls
from tests.bench.figure import Figure
from tests.bench.requests import event

WEBHOOKS = 92  # a second
ROUNDS = 5
SECONDS = 3.0


@dataclass
class _Round:
    """What a few seconds gave: transactions a second, and the seconds that each webhook waited for its commit."""

    rate: float = 0.0
    waits: list[float] = field(default_factory=list)


async def inflow() -> list[Figure]:
    """Small transactions one after another beside 92 webhooks a second, against the same with none."""
    figures = []
    for dialect, server in urls():
        with fresh(server) as url:
            store = Store(url)
            await store.open()
            try:
                figures += await _measured(store, named("inflow", dialect))
            finally:
                await store.close()
    return figures


async def _measured(store: Store, name: str) -> list[Figure]:
    alone, beside, waits = [], [], []
    for number in range(ROUNDS):
        alone.append((await _round(store, number, 0)).rate)
        one = await _round(store, number, WEBHOOKS)
        beside.append(one.rate)
        waits += one.waits
    waits.sort()
    return [
        Figure(name, statistics.median(beside), "transactions/s", statistics.median(alone)),
        Figure(f"{name}_ack_p50", waits[len(waits) // 2] * 1000, "ms"),
        Figure(f"{name}_ack_p99", waits[len(waits) * 99 // 100] * 1000, "ms"),
    ]


async def _round(store: Store, number: int, rate: int) -> _Round:
    result = _Round()
    began = time.perf_counter()
    pouring = asyncio.create_task(_pour(store, number, rate, result))
    done = 0
    while time.perf_counter() - began < SECONDS:
        await store.write(mailbox.newest)
        done += 1
    result.rate = done / (time.perf_counter() - began)
    await pouring
    return result


async def _pour(store: Store, number: int, rate: int, result: _Round) -> None:
    """At its own pace: a webhook that waits holds up none after it."""
    began = time.perf_counter()
    await asyncio.gather(
        *(_heard(store, number * 100_000 + at, began + at / rate, result) for at in range(int(rate * SECONDS)))
    )


async def _heard(store: Store, number: int, due: float, result: _Round) -> None:
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    body, identity = event(number)
    began = time.perf_counter()
    await store.hear(Delivery("jira", "default", identity, body, utc_now()))
    result.waits.append(time.perf_counter() - began)
