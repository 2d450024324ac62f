"""Real servers on a free port of the loopback, for the length of a test."""

import contextlib
import socket
from collections.abc import AsyncIterator

import uvicorn
from starlette.types import ASGIApp


def free_socket() -> socket.socket:
    """A socket bound to a free port of the loopback."""
    held = socket.socket(proto=socket.IPPROTO_TCP)
    held.bind(("127.0.0.1", 0))
    return held


def address(held: socket.socket) -> str:
    """The http address of a bound socket."""
    return f"http://127.0.0.1:{held.getsockname()[1]}"


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, held: socket.socket) -> AsyncIterator[None]:
    """Serve an application on a bound socket until the block ends."""
    config = uvicorn.Config(app, lifespan="off", log_level="critical")
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[held])
    try:
        yield
    finally:
        await server.shutdown(sockets=[held])
