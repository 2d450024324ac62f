"""Does what is due at regular hours, once whatever restarts or is missed; and the ticks that wake the jobs."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

import structlog

from connectors.store import Connection, Store, outbox, passing, periods, preferences
from connectors.store.outbox import Errand
from rules.contract import Contract
from rules.effects import Effect
from scheduler.cases.case_loader import Casebook
from scheduler.errands.queueing import errand, named
from scheduler.jobs.job_loop import Pulse
from scheduler.jobs.regular_jobs import HOUSE_JOBS, JOBS, LISTS, HouseJob, Job, Work, Yielded
from scheduler.jobs.ticks import EVERY, Ticks
from scheduler.lists.due_list import Due

log = structlog.get_logger("vigie.timetable")


HOUSE = "house"
"""Whose the jobs are that belong to no contract."""

Gives = Callable[[Connection], Iterator[Yielded]]


class Timetable:
    """Does each job once a period and a contract, each list once a period and a reader, whatever restarts or is missed.

    Whichever replica looks first does it.
    """

    def __init__(
        self,
        store: Store,
        casebook: Casebook,
        now: Callable[[], datetime],
        wall: Callable[[], datetime],
        owed: Callable[[], None],
    ) -> None:
        self._store, self._casebook, self._now, self._wall, self._owed = store, casebook, now, wall, owed
        self._seen: dict[tuple[str, str], datetime] = {}
        self._gone: dict[tuple[str, str], str] = {}
        self._left: dict[tuple[str, str], deque[Work]] = {}
        self._looked: datetime | None = None
        self.looks = 0
        """Of one job or list at what is due: a turn over many contracts is long, and not stuck while this grows."""

    async def once(self) -> bool:
        """Do what has come due since the last look; False, since it never leaves work behind."""
        await self._store.read(lambda tx: self._casebook.mind(tx, self._now()))
        for contract in self._casebook.contracts.holding(self._now()):
            for job in JOBS:
                await self._look(job, contract)
        for house_job in HOUSE_JOBS:
            await self._look_at_house(house_job)
        minute = self._now().replace(second=0, microsecond=0)
        if minute != self._looked:  # no list has an hour of its own within the minute
            await self._lists()
            self._looked = minute
        return False

    async def _lists(self) -> None:
        now, chosen = self._now(), await self._store.read(preferences.everybody)
        for job in LISTS:
            for one in job.due(self._casebook, chosen, now):
                if self._gone.get((job.name, one.to)) != one.period:
                    await self._send(job.name, one)

    async def _send(self, job: str, one: Due) -> None:
        """Read without a lock, then stored by the first replica: a person who moves their hour gets no second list."""
        self.looks += 1
        period = f"{one.to}:{one.period}"
        try:
            if not await self._store.read(lambda tx: periods.taken(tx, job, period)):
                effects = await self._store.read(one.compose)
                await self._store.write(lambda tx: self._keep(tx, job, period, effects))
        except Exception as error:  # one person must not keep the others from their own
            if passing(error):
                raise
            log.error("list not sent", job=job, error=type(error).__name__)
            return
        self._gone[job, one.to] = one.period
        self._owed()

    def _keep(self, tx: Connection, job: str, period: str, effects: Sequence[Effect]) -> None:
        if periods.claim(tx, job, period):
            outbox.put(tx, list(self._errands(f"{job}:{period}", job, effects)))

    def _errands(self, key: str, job: str, effects: Iterable[Effect]) -> Iterator[Errand]:
        for number, effect in enumerate(effects):
            contract = named(effect, self._casebook.contracts, self._now())
            yield errand(effect, contract, job, key=f"{key}:{number}", at=self._wall())

    async def _look(self, job: Job, contract: Contract) -> None:
        hours = job.hours(contract)
        at = hours.latest(contract.zone, self._now()) if hours else None
        if at is not None:
            await self._once(job.name, contract.id, at, lambda tx: job.gives(tx, self._casebook, contract, at))

    async def _look_at_house(self, job: HouseJob) -> None:
        at = job.hours.latest("UTC", self._now())
        if at is not None:
            await self._once(job.name, HOUSE, at, lambda tx: job.gives(tx, self._casebook, at))

    async def _once(self, job: str, whose: str, at: datetime, gives: Gives) -> None:
        """Do a job for one instant, unless some replica has."""
        self.looks += 1
        if self._seen.get((job, whose)) == at:
            return
        try:
            if not (left := self._left.pop((job, whose), None)):
                left = deque(await self._store.write(lambda tx: self._do(tx, job, f"{whose}:{at.isoformat()}", gives)))
            while left:
                if not await self._step(job, whose, left):
                    left.popleft()
        except Exception as error:  # one contract must not keep the others from their own
            if passing(error):
                raise
            log.error("job not done", job=job, contract=whose, error=type(error).__name__)
            return
        self._seen[job, whose] = at
        self._owed()

    async def _step(self, job: str, whose: str, left: deque[Work]) -> bool:
        """One step of the work that is left; what a fault of the database interrupts is gone on with."""
        try:
            return await self._store.write(left[0])
        except Exception as error:
            if passing(error):
                self._left[job, whose] = left
            raise

    def _do(self, tx: Connection, job: str, period: str, gives: Gives) -> list[Work]:
        """Claim the period, keep its effects and begin its work; the work that is left."""
        if not periods.claim(tx, job, period):
            return []
        given = list(gives(tx))
        effects = [one for one in given if isinstance(one, Effect)]
        outbox.put(tx, list(self._errands(f"{job}:{period}", job, effects)))
        return [work for work in given if not isinstance(work, Effect) and work(tx)]


def ticking(pulses: Sequence[Pulse], seconds: float = EVERY) -> Ticks:
    """The ticks of the jobs, not started yet; the jobs themselves catch up with what was missed."""
    return Ticks(pulses, seconds)
