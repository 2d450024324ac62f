"""Finds open anomalies whose issue left every followed project: moved, deleted, archived or hidden."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

import structlog

from connectors.delivery_errors import Never, NotNow
from connectors.jira.history.history_reader import PAGE, History, Whereabouts
from connectors.jira.history.past import Found
from connectors.jira.history.synthetic_webhooks import hidden, visible
from connectors.jira.inbound.created_issue import renumbered
from connectors.jira.outbound.jira_refusals import Refused
from connectors.parsed_delivery import Delivery
from connectors.store import Connection, mailbox, reconcile_cursors
from connectors.store.reconcile_cursors import Road
from connectors.wording import said
from rules.anomaly.state import Anomaly, Ticket
from scheduler.catching_up.catch_up_job import CatchUpJob, HistoryReader, visited
from scheduler.catching_up.reconciler import LEASE, LIVE, SOON
from scheduler.catching_up.renumbered_issues import Former, found_again
from scheduler.catching_up.unheard_history import Span
from scheduler.service_clocks import passed

EVERY = timedelta(hours=1)
MOST = 30  # issues read one by one in a round: the rest have theirs in the next
OPEN = "open"
HIDDEN = "errands.project_hidden"
SHOW = "errands.show_project"
_GONE = 404

log = structlog.get_logger("vigie.whereabouts")


@dataclass(frozen=True, slots=True)
class Sought:
    """An open `anomaly` with its issue, and the projects of its contract."""

    anomaly: Anomaly
    ticket: Ticket
    projects: tuple[str, ...]

    @property
    def hidden(self) -> bool:
        """Whether the issue is known to be hidden."""
        return self.anomaly.hidden_since is not None


class Search(CatchUpJob):
    """Looks, once an hour and a site, for the issues of open anomalies.

    It costs one request a hundred anomalies, and a few for each issue that is not where it was.
    """

    def __init__(self, reader: HistoryReader) -> None:
        super().__init__(reader)
        self._seen: dict[tuple[str, str], Whereabouts] = {}

    async def once(self) -> bool:
        """Look at the sites whose hour has come, all at once; False, since none is left."""
        await visited(self._visit(site) for site in self._due(self._histories))
        return False

    async def _visit(self, site: str) -> None:
        """One round at a time over all processes; one that fails is taken up again soon."""
        road, now, begun, wait = Road(site, "", OPEN), self._now(), self._wall(), SOON
        self._next[site] = begun + wait
        last = await self._store.read(lambda tx: reconcile_cursors.get(tx, road))
        if last is None:
            await self._store.write(lambda tx: reconcile_cursors.begin(tx, road, now))
        if last is None or not passed(last.read_to, EVERY, now):
            return
        if not await self._store.write(lambda tx: reconcile_cursors.claim(tx, road, self._who, begun, begun + LEASE)):
            return
        try:
            await self._round(road)
            await self._store.write(
                lambda tx: reconcile_cursors.advance(tx, road, self._who, now, self._wall() + LEASE)
            )
        except NotNow as later:
            wait = later.after or SOON
            log.warning("whereabouts later", site=site, why=later.why)
        except Never as never:
            log.error("whereabouts unknown", site=site, why=never.why, remedy=never.remedy)
        except Exception as error:
            log.error("whereabouts unknown", site=site, error=type(error).__name__)
        finally:
            await self._store.write(lambda tx: reconcile_cursors.release(tx, road, self._who))
            self._next[site] = self._wall() + wait

    async def _round(self, road: Road) -> None:
        history, strayed = self._histories[road.site], list[tuple[Sought, Whereabouts | None]]()
        for some in _chunks(await self._store.read(lambda tx: self._open(tx, road.site))):
            places = await history.places([one.ticket.id for one in some])
            strayed += [(one, places.get(one.ticket.id)) for one in some if self._strayed(one.ticket, places)]
            for one in some:
                place = places.get(one.ticket.id)
                if one.hidden and place is not None and place.project in one.projects and not place.archived:
                    await self._tell((self._noticed(visible, one.ticket),), one.ticket)
        in_sight: dict[str, bool] = {}
        for one, place in strayed[:MOST]:
            if not await self._store.write(
                lambda tx: reconcile_cursors.hold(tx, road, self._who, self._wall() + LEASE)
            ):
                return
            await self._look_into(history, one, place, in_sight)

    def _open(self, tx: Connection, site: str) -> tuple[Sought, ...]:
        now, named = self._now(), dict.fromkeys(one.id for one in self._casebook.contracts.all)
        every = (case for name in named for case in self._casebook.open_cases(tx, name, now))
        found = ((case.anomaly, case.contract.jira.projects) for case in every)
        return tuple(
            Sought(anomaly, anomaly.ticket, projects)
            for anomaly, projects in found
            if anomaly.ticket and anomaly.ticket.site == site
        )

    def _strayed(self, ticket: Ticket, places: Mapping[str, Whereabouts]) -> bool:
        """Whether no reading of a followed project shows it, and something of it may be news."""
        place = places.get(ticket.id)
        if place is None or place.archived:
            return True
        return not self._followed(ticket.site, place.project) and self._seen.get((ticket.site, ticket.id)) != place

    def _followed(self, site: str, project: str) -> bool:
        holding = (one.jira for one in self._casebook.contracts.holding(self._now()))
        return any(one.site == site and project in one.projects for one in holding)

    async def _look_into(
        self, history: History, one: Sought, place: Whereabouts | None, in_sight: dict[str, bool]
    ) -> None:
        ticket = one.ticket
        try:
            found = await history.one(ticket.id, self._casebook.custom_fields(ticket.site))
        except Refused as refused:
            if refused.status != _GONE:
                raise
            await self._not_shown(history, one, in_sight)
            return
        # What is archived can still be read, but nobody can act on it: like a hidden issue, it is not deleted.
        if found is not None and found.project in one.projects:
            if one.hidden is not found.archived:
                await self._tell((self._noticed(hidden if found.archived else visible, ticket),), ticket)
            if found.archived:
                return
        if found is not None and not self._followed(ticket.site, found.project):
            await self._tell(await self._store.read(lambda tx: self._news(tx, one, found)), ticket)
        if place is not None:
            self._seen[ticket.site, ticket.id] = place

    async def _not_shown(self, history: History, one: Sought, in_sight: dict[str, bool]) -> None:
        """An issue that Jira does not show: it was migrated, or its project is hidden, or it is."""
        ticket, project = one.ticket, one.ticket.key.rpartition("-")[0]
        former = Former(ticket.id, ticket.key, one.anomaly.title, one.anomaly.raised_at)
        if number := await found_again(history, former):
            again = replace(ticket, id=number)
            await self._tell((renumbered(one.anomaly.id, again, ticket.id, self._now()),), ticket)
            return
        if one.hidden:
            return
        if project not in in_sight:
            in_sight[project] = await history.sees(project)
            if not in_sight[project]:
                log.error("project hidden", site=ticket.site, project=project, why=said(HIDDEN), remedy=said(SHOW))
        if in_sight[project]:
            await self._tell((self._noticed(hidden, ticket),), ticket)

    def _noticed(self, how: Callable[[str, str, str, datetime], Delivery], ticket: Ticket) -> Delivery:
        return how(ticket.site, ticket.id, ticket.key, self._now())

    def _news(self, tx: Connection, sought: Sought, found: Found) -> tuple[Delivery, ...]:
        """The facts that the journal lacks of an issue since its contract's projects are followed."""
        now, site = self._now(), sought.ticket.site
        marks = [reconcile_cursors.get(tx, Road(site, project, LIVE)) for project in sought.projects]
        since = min((mark.begun_at for mark in marks if mark), default=now)
        seen = self._hindsight.look(tx, site, found, Span(since, since), now)
        return tuple(one.delivery for one in seen.news)

    async def _tell(self, news: tuple[Delivery, ...], ticket: Ticket) -> None:
        if await self._store.write(lambda tx: mailbox.keep(tx, news)):
            log.info("whereabouts told", site=ticket.site, issue=ticket.key, news=len(news))
            self._heard()


def _chunks(every: Sequence[Sought]) -> Iterator[list[Sought]]:
    rest = iter(every)
    while some := list(islice(rest, PAGE)):
        yield some
