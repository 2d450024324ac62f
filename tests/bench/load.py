"""Requests sent over kept-alive connections, as fast as they are answered or at a steady pace, and their latencies."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Make = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Load:
    """What a run gave: seconds in all, the latency of each answer in seconds, sorted, and how many were not 2xx."""

    seconds: float
    latencies: Sequence[float]
    refused: int

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def at(self, share: float) -> float:
        """The latency in milliseconds that this share of the answers stayed under."""
        return self.latencies[min(int(len(self.latencies) * share), len(self.latencies) - 1)] * 1000


def post(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """The bytes of one HTTP/1.1 POST."""
    lines = [f"POST {path} HTTP/1.1", "Host: vigie", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def flood(port: int, make: Make, number: int, connections: int = 32) -> Load:
    """`number` requests, each connection sending its next one as soon as the last is answered."""
    numbers = iter(range(number))
    latencies: list[float] = []
    refused = 0

    async def one() -> None:
        nonlocal refused
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for index in numbers:
            request = make(index)
            began = time.perf_counter()
            writer.write(request)
            refused += not await _accepted(reader)
            latencies.append(time.perf_counter() - began)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    return Load(time.perf_counter() - began, sorted(latencies), refused)


async def steady(port: int, make: Make, rate: float, seconds: float) -> Load:
    """`rate` requests a second whatever the answers take: a slow one is not excused by its successor's wait."""
    number = int(rate * seconds)
    idle: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    latencies: list[float] = []
    refused = 0

    async def one(index: int, due: float) -> None:
        nonlocal refused
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        pair = await asyncio.open_connection("127.0.0.1", port) if idle.empty() else idle.get_nowait()
        pair[1].write(make(index))
        refused += not await _accepted(pair[0])
        latencies.append(time.perf_counter() - due)
        idle.put_nowait(pair)

    began = time.perf_counter()
    await asyncio.gather(*(one(index, began + index / rate) for index in range(number)))
    while not idle.empty():
        idle.get_nowait()[1].close()
    return Load(time.perf_counter() - began, sorted(latencies), refused)


async def _accepted(reader: asyncio.StreamReader) -> bool:
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    if length:
        await reader.readexactly(length)
    return head.startswith(b"HTTP/1.1 2")
