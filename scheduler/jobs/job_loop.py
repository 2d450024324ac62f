"""A job that works as long as there is work, sleeps until it is woken, and survives its own faults."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger("vigie.pulse")

PAUSE_AFTER_A_FAULT = 1.0


def no_signs() -> object:
    """Of a job whose turns are short."""
    return None


class Pulse:
    """Runs `work` until it answers False, then waits for `wake`.

    `clock` counts seconds, whatever is done to the machine's date. `signs` is whatever changes while a long turn goes
    on, so that it is not taken for one that hangs.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], Awaitable[bool]],
        clock: Callable[[], float] = time.monotonic,
        signs: Callable[[], object] = no_signs,
    ) -> None:
        self.name = name
        self._work, self._clock, self._signs = work, clock, signs
        self._turned, self._seen = clock(), signs()
        self._moved = self._turned
        self._woken = asyncio.Event()
        self._idle = asyncio.Event()
        self._alarm: asyncio.TimerHandle | None = None

    def wake(self) -> None:
        """Look for work at once; from the event loop's thread."""
        self._idle.clear()
        self._woken.set()

    def wake_in(self, seconds: float) -> None:
        """Look for work after so long, and not when the alarm before this one was set for."""
        if self._alarm:
            self._alarm.cancel()
        self._alarm = asyncio.get_running_loop().call_later(seconds, self.wake)

    async def idle(self) -> None:
        """Wait until there is nothing left to do."""
        await self._idle.wait()

    def silence(self) -> float:
        """Seconds since a turn ended well, or since one that goes on was last seen to advance."""
        self._look()
        return self._clock() - self._turned

    def still(self) -> float:
        """Seconds since a turn ended, well or not, or was last seen to advance: what fails is not stuck."""
        self._look()
        return self._clock() - max(self._moved, self._turned)

    def _look(self) -> None:
        if (signs := self._signs()) != self._seen:
            self._turned, self._seen = self._clock(), signs

    async def run(self) -> None:
        """Work until cancelled. A fault (a database that is gone, say) is named in the log and tried again."""
        self._turned = self._clock()
        while True:
            self._woken.clear()
            try:
                while await self._work():
                    self._turned = self._clock()
            except Exception as error:  # the job must outlive whatever its work meets
                self._moved = self._clock()
                log.error("job failed", job=self.name, error=type(error).__name__)
                await asyncio.sleep(PAUSE_AFTER_A_FAULT)
                continue
            self._turned = self._clock()
            if not self._woken.is_set():
                self._idle.set()
            await self._woken.wait()
