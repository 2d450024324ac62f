"""Gives ports to what a test starts later: none that another test, or a call of this machine, takes meanwhile."""

import os
import random
from collections.abc import Iterator
from contextlib import suppress

from sandbox.page.serving import bound

# Below those that Linux gives to whoever calls or asks for any port, so that only this module gives them.
FIRST, EACH, WORKERS = 20_000, 750, 16


def _ports() -> Iterator[int]:
    """The ports of this worker of the run, again and again, from a random one on."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
    at = random.randrange(EACH)  # noqa: S311 - two runs at once must not begin with the same one
    while True:
        yield FIRST + worker * EACH + at
        at = (at + 1) % EACH


_PORTS = _ports()


def free_port() -> int:
    """A port on which nobody listens. Raises RuntimeError when none is left."""
    for _ in range(EACH):
        port = next(_PORTS)
        with suppress(OSError), bound(port):
            return port
    raise RuntimeError("no port is free")
