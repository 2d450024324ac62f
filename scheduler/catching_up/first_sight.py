"""Reads an issue's history first when Vigie first hears of it after its creation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from connectors.delivery_errors import Never, NotNow
from connectors.jira.history.past import Found
from connectors.jira.inbound.created_issue import renumbered
from connectors.jira.outbound.jira_refusals import Refused
from connectors.parsed_delivery import AboutIssue, Claim, Delivery
from connectors.store import Connection, mailbox, passing, reconcile_cursors
from connectors.store.anomalies import Known
from connectors.store.mailbox import Kept
from connectors.store.reconcile_cursors import Road
from connectors.wording import said
from rules.anomaly.state import Ticket
from scheduler.catching_up import imported_history
from scheduler.catching_up.catch_up_job import CatchUpJob, visited
from scheduler.catching_up.reconciler import LIVE
from scheduler.catching_up.renumbered_issues import Former, Number, asked
from scheduler.catching_up.unheard_history import Span

Asked = tuple[str, str]

AWAITED, AWAITS_NUMBER = "deliveries.awaits_history", "deliveries.awaits_number"
HEADER, READ, UNREAD, APART = "recall", "read", "unread", "apart"
PATIENCE = timedelta(minutes=10)  # of a site that does not answer, before a delivery counts as it is
SOON = timedelta(seconds=15)
FRESH = timedelta(days=1)  # how long a change is worth telling that no webhook told
AT_ONCE = 100
_GONE = 404

log = structlog.get_logger("vigie.recall")


def is_over(delivery: Delivery) -> bool:
    """Whether nothing more will be read for this delivery, or it is itself a part of an import."""
    return HEADER in delivery.headers or bool(imported_history.mark(delivery))


def how(delivery: Delivery) -> str:
    """How the reading for a delivery ended, "" where there was none."""
    return delivery.headers.get(HEADER, "")


def one_key(namesake: Known, issue: str) -> str:
    """Why a delivery is parked whose issue has the key of another one, and what to do."""
    return said("deliveries.one_key", key=namesake.issue_key, former=namesake.issue_id, number=issue)


def _former(known: Known) -> Former:
    return Former(known.issue_id or "", known.issue_key or "", known.title, known.raised_at)


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
        about = self._about(delivery)
        return delivery.site, about.id if about else ""

    def _about(self, delivery: Delivery) -> AboutIssue | None:
        heard = self._jira.read(delivery)
        return heard.about if isinstance(heard, Claim) and isinstance(heard.about, AboutIssue) else None

    async def _visit(self, site: str, asked: Mapping[Asked, list[Kept]]) -> bool:
        """Read the issues of one site in turn until it wants to be left alone; whether it did not."""
        for (_, issue), waiting in ((key, value) for key, value in asked.items() if key[0] == site):
            try:
                how, told = await self._answer(site, issue, waiting)
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
                await self._line_up(told, waiting, how)
        return True

    async def _answer(self, site: str, issue: str, waiting: Sequence[Kept]) -> tuple[str, tuple[Delivery, ...]]:
        """How the reading ended, and what it told."""
        history, known = self._histories.get(site), await self._namesake(waiting[0])
        if history is None or not issue:
            return READ, ()
        number = await asked(history, _former(known), issue) if known else None
        if known and number is Number.DOUBTFUL:
            await self._park(known, issue, waiting)
            return READ, ()
        found = await history.one(issue, self._casebook.custom_fields(site))
        if known is None or number is not Number.RENUMBERED:
            told = await self._told(site, found)
            return (APART if known else READ), told
        ticket = Ticket(site, issue, known.issue_key or "")
        first = renumbered(known.id, ticket, known.issue_id or "", self._now())
        log.info("issue renumbered", site=site, issue=ticket.key)
        return READ, (first, *await self._told(site, found, known.id))

    async def _namesake(self, one: Kept) -> Known | None:
        """The anomaly whose issue has the key that a delivery's has, under another id."""
        about = self._about(one.delivery)
        if about is None:
            return None
        case = await self._casebook.look(about, self._now())
        return case.namesake if case else None

    async def _park(self, known: Known, issue: str, waiting: Sequence[Kept]) -> None:
        why = one_key(known, issue)

        def save(tx: Connection) -> None:
            for one in waiting:
                mailbox.settle(tx, one.delivery.id, "parked", why, one.anomaly_id, self._now())

        log.warning("two issues of one key", site=waiting[0].delivery.site, issue=known.issue_key)
        await self._store.write(save)

    async def _told(self, site: str, found: Found | None, known: str = "") -> tuple[Delivery, ...]:
        return () if found is None else await self._store.read(lambda tx: self._news(tx, site, found, known))

    def _news(self, tx: Connection, site: str, found: Found, known: str) -> tuple[Delivery, ...]:
        """The facts of an issue that the journal lacks; those that are no news to anybody any more are silent.

        They are those from before its project was followed, or older than a day: nobody waits for October's alerts.
        """
        now = self._now()
        ever = datetime.min.replace(tzinfo=now.tzinfo)
        seen = self._hindsight.look(tx, site, found, Span(ever, ever), now, known)
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
