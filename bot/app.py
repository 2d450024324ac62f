"""Composes the service: each room is built by its own function and given its dependencies."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

from bot.asgi_intake import Doors
from bot.config.settings import Settings
from bot.jira_wiring import JiraRoom
from bot.operations.health import operations
from bot.performer_wiring import performers
from bot.slack.answers.jira_required_fields import Screens
from bot.slack.wiring import Issues, SlackRoom
from connectors.channels import CHANNELS, Build
from connectors.contracts import Contracts
from connectors.heartbeat import Heartbeat
from connectors.jira.inbound import created_issue
from connectors.parsed_delivery import Reader
from connectors.store import Store
from connectors.tls_context import tls_context
from scheduler import alert_deliveries
from scheduler.cases.case_loader import Casebook
from scheduler.catching_up import edition_deliveries
from scheduler.job_context import Connections, JobContext
from scheduler.jobs.job_loop import Pulse
from scheduler.jobs.stuck_guard import StuckGuard
from scheduler.jobs.timetable import ticking
from scheduler.jobs.watchdog import Watchdog
from scheduler.ledger import compensation_deliveries, ledger_deliveries
from scheduler.service_clocks import MACHINE, Clocks
from scheduler.service_jobs import ServiceJobs
from scheduler.take_over import fill, take_over


class Vigie:
    """The whole product, not started yet; `ways` make the channels, `end` ends a process whose jobs are stuck."""

    def __init__(
        self,
        settings: Settings,
        contracts: Contracts,
        clocks: Clocks = MACHINE,
        ways: Sequence[Build] = CHANNELS,
        end: Callable[[], None] | None = None,
    ) -> None:
        self._end = end
        self.settings, self.contracts, self.clocks = settings, contracts, clocks
        self.store = Store(settings.database_url.get_secret_value())
        self.casebook = Casebook(self.store, contracts)
        self.jobs = ServiceJobs(clocks)
        bells = self.jobs.bells
        self.jira = JiraRoom(settings, self.store, self.casebook, clocks)
        sites = self.jira.sites
        self.casebook.locate = sites.locate
        issues = Issues(Screens(self.store, sites), sites.browse, sites.locate)
        self.slack = SlackRoom(settings, self.store, self.casebook, issues, clocks, bells.heard)
        self._http = httpx.AsyncClient(verify=tls_context())
        readers: dict[str, Reader] = {
            "jira": self.jira.reader,
            "slack": self.slack.reader,
            alert_deliveries.SOURCE: alert_deliveries,
            edition_deliveries.SOURCE: edition_deliveries,
            created_issue.SOURCE: created_issue,
            ledger_deliveries.SOURCE: ledger_deliveries,
            compensation_deliveries.SOURCE: compensation_deliveries,
        }
        acting = performers(settings, self.jira, self.slack, self._http, clocks, ways)
        others = Connections(readers, acting, self.jira.histories, settings.rota)
        self._context = JobContext(self.store, self.casebook, clocks, bells, settings.language, others)
        self.jobs.build(self._context)
        heartbeat_url = settings.heartbeat_url.get_secret_value()
        self._heartbeat = Heartbeat(heartbeat_url) if heartbeat_url else None
        self.watchdog = Watchdog(self.pulses, self._heartbeat.beat if self._heartbeat else None)
        self._running: list[asyncio.Task[None]] = []

    async def work_once(self) -> bool:
        """Handle one delivery outside the fixed jobs, for tools that turn the crank by hand; False when none waits."""
        return await self.jobs.turn("worker")

    @property
    def pulses(self) -> tuple[Pulse, ...]:
        """The fixed jobs."""
        return self.jobs.pulses

    def asgi(self) -> FastAPI:
        """The HTTP application; its life is the product's."""
        app = FastAPI(title="Vigie", lifespan=self._lifespan, docs_url=None, redoc_url=None, openapi_url=None)
        doors = {**self.jira.doors(self.jobs.bells.heard), "/slack/events": self.slack.handle}
        app.add_middleware(Doors, doors=doors)
        asked = (self._stopped, self.watchdog.stuck)
        app.include_router(operations(self.store, self.clocks.now, *asked, self.slack.socket))
        return app

    @asynccontextmanager
    async def _lifespan(self, _app: FastAPI) -> AsyncIterator[None]:
        async with self.running():
            yield

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open the store, run the jobs, and put everything away at the end."""
        await self.store.open()
        await take_over(self._context, self.contracts, self.jobs.begin)
        await self.slack.linking.recall()
        await self.slack.learning.begin()
        await self.jira.recall()
        tasks = self._start()
        ticks, guard = ticking(self.pulses), StuckGuard(self.pulses, self._end) if self._end else None
        ticks.start()
        if guard:
            guard.start()
        try:
            yield
        finally:
            if guard:
                guard.stop()
            ticks.shutdown()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._close()

    def _start(self) -> list[asyncio.Task[None]]:
        """Start all that runs beside the requests; only those kept in `_running` must never end."""
        self._running = [asyncio.create_task(pulse.run(), name=pulse.name) for pulse in self.pulses]
        if self.slack.socket:
            self._running.append(asyncio.create_task(self.slack.socket.run(), name="slack-socket"))
        beside = (
            ("fill", fill(self._context)),
            *self.jira.meetings(),
            ("jira-people", self.jira.linking.run()),
            ("jira-names", self.jira.naming.run()),
            ("slack-people", self.slack.linking.run()),
            ("slack-installation", self.slack.learning.run()),
            ("watchdog", self.watchdog.run()),
        )
        return [*self._running, *(asyncio.create_task(work, name=name) for name, work in beside)]

    async def _close(self) -> None:
        await self.jobs.settled()
        await self.slack.close()
        await self._http.aclose()
        await self.jira.close()
        if self._heartbeat:
            await self._heartbeat.close()
        await self.store.close()

    def _stopped(self) -> list[str]:
        return [job.get_name() for job in self._running if job.done()]
