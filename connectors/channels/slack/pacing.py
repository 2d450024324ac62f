"""Slack takes about one message a second in a conversation: what comes faster waits its turn here, unrefused."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

from connectors.delivery_errors import NotNow

INTERVAL = 1.0
LONGEST_STAND = 3.0
"""Seconds that a message may wait its turn in our hands; beyond, it goes back to the outbox."""

_FORGET = 1000


class Pace:
    """The next free instant of each conversation; `interval` is in seconds, 0 for a Slack that sets no pace.

    `clock` counts seconds, `sleep` waits them. What Slack itself asks for (`rest`) holds its conversation, or a method
    of the Web API, for everybody.
    """

    def __init__(
        self,
        interval: float = INTERVAL,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._interval, self._clock, self._sleep = interval, clock, sleep
        self._free: dict[str, float] = {}
        self._told: dict[str, float] = {}

    async def turn(self, conversation: str) -> None:
        """Wait for one's turn to speak. Raises NotNow, as not tried, when the turn is far off."""
        await self._stand(conversation, self._interval)

    async def leave(self, method: str) -> None:
        """Wait until a method of which Slack has had enough may be called again. Raises NotNow like `turn`."""
        await self._stand(method, 0.0)

    def rest(self, name: str, asked: timedelta) -> None:
        """Slack has had enough of a conversation, or of a method, for so long."""
        self._free[name] = max(self._free.get(name, 0.0), self._clock() + asked.total_seconds())

    async def _stand(self, name: str, interval: float) -> None:
        now = self._clock()
        wait = self._free.get(name, 0.0) - now
        if wait > LONGEST_STAND:
            raise NotNow("slack: not its turn yet", timedelta(seconds=self._later(name, interval) - now), tried=False)
        if interval:
            self._free[name] = now + max(wait, 0.0) + interval
            self._forget(now)
        if wait > 0:
            await self._sleep(wait)

    def _later(self, name: str, interval: float) -> float:
        """An instant of one's own to come back at: those sent away must not come back all at once."""
        self._told[name] = max(self._told.get(name, 0.0) + interval, self._free[name])
        return self._told[name]

    def _forget(self, now: float) -> None:
        if len(self._free) > _FORGET:
            self._free = {name: free for name, free in self._free.items() if free > now}
            self._told = {name: told for name, told in self._told.items() if told > now}
