"""Limits the requests a minute that catching up may make."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

# One a second on average: 6,000 issues a minute, and far from the burst limits that the errands share with it.
MOST = 60
MINUTE = 60.0


class Budget:
    """At most `most` requests in any minute; `clock` counts seconds."""

    def __init__(
        self,
        most: int = MOST,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._most, self._clock, self._sleep = most, clock, sleep
        self._spent: deque[float] = deque()
        self.requests = 0

    async def turn(self) -> None:
        """Return when one more request may be made, and count it."""
        while len(self._spent) >= self._most and (wait := self._spent[0] + MINUTE - self._clock()) > 0:
            await self._sleep(wait)
        while self._spent and self._spent[0] + MINUTE <= self._clock():
            self._spent.popleft()
        self._spent.append(self._clock())
        self.requests += 1
