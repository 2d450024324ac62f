"""Sends a heartbeat every half minute while all jobs run, and stops when one does not."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from scheduler.jobs.job_loop import Pulse

EVERY = 30.0  # seconds
LONGEST_SILENCE = 90.0  # seconds; with the half minute of a turn, the alarm is given within two minutes

log = structlog.get_logger("vigie.watchdog")


class Watchdog:
    """Watches the jobs, which the ticks wake every second; `beat` tells the outside, None where nobody listens."""

    def __init__(self, pulses: Sequence[Pulse], beat: Callable[[], Awaitable[None]] | None) -> None:
        self._pulses, self._beat = pulses, beat

    def stuck(self) -> list[str]:
        """The jobs that hang in their work, fail again and again, or are not woken any more."""
        return [pulse.name for pulse in self._pulses if pulse.silence() > LONGEST_SILENCE]

    async def once(self) -> None:
        """Tell that all is well, or name in the log what is not."""
        if stuck := self.stuck():
            log.error("jobs stuck", jobs=stuck, heartbeat="withheld" if self._beat else "not set")
        elif self._beat:
            await self._beat()

    async def run(self) -> None:
        """Watch until cancelled; by its own sleep, so that it does not stop with the ticks."""
        while True:
            await self.once()
            await asyncio.sleep(EVERY)
