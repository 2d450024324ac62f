"""What happens at regular hours: the ticks that wake the jobs, the morning lists and the month's summary."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from connectors.store import Connection, Store, outbox, periods, preferences
from connectors.store.outbox import Errand
from rules.contract import Contract
from rules.effects import Effect
from scheduler import mornings
from scheduler.casebook import Casebook
from scheduler.digests import monthly
from scheduler.errands import lane
from scheduler.pulse import Pulse

log = structlog.get_logger("vigie.timetable")

Digest = Callable[[Connection, Casebook, Contract, datetime], Iterator[Effect]]


@dataclass(frozen=True, slots=True)
class Job:
    """A job at regular hours: the local hours of each contract's zone, and how far back a missed one is made up for."""

    name: str
    hours: dict[str, str]
    reach: timedelta
    digest: Digest


JOBS = (Job("monthly", {"day": "1", "hour": "7", "minute": "30"}, timedelta(days=7), monthly),)
MORNING = "morning"


def latest(job: Job, zone: str, now: datetime) -> datetime | None:
    """The last instant, within the job's reach, at which it should have happened."""
    trigger = CronTrigger(timezone=ZoneInfo(zone), **job.hours)
    last = None
    at = trigger.get_next_fire_time(None, now - job.reach)
    while at is not None and at <= now:
        last, at = at, trigger.get_next_fire_time(at, at + timedelta(seconds=1))
    return last


class Timetable:
    """Does each job once a period and a contract, whichever replica looks first and whatever was missed.

    The morning list goes once a day and a person.
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
        self._days: dict[str, str] = {}

    async def once(self) -> bool:
        """Do what has come due since the last look; False, since it never leaves work behind."""
        await self._store.read(lambda tx: self._casebook.mind(tx, self._now()))
        for contract in self._casebook.contracts.holding(self._now()):
            for job in JOBS:
                await self._look(job, contract)
        await self._mornings()
        return False

    async def _mornings(self) -> None:
        now = self._now()
        hours = await self._store.read(preferences.mornings)
        for one in mornings.due(mornings.leads(self._casebook, now), hours, now):
            await self._greet(one)

    async def _greet(self, one: mornings.Due) -> None:
        """Whoever moves the hour of a list that has gone gets no second one that day."""
        if self._days.get(one.user) == one.day:
            return
        try:
            await self._store.write(partial(self._tell, one))
        except Exception as error:  # one person must not keep the others from their own
            log.error("job not done", job=MORNING, error=type(error).__name__)
            return
        self._days[one.user] = one.day
        self._owed()

    def _tell(self, one: mornings.Due, tx: Connection) -> None:
        period = f"{one.user}:{one.day}"
        effect = (
            mornings.morning(tx, self._casebook, one.user, self._now()) if periods.claim(tx, MORNING, period) else None
        )
        if effect is not None:
            name = lane(effect, MORNING)
            outbox.put(tx, [Errand(key=f"{MORNING}:{period}", lane=name, effect=effect, created_at=self._wall())])

    async def _look(self, job: Job, contract: Contract) -> None:
        at = latest(job, contract.zone, self._now())
        if at is None or self._seen.get((job.name, contract.id)) == at:
            return
        try:
            await self._store.write(partial(self._do, job, contract, at))
        except Exception as error:  # one contract must not keep the others from their own
            log.error("job not done", job=job.name, contract=contract.id, error=type(error).__name__)
            return
        self._seen[job.name, contract.id] = at
        self._owed()

    def _do(self, job: Job, contract: Contract, at: datetime, tx: Connection) -> None:
        period = f"{contract.id}:{at.isoformat()}"
        if not periods.claim(tx, job.name, period):
            return
        outbox.put(
            tx,
            [
                Errand(
                    key=f"{job.name}:{period}:{number}",
                    lane=lane(effect, job.name),
                    effect=effect,
                    created_at=self._wall(),
                )
                for number, effect in enumerate(job.digest(tx, self._casebook, contract, at))
            ],
        )


def ticking(pulses: Sequence[Pulse], seconds: float = 1.0) -> AsyncIOScheduler:
    """A scheduler, not started yet, that wakes each job; the jobs themselves catch up with what was missed."""
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for pulse in pulses:
        scheduler.add_job(_wake, "interval", seconds=seconds, args=[pulse], id=pulse.name)
    return scheduler


async def _wake(pulse: Pulse) -> None:
    """A coroutine, so that APScheduler runs it in the event loop and not in a thread."""
    pulse.wake()
