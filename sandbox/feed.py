"""A growing list of the sandbox's changes, which the page follows live."""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Literal

Part = Literal["slack", "jira", "mail", "clock"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its number (1, 2, 3 ...) and the part of the page that must be read again."""

    number: int
    part: Part


class Feed:
    """Numbers the changes and wakes who waits for them; the last 1,000 are kept.

    `ended` tells followers that nothing more will come.
    """

    def __init__(self) -> None:
        self._changes: deque[Change] = deque(maxlen=1000)
        self._number = 0
        self.ended = False
        self._changed = asyncio.Condition()

    @property
    def number(self) -> int:
        """The number of the latest change, 0 before the first."""
        return self._number

    async def tell(self, part: Part) -> None:
        """Record a change of one part and wake every follower."""
        async with self._changed:
            self._number += 1
            self._changes.append(Change(self._number, part))
            self._changed.notify_all()

    async def end(self) -> None:
        """Let every follower go."""
        async with self._changed:
            self.ended = True
            self._changed.notify_all()

    async def after(self, number: int, patience: float = 15.0) -> list[Change]:
        """The changes later than `number`, waiting up to `patience` real seconds for the first; none once it ended."""
        try:
            async with asyncio.timeout(patience), self._changed:
                await self._changed.wait_for(lambda: self._number > number or self.ended)
        except TimeoutError:
            return []
        return [change for change in self._changes if change.number > number]
