"""Applies latency, rate limits and ordered faults to requests, and counts them."""

import asyncio
import math
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.jira.ordered_faults import Fault, strike

LIMITED = 429


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer, as they went over the wire; `path` begins under the site's root.

    `status` is 0 where trouble was ordered in place of the answer. `cloud` says what kind of site it is.
    """

    cloud: bool
    agent: str
    method: str
    path: str
    query: str
    body: bytes
    status: int
    answer: bytes


WITNESSES: list[Callable[[Exchange], None]] = []
"""Who is told of every exchange of every site: tests, which hold them against the vendor's own description."""


@dataclass(slots=True)
class Limit:
    """At most `per_second` requests a second, in bursts of at most `burst`; beyond, 429 says when to come back."""

    per_second: float
    burst: float = 0.0
    clock: Callable[[], float] = time.monotonic
    _left: float = field(init=False)
    _since: float = field(init=False)

    def __post_init__(self) -> None:
        self.burst = self.burst or max(self.per_second, 1.0)
        self._left, self._since = self.burst, self.clock()

    def wait(self) -> float:
        """Seconds to wait before the request may come in; 0 lets it in and counts it."""
        now = self.clock()
        self._left = min(self.burst, self._left + (now - self._since) * self.per_second)
        self._since = now
        if self._left < 1.0:
            return (1.0 - self._left) / self.per_second
        self._left -= 1.0
        return 0.0


@dataclass(slots=True)
class Traffic:
    """`latency` is the real seconds that every answer takes, `limit` none unless one is set.

    `calls` counts the requests by method and route (`GET /issue/{issue}`), `refused` those that came too fast.
    """

    latency: float = 0.0
    limit: Limit | None = None
    faults: list[Fault] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    refused: int = 0

    async def meet(self, method: str, path: str, route: str) -> Fault | None:
        """The fault that this request meets, after its latency; None when all is well."""
        self.calls[f"{method} {route}"] += 1
        if self.limit and (wait := self.limit.wait()):
            self.refused += 1
            headers = {"Retry-After": str(math.ceil(wait)), "RateLimit-Reason": "jira-burst-based"}
            return Fault(method, path, LIMITED, headers)
        if self.latency:
            await asyncio.sleep(self.latency)
        return await strike(self.faults, method, path)
