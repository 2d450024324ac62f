"""The composition root: the one place where every room is given what it needs of the others."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial

import httpx
import structlog
from fastapi import FastAPI

from bot.asgi_intake import Doors
from bot.config.settings import Settings
from bot.config.site_settings import JiraSite, door
from bot.jira_intake import jira_webhook
from bot.operations.health import operations
from bot.slack.answers.jira_required_fields import Screens
from bot.slack.door.user_linking import Linking
from bot.slack.wiring import SlackRoom
from connectors.channels import CHANNELS, Build, Outside, Performer, channels
from connectors.channels.slack.file_downloads import Files
from connectors.channels.slack.user_directory import Directory
from connectors.contracts import Contracts
from connectors.file_transfer import FilePerformer
from connectors.heartbeat import Heartbeat
from connectors.jira.history.history_reader import History
from connectors.jira.inbound import created_issue
from connectors.jira.inbound.jira_delivery_reader import JiraReader
from connectors.jira.outbound.jira_client import Jira
from connectors.jira.outbound.jira_performer import JiraPerformer
from connectors.jira.outbound.jira_sites import Sites
from connectors.parsed_delivery import Reader
from connectors.store import Connection, Store, accounts, outbox
from connectors.tls_context import tls_context
from connectors.wording import Wording
from scheduler import alert_deliveries
from scheduler.cases.case_loader import Casebook
from scheduler.catching_up import backfill_turns, contract_editions, edition_deliveries
from scheduler.catching_up.backfill_search import fill
from scheduler.catching_up.catch_up_job import HistoryReader
from scheduler.catching_up.first_sight import Recall
from scheduler.catching_up.lost_issues import Search
from scheduler.catching_up.reconciler import Reconciler
from scheduler.errands.fallback import Fallback
from scheduler.errands.relay import Relay
from scheduler.errands.webhook_switch import switched
from scheduler.jobs.job_loop import Pulse
from scheduler.jobs.on_call import Oncall
from scheduler.jobs.timetable import Timetable, ticking
from scheduler.jobs.watchdog import Watchdog
from scheduler.service_clocks import utc_now
from scheduler.sweep import Sweep
from scheduler.worker import Worker

Now = Callable[[], datetime]
Work = Callable[[], Awaitable[bool]]
MEET_AGAIN = 5.0  # seconds

log = structlog.get_logger("vigie.app")


class Vigie:
    """The whole product, not started yet.

    `now` is the clock that anomalies live by (the demo's runs fast), `wall` the machine's, by which retries wait and
    signatures age; `elapsed` counts the seconds by which a job is found stuck. `ways` make the channels.
    """

    def __init__(
        self,
        settings: Settings,
        contracts: Contracts,
        now: Now = utc_now,
        wall: Now = utc_now,
        elapsed: Callable[[], float] = time.monotonic,
        ways: Sequence[Build] = CHANNELS,
    ) -> None:
        self.settings, self.contracts, self.now, self.wall = settings, contracts, now, wall
        self.store = Store(settings.database_url.get_secret_value())
        self.casebook = Casebook(self.store, contracts)
        # A site, or Slack, rests by the clock that its errands wait by.
        seconds = partial(_seconds, wall)
        self.jira = Sites({name: _client(name, site, seconds) for name, site in settings.sites.items()})
        self.histories = {name: _history(name, site) for name, site in settings.sites.items() if site.url}
        self.own_accounts: dict[str, frozenset[str]] = {}
        jira_reader = JiraReader(self.own_accounts)
        self._jobs: list[asyncio.Task[None]] = []
        screens = Screens(self.store, self.jira)
        browse, locate = self.jira.browse, self.jira.locate
        self.slack = SlackRoom(settings, self.store, self.casebook, screens, now, wall, browse, locate, self._heard)
        self.linking = Linking(
            self.store, self.casebook, Directory(self.slack.client, Wording(settings.language, "UTC"))
        )
        self._http = httpx.AsyncClient(verify=tls_context())
        outside = Outside(
            smtp_url=settings.smtp_url.get_secret_value(),
            mail_from=settings.mail_from,
            client=self.slack.client,
            browse_url=browse,
            http=self._http,
            endpoints={name: one.endpoint for name, one in settings.webhooks.items()},
            slack_interval=settings.slack_interval,
            clock=seconds,
            wall=wall,
        )
        performers: tuple[Performer, ...] = (
            *channels(outside, ways),
            JiraPerformer(self.jira, now),
            FilePerformer(self.jira, Files(self.slack.client, Wording(settings.language, "UTC"))),
            self.slack.homes,
        )
        readers: dict[str, Reader] = {
            "jira": jira_reader,
            "slack": self.slack.reader,
            alert_deliveries.SOURCE: alert_deliveries,
            edition_deliveries.SOURCE: edition_deliveries,
            created_issue.SOURCE: created_issue,
        }
        self._worker = Worker(self.store, self.casebook, readers, now, wall, self.histories, self._unread)
        performers = switched(performers, self.store, self.casebook, now, wall)
        self._fallback = Fallback(self.store, self.casebook, now, wall, settings.language, self._owed)
        self.fallback = Pulse("fallback", self._fallback.once, elapsed)
        relay = Relay(
            self.store,
            self.casebook,
            performers,
            now,
            wall,
            settings.language,
            self._heard,
            self._owed,
            self._not_said,
        )
        sweep = Sweep(self.store, self.casebook, now, wall, self._heard, self._look_in)
        timetable = Timetable(self.store, self.casebook, now, wall, self._owed)
        self.worker = Pulse("worker", self._then_relay(self._worker.once), elapsed)
        self._relay = relay
        self.relay = Pulse("relay", relay.once, elapsed)
        self.sweep = Pulse("sweep", sweep.once, elapsed)
        self._oncall = Oncall(settings.rota, self.casebook)
        self.timetable = Pulse("timetable", self._first(self._oncall.look, timetable.once), elapsed)
        reader = HistoryReader(self.store, self.casebook, self.histories, jira_reader, now, wall, self._heard)
        self.reconciler = Reconciler(reader)
        self.reconcile = Pulse("reconcile", self.reconciler.once, elapsed, self._asked)
        recall = Recall(reader)
        self.recall = Pulse("recall", recall.once, elapsed, self._asked)
        search = Search(reader)
        self.whereabouts = Pulse("whereabouts", search.once, elapsed, self._asked)
        heartbeat_url = settings.heartbeat_url.get_secret_value()
        self._heartbeat = Heartbeat(heartbeat_url) if heartbeat_url else None
        self.watchdog = Watchdog(self.pulses, self._heartbeat.beat if self._heartbeat else None)

    async def work_once(self) -> bool:
        """Handle one delivery outside the fixed jobs, for tools that turn the crank by hand; False when none waits."""
        return await self._worker.once()

    @property
    def pulses(self) -> tuple[Pulse, ...]:
        """The fixed jobs."""
        return (
            self.worker,
            self.relay,
            self.fallback,
            self.sweep,
            self.timetable,
            self.reconcile,
            self.recall,
            self.whereabouts,
        )

    def asgi(self) -> FastAPI:
        """The HTTP application; its life is the product's."""
        app = FastAPI(title="Vigie", lifespan=self._lifespan, docs_url=None, redoc_url=None, openapi_url=None)
        jira = {
            door(name): jira_webhook(self.store, name, site, self.now, self._heard)
            for name, site in self.settings.sites.items()
        }
        doors = {**jira, "/slack/events": self.slack.handle}
        app.add_middleware(Doors, doors=doors)
        app.include_router(operations(self.store, self.now, self._stopped, self.watchdog.stuck, self.slack.socket))
        return app

    @contextlib.asynccontextmanager
    async def _lifespan(self, _app: FastAPI) -> AsyncIterator[None]:
        async with self.running():
            yield

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open the store, run the jobs, and put everything away at the end."""
        await self.store.open()
        await self._take_over()
        self._jobs = [asyncio.create_task(pulse.run(), name=pulse.name) for pulse in self.pulses]
        # It may take a moment, once: nobody waits for it to be served.
        filling = asyncio.create_task(self._fill(), name="fill")
        if self.slack.socket:
            self._jobs.append(asyncio.create_task(self.slack.socket.run(), name="slack-socket"))
        meetings = [asyncio.create_task(self._meet(site), name=f"meet-{site}") for site in self.jira]
        linking = asyncio.create_task(self.linking.run(), name="slack-people")
        watching = asyncio.create_task(self.watchdog.run(), name="watchdog")
        tasks = [*self._jobs, filling, *meetings, linking, watching]
        ticks = ticking(self.pulses)
        ticks.start()
        try:
            yield
        finally:
            ticks.shutdown(wait=False)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._relay.settled()
            await self.slack.close()
            await self._http.aclose()
            await self.jira.close()
            for one in self.histories.values():
                await one.close()
            if self._heartbeat:
                await self._heartbeat.close()
            await self.store.close()

    def _stopped(self) -> list[str]:
        return [job.get_name() for job in self._jobs if job.done()]

    def _asked(self) -> int:
        """How much was read of the sites' past: it may take minutes, and shows that whoever reads is not stuck."""
        return sum(one.budget.requests for one in self.histories.values())

    def _heard(self) -> None:
        self.worker.wake()

    def _unread(self) -> None:
        self.recall.wake()

    def _look_in(self, seconds: float) -> None:
        self.sweep.wake_in(seconds)

    def _owed(self) -> None:
        self.relay.wake()

    def _not_said(self) -> None:
        self._fallback.refused()
        self.fallback.wake()

    def _then_relay(self, work: Work) -> Work:
        async def both() -> bool:
            more = await work()
            if more:
                self._owed()
            return more

        return both

    def _first(self, look: Callable[[], None], work: Work) -> Work:
        async def both() -> bool:
            look()
            return await work()

        return both

    async def _take_over(self) -> None:
        """Go on where the process before left off: its errands are free again, its Jira accounts are known."""
        if self.store.dialect == "sqlite":
            await self.store.write(outbox.let_go)
        self.casebook.contracts = await contract_editions.take_note(self.store, self.contracts, self.now())
        await self.store.read(lambda tx: self.casebook.mind(tx, self.now()))
        self._oncall.look()
        await backfill_turns.take_stock(self.store, self.casebook, self.now())
        await self.linking.recall()
        known = await self.store.read(lambda tx: {site: accounts.of(tx, site) for site in self.jira})
        self.own_accounts.update(known)

    async def _fill(self) -> None:
        try:
            await fill(self.store, self.casebook, self.now())
        except Exception as error:  # what is missing is looked for again at the next start
            log.warning("anomalies not made findable", error=type(error).__name__)

    async def _meet(self, site: str) -> None:
        """Learn our own account on a site, so that the echo of what we write there is known as such."""
        while True:
            try:
                account = await self.jira[site].myself()
                await self.store.write(partial(_remember, site, account))
            except Exception as error:  # until it is known, our own acts look like somebody's
                log.warning("jira account unknown", site=site, error=type(error).__name__)
                await asyncio.sleep(MEET_AGAIN)
            else:
                self.own_accounts[site] |= {account}
                return


def _remember(site: str, account: str, tx: Connection) -> None:
    accounts.remember(tx, site, account)


def _seconds(wall: Now) -> float:
    return wall().timestamp()


def _client(name: str, site: JiraSite, clock: Callable[[], float]) -> Jira:
    return Jira(name, site.url, site.api_url or None, site.auth, clock=clock)


def _history(name: str, site: JiraSite) -> History:
    return History(name, site.url, site.api_url or None, site.auth)
