"""The ticks that wake the jobs: they follow elapsed time, whatever is done to the machine's clock."""

import asyncio
from collections.abc import Sequence

from scheduler.jobs.job_loop import Pulse

EVERY = 1.0  # seconds


class Ticks:
    """Wakes each job again and again; the jobs themselves catch up with what was missed."""

    def __init__(self, pulses: Sequence[Pulse], seconds: float = EVERY) -> None:
        self._pulses, self._seconds = pulses, seconds
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, in the running event loop."""
        self._task = asyncio.get_running_loop().create_task(self._run(), name="ticks")

    def shutdown(self, *, wait: bool = False) -> None:  # noqa: ARG002 - nothing is to be waited for
        """End; no job is woken afterwards."""
        if self._task:
            self._task.cancel()

    async def _run(self) -> None:
        # The event loop sleeps by the monotonic clock. APScheduler's interval follows the wall: set back by an hour, it
        # would be silent for that hour.
        while True:
            await asyncio.sleep(self._seconds)
            for pulse in self._pulses:
                pulse.wake()
