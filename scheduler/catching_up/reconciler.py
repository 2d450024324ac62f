"""Finds the changes in Jira that no webhook reported, project by project.

Reading changes nothing by itself. Only what is news to the journal is put in the mailbox, together with how far the
project was read: thousands of quiet issues write nothing, and a webhook that arrives later finds its facts known.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from connectors.delivery_errors import Never, NotNow
from connectors.jira.history.history_reader import Batch
from connectors.jira.history.past import Found
from connectors.parsed_delivery import Delivery
from connectors.store import Connection, mailbox, reconcile_cursors
from connectors.store.reconcile_cursors import Mark, Road
from scheduler.catching_up import imported_history
from scheduler.catching_up.catch_up_job import CatchUpJob, HistoryReader, visited
from scheduler.catching_up.lost_worklogs import Worklogs
from scheduler.catching_up.unheard_history import Forecast, Seen, Span

LIVE, IMPORT = "live", "import"
# Two clocks that differ, a search that lags, an issue that moves between two pages: what is younger is read again.
SETTLED = timedelta(minutes=10)
OVERLAP = timedelta(minutes=5)  # Data Center compares to the minute or so
LEASE = timedelta(minutes=2)  # longer than a page takes, its share of the budget included
EVERY = timedelta(minutes=5)
AGAIN = timedelta(days=1)  # what is read again where a mark is ahead of the clock
SOON = timedelta(seconds=30)

log = structlog.get_logger("vigie.reconcile")


class Busy(Exception):
    """Somebody else reads this project now, or has taken it over."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A reading's progress: issues read, deliveries written, entries left out because they are `earlier` than allowed.

    `reached` is the instant up to which everything updated is kept. Where an import is only foreseen, `open`, `closed`
    and `gone` count the anomalies that it would leave so; of the open ones, `undescribed` names the status, once for
    each, by which Jira ended it and of which the contract says nothing.
    """

    reached: datetime
    issues: int = 0
    news: int = 0
    earlier: int = 0
    open: int = 0
    closed: int = 0
    gone: int = 0
    undescribed: tuple[str, ...] = ()

    @property
    def anomalies(self) -> int:
        """The anomalies of which something would be imported."""
        return self.open + self.closed + self.gone


class Reconciler(CatchUpJob):
    """Reads what webhooks may have lost."""

    def __init__(self, reader: HistoryReader) -> None:
        super().__init__(reader)
        self._worklogs = Worklogs(reader)

    async def once(self) -> bool:
        """Reconcile the sites whose time has come, all at once and each at its own pace; False, since none is left."""
        await visited(self._visit(site) for site in self._due(self._histories))
        return False

    def projects(self) -> list[tuple[str, str]]:
        """The site and key of each project that a contract in force speaks of, where the site is connected."""
        holding = self._casebook.contracts.holding(self._now())
        every = ((one.jira.site, project) for one in holding for project in one.jira.projects)
        return sorted({pair for pair in every if pair[0] in self._histories})

    async def follow(self, site: str, project: str, since: datetime | None = None) -> AsyncGenerator[Progress, None]:
        """Read a project from its mark on, or again from an instant, telling what of it is not known yet.

        A project never read begins now: its past is for an import to tell. Raises Busy, NotNow and Never.
        """
        road = Road(site, project, LIVE)
        await self._worklogs.begin(site)
        if (
            await self._store.write(lambda tx: reconcile_cursors.begin(tx, road, self._now() - OVERLAP))
            and since is None
        ):
            return
        step = Progress(self._now())
        async with aclosing(self._on(road, since)) as steps:
            async for step in steps:
                yield step
        # Reading a project again is about its issues; the worklogs of the whole site go on from their own mark.
        if since is None and (news := await self._worklogs.follow(site)):
            yield replace(step, news=step.news + news)

    async def imports(self, site: str, project: str, since: datetime) -> AsyncGenerator[Progress, None]:
        """Read a project from an instant on for a contract that begins, or go on with the import that was begun.

        What it tells is for the journal only (see `imported`). Raises Busy, NotNow and Never.
        """
        road, live = Road(site, project, IMPORT), Road(site, project, LIVE)
        await self._store.write(lambda tx: reconcile_cursors.begin(tx, road, since))
        # What happens from now on must be found, even if the service is not started before tomorrow.
        await self._store.write(lambda tx: reconcile_cursors.begin(tx, live, self._now() - OVERLAP))
        async with aclosing(self._on(road, since)) as steps:
            async for step in steps:
                yield step

    async def foresee(self, site: str, project: str, since: datetime) -> AsyncGenerator[Progress, None]:
        """Read a project as an import would, and count what it would leave; nothing is written.

        Raises NotNow and Never.
        """
        began, total = self._now(), Progress(since)
        fields = self._casebook.custom_fields(site, project)
        async with aclosing(self._histories[site].since(project, since, began - SETTLED, fields)) as batches:
            async for batch in batches:
                told = await self._forecasts(site, batch, began)
                ends = [anomaly for one in told for anomaly in one.anomalies]
                total = replace(
                    total,
                    reached=batch.reached,
                    issues=total.issues + len(batch.issues),
                    open=total.open + sum(not (one.closed or one.gone) for one in ends),
                    closed=total.closed + sum(one.closed for one in ends),
                    gone=total.gone + sum(one.gone and not one.closed for one in ends),
                    undescribed=(*total.undescribed, *(one.undescribed for one in told if one.undescribed)),
                )
                yield total
        yield replace(total, reached=began)

    async def _forecasts(self, site: str, batch: Batch, now: datetime) -> list[Forecast]:
        """The outcome of each issue of a page; one that the search cut short is read whole first."""
        foresee, ever = self._hindsight.foresee, datetime.min.replace(tzinfo=now.tzinfo)
        span = Span(ever, ever)
        every = await self._store.read(lambda tx: [foresee(tx, site, one, span, now) for one in batch.issues])
        for place, one in enumerate(every):
            if one.lacking:
                whole = await self._histories[site].whole(batch.issues[place])
                every[place] = await self._store.read(partial(foresee, site=site, found=whole, span=span, now=now))
        return every

    async def mark(self, site: str, project: str, purpose: str) -> Mark | None:
        """The progress of a project's reading for a purpose."""
        return await self._store.read(lambda tx: reconcile_cursors.get(tx, Road(site, project, purpose)))

    async def _visit(self, site: str) -> None:
        wait = EVERY
        for project in (project for at, project in self.projects() if at == site):
            try:
                wait = min(wait, await self._catch_up(site, project))
            except NotNow as later:
                log.warning("reconciliation later", site=site, project=project, why=later.why)
                wait = later.after if later.after is not None else SOON
                break
        self._next[site] = self._wall() + wait

    async def _catch_up(self, site: str, project: str) -> timedelta:
        """Reconcile one project; how long its site may then wait. Whatever goes wrong with it stays with it."""
        step = None
        try:
            async for step in self.follow(site, project):  # noqa: B007 - the last one is told
                pass
        except Busy:
            return SOON
        except Never as never:
            log.error("project not reconciled", site=site, project=project, why=never.why, remedy=never.remedy)
        except NotNow:
            raise
        except Exception as error:
            log.error("project not reconciled", site=site, project=project, error=type(error).__name__)
            return SOON
        else:
            if step and step.news:
                log.info("reconciled", site=site, project=project, issues=step.issues, news=step.news)
        return EVERY

    async def _on(self, road: Road, since: datetime | None) -> AsyncGenerator[Progress, None]:
        begun = self._wall()
        mark = await self._store.write(lambda tx: reconcile_cursors.claim(tx, road, self._who, begun, begun + LEASE))
        if mark is None:
            raise Busy
        try:
            mark, start = await self._start(mark, since)
            async with aclosing(self._read_on(mark, start)) as steps:
                async for step in steps:
                    yield step
        finally:
            await self._store.write(lambda tx: reconcile_cursors.release(tx, road, self._who))

    async def _start(self, mark: Mark, since: datetime | None) -> tuple[Mark, datetime]:
        """From where to read. An import asked from an earlier instant than before begins again; else it goes on."""
        if mark.road.purpose == IMPORT and since is not None:
            if since < mark.begun_at:
                await self._store.write(lambda tx: reconcile_cursors.restart(tx, mark.road, self._who, since))
                mark = replace(mark, begun_at=since, read_to=since)
            return mark, max(mark.read_to - OVERLAP, since)
        if mark.read_to > (now := self._now()):  # by a clock that was ahead, and was set right: not all of it was read
            mark = replace(mark, read_to=max(min(mark.begun_at, now), now - AGAIN))
        return mark, mark.read_to - OVERLAP if since is None else since

    def _span(self, mark: Mark, start: datetime) -> Span:
        """An import tells the whole of an anomaly, as far back as its contract goes."""
        if mark.road.purpose == IMPORT:
            ever = datetime.min.replace(tzinfo=start.tzinfo)
            return Span(ever, ever)
        return Span(min(mark.begun_at, start), mark.begun_at)

    async def _read_on(self, mark: Mark, start: datetime) -> AsyncGenerator[Progress, None]:
        road, span, began = mark.road, self._span(mark, start), self._now()
        until, total = began - SETTLED, Progress(start)
        history = self._histories[road.site]
        fields = self._casebook.custom_fields(road.site, road.project)
        async with aclosing(history.since(road.project, start, until, fields)) as batches:
            async for batch in batches:
                seen = await self._seen(batch, road, span)
                written = await self._advance(mark, start, batch.reached, _deliveries(seen, road))
                total = Progress(
                    batch.reached,
                    total.issues + len(batch.issues),
                    total.news + written,
                    total.earlier + sum(one.earlier for one in seen),
                )
                yield total
        await self._advance(mark, start, until, ())
        yield replace(total, reached=began)

    async def _seen(self, batch: Batch, road: Road, span: Span) -> list[Seen]:
        """The untold history of a page's issues; an issue that the search cut short is read whole first."""
        now, site = self._now(), road.site
        look = self._hindsight.look
        every = await self._store.read(lambda tx: [look(tx, site, one, span, now) for one in batch.issues])
        for place, seen in enumerate(every):
            if seen.lacking:
                whole = await self._whole(batch.issues[place], road)
                every[place] = await self._store.read(partial(look, site=site, found=whole, span=span, now=now))
        return every

    async def _whole(self, found: Found, road: Road) -> Found:
        """Several requests, so the claim is renewed."""
        whole = await self._histories[road.site].whole(found)
        until = self._wall() + LEASE
        if not await self._store.write(lambda tx: reconcile_cursors.hold(tx, road, self._who, until)):
            raise Busy
        return whole

    async def _advance(self, mark: Mark, start: datetime, reached: datetime, news: tuple[Delivery, ...]) -> int:
        """Store a page's history with the reading's progress; returns how much of it was new.

        A reading that began after the mark leaves a gap before it, and moves nothing.
        """
        to = max(mark.read_to, reached) if start <= mark.read_to else mark.read_to

        def save(tx: Connection) -> int:
            if not reconcile_cursors.advance(tx, mark.road, self._who, to, self._wall() + LEASE):
                raise Busy
            return mailbox.keep(tx, news)

        written = await self._store.write(save)
        if written:
            self._heard()
        return written


def _deliveries(seen: list[Seen], road: Road) -> tuple[Delivery, ...]:
    booked = tuple(delivery for one in seen for delivery in one.booked)
    if road.purpose != IMPORT:
        live = (delivery for one in seen for delivery in (*(told.delivery for told in one.news), *one.asks))
        return (*live, *booked)
    marked = ((*imported_history.marked([told.delivery for told in one.news]), *one.asks) for one in seen)
    return (*(delivery for every in marked for delivery in every), *booked)
