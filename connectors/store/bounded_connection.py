"""A connection to PostgreSQL that waits for no answer without end; imported only where the driver is installed."""

import time
from collections.abc import Generator
from typing import Any, TypeVar

import psycopg

RV = TypeVar("RV")


class BoundedConnection(psycopg.Connection[Any]):
    """Gives a server up, and itself, that has sent nothing for `patience` seconds of a wait.

    The server's own limits say nothing to a client that they do not reach, and a peer that still acknowledges packets
    looks alive to TCP.
    """

    patience: float = 35.0

    def wait(self, gen: Generator[Any, Any, RV], *more: Any, **options: Any) -> RV:
        """Wait for what the driver asked. Raises OperationalError, the connection closed, after too long a silence."""
        return super().wait(self._bounded(gen), *more, **options)

    def _bounded(self, gen: Generator[Any, Any, RV]) -> Generator[Any, Any, RV]:
        heard = time.monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready:
                    heard = time.monotonic()
                elif time.monotonic() - heard > self.patience:
                    gen.close()
                    self.pgconn.finish()
                    raise psycopg.OperationalError("the server has fallen silent")
                wanted = gen.send(ready)
        except StopIteration as ended:
            result: RV = ended.value
            return result
