"""A proxy on the loopback before PostgreSQL, which can fall silent while the machine still acknowledges packets."""

import selectors
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import URL

CHUNK = 65_536


class SilentProxy:
    """Carries bytes both ways, until `silent` is set: then it takes connections and carries nothing."""

    def __init__(self, url: URL) -> None:
        self._target = url
        self.silent = threading.Event()
        self._closing = threading.Event()
        self._door = socket.create_server(("127.0.0.1", 0))
        self._held: list[socket.socket] = []
        self.url = url.set(host="127.0.0.1", port=self._door.getsockname()[1], query={})
        threading.Thread(target=self._take, daemon=True).start()

    def close(self) -> None:
        """Hang up on everybody."""
        self._closing.set()
        for one in (self._door, *self._held):
            with suppress(OSError):
                one.close()

    def _take(self) -> None:
        with suppress(OSError):
            while not self._closing.is_set():
                caller, _ = self._door.accept()
                self._held.append(caller)
                if not self.silent.is_set():
                    server = self._server()
                    self._held.append(server)
                    threading.Thread(target=self._carry, args=(caller, server), daemon=True).start()

    def _server(self) -> socket.socket:
        folder = self._target.query.get("host", self._target.host)
        if isinstance(folder, str) and folder.startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            server.connect(f"{folder}/.s.PGSQL.{self._target.port or 5432}")
            return server
        return socket.create_connection((self._target.host or "127.0.0.1", self._target.port or 5432))

    def _carry(self, caller: socket.socket, server: socket.socket) -> None:
        other = {caller: server, server: caller}
        with selectors.DefaultSelector() as either, suppress(OSError, ValueError):
            for one in other:
                either.register(one, selectors.EVENT_READ)
            while not self._closing.is_set():
                for key, _ in either.select(0.05):
                    if self.silent.is_set():
                        return
                    said = key.fileobj.recv(CHUNK)  # type: ignore[union-attr]
                    if not said:
                        caller.close()
                        server.close()
                        return
                    other[key.fileobj].sendall(said)  # type: ignore[index]


@contextmanager
def proxy(url: URL) -> Iterator[SilentProxy]:
    """A proxy that is there for the time of a test."""
    made = SilentProxy(url)
    try:
        yield made
    finally:
        made.close()
