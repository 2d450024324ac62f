"""Runs `vigie reconcile` and `vigie jira import`: their period, their progress, their wait for a busy Jira."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from zoneinfo import ZoneInfo

from bot.config.jira_access import accesses
from bot.config.settings import Settings
from bot.config.site_settings import prefix
from bot.name_keeping import NameKeeping
from connectors.contracts import Contracts
from connectors.delivery_errors import Never, NotNow
from connectors.jira.history.history_reader import History
from connectors.jira.inbound.jira_delivery_reader import JiraReader
from connectors.store import Store, accounts
from connectors.wording import said
from rules.contract import Contract, site_name
from scheduler.cases.case_loader import Casebook
from scheduler.catching_up.catch_up_job import HistoryReader
from scheduler.catching_up.contract_editions import remembered
from scheduler.catching_up.reconciler import SOON, Busy, Progress, Reconciler

Now = Callable[[], datetime]
Reading = Callable[[], AsyncGenerator[Progress, None]]

PATIENCE = 5  # times in a row that Jira is waited for before the command gives up
LONGEST_WAIT = timedelta(minutes=10)


class Stopped(Exception):
    """The command cannot go on; its text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """A project to read, and the contract that speaks of it."""

    site: str
    project: str
    contract: Contract


@dataclass(frozen=True, slots=True)
class Work:
    """A command's dependencies, once the database is open."""

    store: Store
    casebook: Casebook
    reconciler: Reconciler
    histories: dict[str, History]


@asynccontextmanager
async def working(settings: Settings, contracts: Contracts, now: Now) -> AsyncGenerator[Work, None]:
    """The store and the readers of every connected site, put away at the end."""
    store = Store(settings.database_url.get_secret_value())
    histories = {
        name: History(name, one.url, one.api_url or None, one.auth) for name, one in accesses(settings).items()
    }
    await store.open()
    try:
        casebook = Casebook(store, await remembered(store, contracts, now()))
        own = await store.read(lambda tx: {site: accounts.of(tx, site) for site in histories})
        naming = NameKeeping(store, histories, now)
        await naming.recall()
        jira = JiraReader(own, {name: one.names for name, one in histories.items()})
        reader = HistoryReader(store, casebook, histories, jira, now, now, lambda: None)
        yield Work(store, casebook, Reconciler(reader), histories)
        await naming.once()
    finally:
        for one in histories.values():
            await one.close()
        await store.close()


def target(settings: Settings, contracts: Contracts, project: str, site: str | None, now: datetime) -> Target:
    """The followed project of that key. Raises Stopped."""
    followed = [Target(one.jira.site, key, one) for one in contracts.holding(now) for key in one.jira.projects]
    named = [one for one in followed if one.project.upper() == project.strip().upper()]
    if not named:
        known = ", ".join(sorted(f"{one.project} (site {one.site})" for one in followed)) or said("operations.none")
        raise Stopped(said("operations.reading.not_followed", project=project, known=known))
    chosen = [one for one in named if site is None or one.site == site_name(site)]
    if site is not None and not chosen:
        sites = _listed({one.site for one in named})
        raise Stopped(said("operations.reading.other_site", site=site, project=named[0].project, sites=sites))
    if len({one.site for one in chosen}) > 1:
        sites = _listed({one.site for one in chosen})
        raise Stopped(said("operations.reading.several_sites", project=project, sites=sites))
    connected(settings, chosen[0].site)
    return chosen[0]


def connected(settings: Settings, site: str) -> None:
    """Raises Stopped, with what to set, when the site cannot be read."""
    known = settings.sites
    if site not in known:
        connected_sites = ", ".join(known) or said("operations.none")
        told = said("operations.reading.unconnected", site=site, prefix=prefix(site), known=connected_sites)
        raise Stopped(told)
    # Reading needs no webhook, hence not its secret.
    lacks = [line for line in known[site].lacks(prefix(site)) if "WEBHOOK_SECRET" not in line.partition(":")[0]]
    if lacks:
        raise Stopped("\n".join(lacks))


def instant(text: str, zone: str, now: datetime) -> datetime:
    """A day (its first instant) or an instant, in the contract's zone unless it says its own. Raises Stopped."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Stopped(said("operations.reading.no_instant", text=text)) from None
    if read.tzinfo is None:
        read = read.replace(tzinfo=ZoneInfo(zone))
    if read > now:
        raise Stopped(said("operations.reading.to_come", text=text))
    return read


async def through(
    reading: Reading,
    tell: Callable[[Progress], None],
    say: Callable[[str], None],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Progress:
    """Follow a reading to its end, waiting as long as Jira asks; what was read in all. Raises Stopped."""
    before, last, failures, why = Progress(_EPOCH), None, 0, ""
    while True:
        try:
            async with aclosing(reading()) as steps:
                async for step in steps:
                    last, failures = step, 0
                    tell(step)
            return _added(before, last)
        except Never as never:
            key = "operations.reading.refused_saying" if never.shown else "operations.reading.refused"
            raise Stopped(said(key, why=never.why, answer=never.shown, remedy=never.remedy)) from None
        except Busy:
            why, wait = said("operations.reading.busy"), SOON
        except NotNow as later:
            why, wait = later.why, later.after if later.after is not None else SOON
        failures += 1
        before, last = _added(before, last), None
        if failures > PATIENCE or wait > LONGEST_WAIT:
            raise Stopped(said("operations.reading.later", why=why))
        say(said("operations.reading.waits", why=why, seconds=wait.total_seconds()))
        await sleep(wait.total_seconds())


_EPOCH = datetime.fromtimestamp(0, ZoneInfo("UTC"))


def _added(before: Progress, last: Progress | None) -> Progress:
    if last is None:
        return before
    return replace(
        last,
        issues=before.issues + last.issues,
        news=before.news + last.news,
        earlier=max(before.earlier, last.earlier),
        open=max(before.open, last.open),
        closed=max(before.closed, last.closed),
        gone=max(before.gone, last.gone),
        undescribed=max(before.undescribed, last.undescribed, key=len),
    )


def summary(project: str, total: Progress, requests: int) -> str:
    """The result of a reading, in one line."""
    read, news = total.issues, total.news
    return said("operations.reading.summary", project=project, issues=read, news=news, requests=requests)


def _listed(sites: set[str]) -> str:
    """Several sites as a sentence names them."""
    named = [said("operations.site", site=site) for site in sorted(sites)]
    return reduce(lambda before, after: said("operations.and", before=before, after=after), named)
