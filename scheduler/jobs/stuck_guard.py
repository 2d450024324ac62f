"""Ends the process when a job has been stuck for minutes, so that its supervisor starts it anew (ADR 0028)."""

import threading
from collections.abc import Callable, Sequence

import structlog

from scheduler.jobs.job_loop import Pulse

EVERY = 5.0  # seconds
LIMIT = 300.0  # seconds that a turn may take without a sign of life, or a job be left asleep

log = structlog.get_logger("vigie.watchdog")


class StuckGuard:
    """Looks from a thread of its own: what is stuck may be the event loop. `end` ends the process, and returns not."""

    def __init__(
        self, pulses: Sequence[Pulse], end: Callable[[], None], limit: float = LIMIT, every: float = EVERY
    ) -> None:
        self._pulses, self._end, self._limit, self._every = pulses, end, limit, every
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="vigie-stuck-guard", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more: a service that is being stopped is let finish."""
        self._stopping.set()

    def look(self) -> None:
        """End the process if a job neither works nor fails any more; one that fails is tried again."""
        if hung := [pulse.name for pulse in self._pulses if pulse.still() > self._limit]:
            log.critical("process ended", stuck=hung, seconds=self._limit)
            self._end()

    def _run(self) -> None:
        while not self._stopping.wait(self._every):
            self.look()
