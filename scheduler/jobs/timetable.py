"""What happens at regular hours: the ticks that wake the jobs, the lists of the day and the month's summary."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from connectors.preference_choices import Preferences
from connectors.store import Connection, Store, outbox, periods, preferences
from connectors.store.outbox import Errand
from rules.contract import Contract
from rules.effects import Effect
from scheduler.cases.case_loader import Casebook
from scheduler.errands.queueing import errand, named
from scheduler.jobs.job_loop import Pulse
from scheduler.lists import evening_list, morning_list, weekly_list
from scheduler.lists.due_list import Due
from scheduler.lists.monthly_summary import monthly

log = structlog.get_logger("vigie.timetable")

Digest = Callable[[Connection, Casebook, Contract, datetime], Iterator[Effect]]


@dataclass(frozen=True, slots=True)
class Job:
    """A job at regular hours: the local hours of each contract's zone, and how far back a missed one is made up for."""

    name: str
    hours: dict[str, str]
    reach: timedelta
    digest: Digest


@dataclass(frozen=True, slots=True)
class List:
    """A list that goes to people at an hour of their own: `due` gives those whose hour has come."""

    name: str
    due: Callable[[Casebook, Mapping[str, Preferences], datetime], Iterator[Due]]


JOBS = (Job("monthly", {"day": "1", "hour": "7", "minute": "30"}, timedelta(days=7), monthly),)
LISTS = (List("morning", morning_list.due), List("weekly", weekly_list.due), List("evening", evening_list.due))


def latest(job: Job, zone: str, now: datetime) -> datetime | None:
    """The last instant, within the job's reach, at which it should have happened."""
    trigger = CronTrigger(timezone=ZoneInfo(zone), **job.hours)
    last = None
    at = trigger.get_next_fire_time(None, now - job.reach)
    while at is not None and at <= now:
        last, at = at, trigger.get_next_fire_time(at, at + timedelta(seconds=1))
    return last


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
        self._looked: datetime | None = None

    async def once(self) -> bool:
        """Do what has come due since the last look; False, since it never leaves work behind."""
        await self._store.read(lambda tx: self._casebook.mind(tx, self._now()))
        for contract in self._casebook.contracts.holding(self._now()):
            for job in JOBS:
                await self._look(job, contract)
        minute = self._now().replace(second=0, microsecond=0)
        if minute != self._looked:  # no list has an hour of its own within the minute
            self._looked = minute
            await self._lists()
        return False

    async def _lists(self) -> None:
        now, chosen = self._now(), await self._store.read(preferences.everybody)
        for job in LISTS:
            for one in job.due(self._casebook, chosen, now):
                if self._gone.get((job.name, one.to)) != one.period:
                    await self._send(job.name, one)

    async def _send(self, job: str, one: Due) -> None:
        """Read without holding anybody up, then kept by whoever is first: who moves their hour gets no second one."""
        period = f"{one.to}:{one.period}"
        try:
            if not await self._store.read(lambda tx: periods.taken(tx, job, period)):
                effects = await self._store.read(one.compose)
                await self._store.write(lambda tx: self._keep(tx, job, period, effects))
        except Exception as error:  # one person must not keep the others from their own
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
        if periods.claim(tx, job.name, period):
            effects = job.digest(tx, self._casebook, contract, at)
            outbox.put(tx, list(self._errands(f"{job.name}:{period}", job.name, effects)))


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
