"""How heavy the process is, and how soon it is ready."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Sequence

import psutil

from tests.bench import servers
from tests.bench.client import Order, send
from tests.bench.door import until_decided
from tests.bench.figure import Figure
from tests.bench.rounds import Named, in_turn

DELIVERIES = 100_000
MEBIBYTE = 1024 * 1024


async def memory() -> list[Figure]:
    """Resident memory at rest, and after a hundred thousand deliveries were received and decided."""
    with servers.vigie() as server:
        process = psutil.Process(server.process.pid)
        idle = process.memory_info().rss
        await send(Order(server.port, "webhook", DELIVERIES))
        await asyncio.to_thread(until_decided, server.port)
        after = process.memory_info().rss
    return [Figure("memory_idle", idle / MEBIBYTE, "MiB"), Figure("memory_after_100000", after / MEBIBYTE, "MiB")]


async def startup() -> list[Figure]:
    """From the command to an answer on /health/ready, on an empty database with twenty contracts.

    The reference is an interpreter that imports FastAPI, SQLAlchemy, Bolt and uvicorn, and ends.
    """

    async def measure() -> Sequence[float]:
        with servers.vigie() as server:
            return (server.ready_after,)

    async def reference() -> Sequence[float]:
        began = time.perf_counter()
        await asyncio.to_thread(subprocess.run, [sys.executable, "-c", servers.INTERPRETER], check=True)
        return (time.perf_counter() - began,)

    return await in_turn([Named("startup", "s")], measure, reference)
