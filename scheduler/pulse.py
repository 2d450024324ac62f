"""A job that works as long as there is work, sleeps until it is woken, and survives its own faults."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger("vigie.pulse")

PAUSE_AFTER_A_FAULT = 1.0


class Pulse:
    """Runs `work` until it answers False, then waits for `wake`."""

    def __init__(self, name: str, work: Callable[[], Awaitable[bool]]) -> None:
        self.name = name
        self._work = work
        self._woken = asyncio.Event()
        self._idle = asyncio.Event()

    def wake(self) -> None:
        """Look for work at once; from the event loop's thread."""
        self._idle.clear()
        self._woken.set()

    async def idle(self) -> None:
        """Wait until there is nothing left to do."""
        await self._idle.wait()

    async def run(self) -> None:
        """Work until cancelled. A fault (a database that is gone, say) is named in the log and tried again."""
        while True:
            self._woken.clear()
            try:
                while await self._work():
                    pass
            except Exception as error:  # the job must outlive whatever its work meets
                log.error("job failed", job=self.name, error=type(error).__name__)
                await asyncio.sleep(PAUSE_AFTER_A_FAULT)
                continue
            if not self._woken.is_set():
                self._idle.set()
            await self._woken.wait()
