"""Sends requests from a process of its own, pinned apart from the server, so that the two do not share a processor."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import psutil

from tests.bench import load, requests
from tests.bench.load import Load
from tests.bench.servers import processors

MAKERS: Mapping[str, load.Make] = {
    "webhook": requests.webhook,
    "created": requests.created,
    "command": requests.command,
    "mixed": requests.mixed,
}


@dataclass(frozen=True, slots=True)
class Order:
    """What to send: `number` requests as fast as they are answered, or `rate` a second for `seconds`.

    `maker` names the kind of request, `first` the number of the first one.
    """

    port: int
    maker: str
    number: int = 0
    rate: float = 0.0
    seconds: float = 0.0
    first: int = 0


async def send(order: Order) -> Load:
    """Have another process send it; raises RuntimeError where a request was not accepted."""
    command = [sys.executable, "-m", "tests.bench.client", json.dumps(asdict(order))]
    answer = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise RuntimeError(f"the client failed: {answer.stderr[-500:]}")
    measured = Load(**json.loads(answer.stdout))
    if measured.refused:
        raise RuntimeError(f"{measured.refused} requests were not accepted: the figures would be worth nothing")
    return measured


async def _sent(order: Order) -> Load:
    make = MAKERS[order.maker]
    if order.rate:
        return await load.steady(order.port, lambda at: make(order.first + at), order.rate, order.seconds)
    return await load.flood(order.port, lambda at: make(order.first + at), order.number)


if __name__ == "__main__":
    psutil.Process().cpu_affinity(processors()[1])
    print(json.dumps(asdict(asyncio.run(_sent(Order(**json.loads(sys.argv[1])))))))
