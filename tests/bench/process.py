"""How heavy the process is, and how soon it is ready."""

import asyncio
import json
import statistics
import time
import urllib.request

import psutil

from tests.bench import servers
from tests.bench.figure import Figure
from tests.bench.load import flood
from tests.bench.requests import webhook

DELIVERIES = 100_000
STARTS = 5
MEBIBYTE = 1024 * 1024


async def memory() -> list[Figure]:
    """Resident memory at rest, and after a hundred thousand deliveries were received and decided."""
    with servers.vigie() as server:
        process = psutil.Process(server.process.pid)
        idle = process.memory_info().rss
        await flood(server.port, webhook, DELIVERIES)
        await asyncio.to_thread(_until_decided, server.port)
        after = process.memory_info().rss
    return [Figure("memory_idle", idle / MEBIBYTE, "MiB"), Figure("memory_after_100000", after / MEBIBYTE, "MiB")]


async def startup() -> list[Figure]:
    """From the command to an answer on /health/ready, on an empty database; the median of five starts."""
    times = []
    for _ in range(STARTS):
        with servers.vigie() as server:
            times.append(server.ready_after)
    return [Figure("startup", statistics.median(times), "s")]


def _until_decided(port: int) -> None:
    while _waiting(port):
        time.sleep(1)


def _waiting(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=10) as answer:
        counts = json.load(answer)
    return int(counts["deliveries"].get("waiting", 0))
