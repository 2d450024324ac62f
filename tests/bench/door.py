"""How fast the endpoints answer, the durable insert included."""

import asyncio
import json
import time
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial

from tests.bench import databases, servers
from tests.bench.client import Order, send
from tests.bench.figure import Figure
from tests.bench.load import Load
from tests.bench.requests import EXISTING
from tests.bench.rounds import Measure, Named, in_turn
from tests.bench.servers import Server

WEBHOOKS, WARMING = 4000, 500
FAR = 10_000_000  # numbers that no other request of the run has
COMMANDS, SECONDS = 1500, 6.0
INGEST = (Named("ingest", "webhooks/s"), Named("ingest_p50", "ms"), Named("ingest_p99", "ms"))
Serve = Callable[[], AbstractContextManager[Server]]


async def ingest() -> list[Figure]:
    """Accepted webhooks, against a bare endpoint that reads the same bytes and keeps nothing."""
    figures: list[Figure] = []
    for dialect, url in databases.urls():
        drained: list[float] = []
        reference = _flooding(servers.bare, None)
        measure = _flooding(partial(databases.serving, url), drained)
        names = [Named(databases.named(one.bench, dialect), one.unit) for one in INGEST]
        figures += await in_turn(names, measure, reference)
        figures.append(Figure(databases.named("ingest_drained", dialect), sorted(drained)[len(drained) // 2], "s"))
    return figures


async def slack_ack() -> list[Figure]:
    """Acknowledged commands at half the rate that Bolt alone sustains, each recorded first; Bolt alone beside it."""
    with servers.bolt() as server:
        await send(Order(server.port, "command", WARMING, first=FAR))
        rate = (await send(Order(server.port, "command", COMMANDS))).rate / 2
    names = [Named("slack_ack_p50", "ms"), Named("slack_ack_p99", "ms")]
    figures = await in_turn(names, _paced(servers.vigie, rate), _paced(servers.bolt, rate))
    return [*figures, Figure("slack_ack_rate", rate, "commands/s")]


def _flooding(serve: Serve, drained: list[float] | None) -> Measure:
    async def measure() -> Sequence[float]:
        with serve() as server:
            await send(Order(server.port, "webhook", WARMING, first=FAR))
            load = await send(Order(server.port, "webhook", WEBHOOKS))
            if drained is not None:
                drained.append(await asyncio.to_thread(until_decided, server.port))
        return load.rate, load.at(0.5), load.at(0.99)

    return measure


def _paced(serve: Serve, rate: float) -> Measure:
    async def measure() -> Sequence[float]:
        with serve() as server:
            await send(Order(server.port, "command", rate=50, seconds=2, first=FAR))
            return waits(await send(Order(server.port, "command", rate=rate, seconds=SECONDS)))

    return measure


def waits(load: Load) -> Sequence[float]:
    """The median wait and the one of the slowest hundredth, in milliseconds."""
    return load.at(0.5), load.at(0.99)


async def furnish(server: Server) -> None:
    """Have the anomalies that gestures are made on."""
    await send(Order(server.port, "created", EXISTING))
    await asyncio.to_thread(until_decided, server.port)


def until_decided(port: int) -> float:
    """Seconds until no delivery waits any more."""
    began = time.perf_counter()
    while _waiting(port):
        time.sleep(0.1)
    return time.perf_counter() - began


def _waiting(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=30) as answer:
        counts = json.load(answer)
    return int(counts["deliveries"].get("waiting", 0))
