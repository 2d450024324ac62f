"""Serves an ASGI app on the loopback, within the running loop, so that tests and the demo need no other process."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import uvicorn
from fastapi import FastAPI


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up, self.leaving = asyncio.Event(), asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say so once it listens."""
        await super().startup(sockets)
        self.up.set()

    async def main_loop(self) -> None:
        """Serve until told to leave; uvicorn's own loop notices late, and tests open hundreds of servers."""
        while not self.leaving.is_set():
            await self.on_tick(0)
            with suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await self.leaving.wait()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the program that embeds the server."""
        yield


def bound(port: int = 0) -> socket.socket:
    """A socket bound to 127.0.0.1 (0: a free port), so that the address is known before the app is built."""
    # Unless the socket says that it is TCP, asyncio lets the kernel hold answers back, for up to 40 ms each.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind(("127.0.0.1", port))
    return sock


@asynccontextmanager
async def serving(app: FastAPI, sock: socket.socket | None = None) -> AsyncIterator[str]:
    """The address (`http://127.0.0.1:PORT`) at which `app` answers until the block ends."""
    sock = sock or bound()
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="auto", timeout_graceful_shutdown=1)
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[sock]))
    try:
        await server.up.wait()
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        server.leaving.set()
        await task
