"""The jobs of one service, built from the list and found by their names."""

from collections.abc import Sequence
from functools import partial

from scheduler.bells import Bells
from scheduler.job_context import Job, JobContext, Turns
from scheduler.job_list import JOBS
from scheduler.jobs.job_loop import Pulse
from scheduler.service_clocks import Clocks


class ServiceJobs:
    """The jobs by their names, not started yet; their `bells` may be given away before `build`."""

    def __init__(self, clocks: Clocks) -> None:
        self._clocks = clocks
        self._turns: dict[str, Turns] = {}
        self._pulses: dict[str, Pulse] = {}
        self.bells = Bells(
            heard=partial(self._ring, "worker"),
            owed=partial(self._ring, "relay"),
            unread=partial(self._ring, "recall"),
            refused=partial(self._ring, "fallback"),
            look_in=self._wake_in,
        )

    def build(self, given: JobContext, jobs: Sequence[Job] = JOBS) -> None:
        """Make every job."""
        for job in jobs:
            turns = self._turns[job.name] = job.build(given)
            self._pulses[job.name] = Pulse(job.name, turns.once, self._clocks.elapsed, turns.signs)

    def __getitem__(self, name: str) -> Pulse:
        return self._pulses[name]

    @property
    def pulses(self) -> tuple[Pulse, ...]:
        """All of them, in their order."""
        return tuple(self._pulses.values())

    async def turn(self, name: str) -> bool:
        """One turn of a job outside its loop, for tools that turn the crank by hand; False when nothing was left."""
        return await self._turns[name].once()

    def begin(self) -> None:
        """Let each job learn what its first turn needs."""
        for turns in self._turns.values():
            turns.begin()

    async def settled(self) -> None:
        """Wait for what the last turns started."""
        for turns in self._turns.values():
            await turns.settled()

    def _ring(self, name: str) -> None:
        self._turns[name].rung()
        self._pulses[name].wake()

    def _wake_in(self, seconds: float) -> None:
        self._pulses["sweep"].wake_in(seconds)
