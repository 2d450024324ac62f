"""Finds worklogs that were made, corrected or taken away while no webhook said so, from the site's own feeds.

An issue shows the worklogs that it has, never those that it had: only the feeds tell of a deletion.
"""

from collections.abc import Iterator, Mapping
from contextlib import aclosing
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

import structlog

from connectors.delivery_errors import Never
from connectors.jira.history import worklog_feed
from connectors.jira.history.history_reader import History
from connectors.jira.history.synthetic_webhooks import unworked, worked
from connectors.jira.inbound import identities
from connectors.jira.inbound.jira_payload import Json, Misshapen, instant
from connectors.parsed_delivery import AboutAnomaly, Claim, Delivery, Ignored
from connectors.store import Connection, journal, mailbox, reconcile_cursors, time_entries
from connectors.store.reconcile_cursors import Road
from scheduler.cases.claimed_facts import claimed
from scheduler.cases.pinned_contracts import ContractGone
from scheduler.catching_up.catch_up_job import CatchUpJob
from scheduler.ledger.issue_intake import IssueIntake

WORKLOGS = "worklogs"
HELD_BACK = timedelta(minutes=2)  # Jira leaves the last minute out of its feeds, and another clock is never quite ours
OVERLAP = timedelta(minutes=5)
LEASE = timedelta(minutes=2)
FRESH = timedelta(minutes=1)

log = structlog.get_logger("vigie.worklogs")


class Worklogs(CatchUpJob):
    """Follows the worklogs of whole sites."""

    async def begin(self, site: str) -> None:
        """Follow a site from now on, unless it is followed."""
        road, at = Road(site, "", WORKLOGS), self._now() - OVERLAP
        await self._store.write(lambda tx: reconcile_cursors.begin(tx, road, at))

    async def follow(self, site: str) -> int:
        """Read the feeds of a site from its mark on; how much of it was news.

        Raises NotNow. A site that has no feeds, or another process that reads them, leaves nothing to say.
        """
        await self.begin(site)
        road, begun = Road(site, "", WORKLOGS), self._wall()
        last = await self._store.read(lambda tx: reconcile_cursors.get(tx, road))
        if last is not None and last.read_to + FRESH > self._now() - HELD_BACK:
            return 0  # read with another project of the site
        mark = await self._store.write(lambda tx: reconcile_cursors.claim(tx, road, self._who, begun, begun + LEASE))
        if mark is None:
            return 0
        until, start = self._now() - HELD_BACK, mark.read_to - OVERLAP
        try:
            news = await self._news(site, start, until)
        except (Never, Misshapen) as refused:
            log.warning("worklogs not read", site=site, why=str(refused) or type(refused).__name__)
            return 0
        else:
            return await self._store.write(lambda tx: self._keep(tx, road, max(until, mark.read_to), news))
        finally:
            await self._store.write(lambda tx: reconcile_cursors.release(tx, road, self._who))

    def _keep(self, tx: Connection, road: Road, to: datetime, news: tuple[Delivery, ...]) -> int:
        if not reconcile_cursors.advance(tx, road, self._who, to, self._wall() + LEASE):
            return 0
        written = mailbox.keep(tx, news)
        if written:
            log.info("worklogs found", site=road.site, news=written)
            self._heard()
        return written

    async def _news(self, site: str, since: datetime, until: datetime) -> tuple[Delivery, ...]:
        history = self._histories[site]
        updated = await _since(history, worklog_feed.UPDATED, since, until)
        deleted = await _since(history, worklog_feed.DELETED, since, until)
        news: list[Delivery] = []
        for some in _chunks(sorted(updated.keys() - deleted.keys())):
            shown = await worklog_feed.worklogs(history, some)
            news += await self._store.read(partial(self._corrected, site=site, shown=shown))
        return (*news, *await self._store.read(lambda tx: self._taken_away(tx, site, deleted)))

    def _corrected(self, tx: Connection, site: str, shown: tuple[Json, ...]) -> list[Delivery]:
        """What the journals lack of worklogs as they are now."""
        news = []
        for one in shown:
            try:
                at = instant(one, "updated") or instant(one, "created")
            except Misshapen:
                continue
            told = worked(site, one, at, self._now()) if at is not None else None
            if told is not None and self._is_news(tx, told):
                news.append(told)
        return news

    def _is_news(self, tx: Connection, told: Delivery) -> bool:
        heard = self._jira.read(told)
        if not isinstance(heard, Claim):
            return not isinstance(heard, Ignored)  # parked by the worker, with what is wrong
        try:
            case = self._casebook.find(tx, heard.about, heard.at)
        except ContractGone:
            return False
        if IssueIntake(self._casebook.contracts, self._now()).lacks(tx, heard):
            return True
        if case is None or not case.known:
            return False
        facts = claimed(self._jira, heard, case, case.known)
        return not isinstance(facts, Ignored) and len(journal.ANOMALIES.known(tx, case.id, facts)) < len(facts)

    def _taken_away(self, tx: Connection, site: str, deleted: Mapping[str, datetime]) -> list[Delivery]:
        """The deletions of worklogs that some journal counts."""
        news = []
        for number, at in deleted.items():
            entry = time_entries.get(tx, site, number)
            if entry is not None and entry.seconds:
                news.append(unworked(site, entry.issue, number, at, self._now()))
                continue
            every = journal.named(tx, identities.worked(site, number, ""))
            if not every or any(fact.startswith(identities.worked(site, number, "deleted")) for _, fact in every):
                continue
            try:
                case = self._casebook.find(tx, AboutAnomaly(every[-1][0]), at)
            except ContractGone:
                continue
            if case is not None and case.anomaly.ticket is not None:
                news.append(unworked(site, case.anomaly.ticket.id, number, at, self._now()))
        return news


async def _since(history: History, which: str, since: datetime, until: datetime) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    async with aclosing(worklog_feed.changes(history, which, since)) as pages:
        async for page in pages:
            found |= {number: at for number, at in page.items() if at <= until}
    return found


def _chunks(every: list[str]) -> Iterator[list[str]]:
    rest = iter(every)
    while some := list(islice(rest, worklog_feed.MOST)):
        yield some
