"""Reads an issue's history first when Vigie first hears of it after its creation."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from connectors.delivery_errors import Never, NotNow
from connectors.jira.history.past import Found
from connectors.jira.outbound.jira_refusals import Refused
from connectors.parsed_delivery import AboutIssue, Claim, Delivery
from connectors.store import Connection, mailbox, passing, reconcile_cursors
from connectors.store.mailbox import Kept
from connectors.store.reconcile_cursors import Road
from scheduler.catching_up import imported_history
from scheduler.catching_up.catch_up_job import CatchUpJob, visited
from scheduler.catching_up.reconciler import LIVE
from scheduler.catching_up.unheard_history import Span

Asked = tuple[str, str]

AWAITED = "deliveries.awaits_history"
HEADER, READ, UNREAD = "recall", "read", "unread"
PATIENCE = timedelta(minutes=10)  # of a site that does not answer, before a delivery counts as it is
SOON = timedelta(seconds=15)
FRESH = timedelta(days=1)  # how long a change is worth telling that no webhook told
AT_ONCE = 100
_GONE = 404

log = structlog.get_logger("vigie.recall")


def is_over(delivery: Delivery) -> bool:
    """Whether nothing more will be read for this delivery, or it is itself a part of an import."""
    return HEADER in delivery.headers or bool(imported_history.mark(delivery))


class Recall(CatchUpJob):
    """Reads the issues that the worker set deliveries aside for, and has these wait again behind what their past tells.

    What is set aside is in the database alone: whichever process looks first reads it, and one that is killed loses
    nothing.
    """

    async def once(self) -> bool:
        """Read what is asked for, all sites at once; False when nothing is left that could be read now."""
        aside = await self._store.read(lambda tx: mailbox.aside(tx, AT_ONCE))
        asked: dict[Asked, list[Kept]] = {}
        for one in aside:
            asked.setdefault(self._issue(one.delivery), []).append(one)
        done = await visited(self._visit(site, asked) for site in self._due(site for site, _ in asked))
        return len(aside) == AT_ONCE and any(done)

    def _issue(self, delivery: Delivery) -> Asked:
        heard = self._jira.read(delivery)
        about = heard.about if isinstance(heard, Claim) else None
        return delivery.site, about.id if isinstance(about, AboutIssue) else ""

    async def _visit(self, site: str, asked: Mapping[Asked, list[Kept]]) -> bool:
        """Read the issues of one site in turn until it wants to be left alone; whether it did not."""
        for (_, issue), waiting in ((key, value) for key, value in asked.items() if key[0] == site):
            try:
                told = await self._told(site, issue)
            except (NotNow, Never) as failed:
                if isinstance(failed, Refused) and failed.status == _GONE:
                    await self._line_up((), waiting, UNREAD)
                    continue
                wait = (failed.after if isinstance(failed, NotNow) else None) or SOON
                log.warning("history later", site=site, why=failed.why)
                self._next[site] = self._wall() + wait
                await self._give_up(one for key, each in asked.items() if key[0] == site for one in each)
                return False
            except Exception as error:  # a fault of ours must neither hold the delivery back nor be met for ever
                if passing(error):
                    raise
                log.error("history not read", site=site, error=type(error).__name__)
                await self._line_up((), waiting, UNREAD)
            else:
                await self._line_up(told, waiting, READ)
        return True

    async def _told(self, site: str, issue: str) -> tuple[Delivery, ...]:
        history = self._histories.get(site)
        found = await history.one(issue, self._casebook.custom_fields(site)) if history and issue else None
        return () if found is None else await self._store.read(lambda tx: self._news(tx, site, found))

    def _news(self, tx: Connection, site: str, found: Found) -> tuple[Delivery, ...]:
        """The facts of an issue that the journal lacks; those that are no news to anybody any more are silent.

        They are those from before its project was followed, or older than a day: nobody waits for October's alerts.
        """
        now = self._now()
        ever = datetime.min.replace(tzinfo=now.tzinfo)
        seen = self._hindsight.look(tx, site, found, Span(ever, ever), now)
        mark = reconcile_cursors.get(tx, Road(site, found.project, LIVE))
        since = max(mark.begun_at, now - FRESH) if mark else now
        past = [one.delivery for one in seen.news if one.at < since]
        rest = [one.delivery for one in seen.news if one.at >= since]
        every = (*imported_history.marked(past, since), *rest)
        return (*(replace(one, identity=f"recall:{one.identity}") for one in every), *seen.booked)

    async def _give_up(self, waiting: Iterable[Kept]) -> None:
        """Counts as it is an issue that waited too long for a Jira without an answer."""
        limit = self._now() - PATIENCE
        late = [one for one in waiting if one.handled_at is not None and one.handled_at <= limit]
        if late:
            await self._line_up((), late, UNREAD)

    async def _line_up(self, told: tuple[Delivery, ...], waiting: Iterable[Kept], how: str) -> None:
        """Keep what was told, then what waited for it, in one transaction: whoever came second changes nothing."""

        def save(tx: Connection) -> int:
            mailbox.keep(tx, told)
            return sum(mailbox.line_up(tx, one.delivery, {HEADER: how}) for one in waiting)

        if lined := await self._store.write(save):
            log.info("history told", how=how, deliveries=len(told), waiting=lined)
            self._heard()
