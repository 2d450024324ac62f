"""What `vigie reconcile` and `vigie jira import` read, from when, and how they wait for a Jira that is busy."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.config.jira_access import accesses
from bot.config.settings import Settings
from bot.config.site_settings import prefix
from connectors.contracts import Contracts
from connectors.delivery_errors import Never, NotNow
from connectors.jira.history.history_reader import History
from connectors.jira.inbound.jira_delivery_reader import JiraReader
from connectors.store import Store, accounts
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
    """What a command works with, once the database is open."""

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
        jira = JiraReader(await store.read(lambda tx: {site: accounts.of(tx, site) for site in histories}))
        reader = HistoryReader(store, casebook, histories, jira, now, now, lambda: None)
        yield Work(store, casebook, Reconciler(reader), histories)
    finally:
        for one in histories.values():
            await one.close()
        await store.close()


def target(settings: Settings, contracts: Contracts, project: str, site: str | None, now: datetime) -> Target:
    """The followed project of that key. Raises Stopped."""
    followed = [Target(one.jira.site, key, one) for one in contracts.holding(now) for key in one.jira.projects]
    named = [one for one in followed if one.project.upper() == project.strip().upper()]
    if not named:
        known = ", ".join(sorted(f"{one.project} (site {one.site})" for one in followed)) or "aucun"
        raise Stopped(
            f"{project} : aucun contrat en vigueur ne suit ce projet ; projets suivis : {known}. "
            "Ajoutez-le sous « jira: projets: » d'un contrat."
        )
    chosen = [one for one in named if site is None or one.site == site_name(site)]
    if site is not None and not chosen:
        raise Stopped(f"--site {site} : {named[0].project} est suivi sur {_listed({one.site for one in named})}.")
    if len({one.site for one in chosen}) > 1:
        raise Stopped(f"{project} est suivi sur {_listed({one.site for one in chosen})} ; choisissez : --site NOM.")
    connected(settings, chosen[0].site)
    return chosen[0]


def connected(settings: Settings, site: str) -> None:
    """Raises Stopped, with what to set, when the site cannot be read."""
    known = settings.sites
    if site not in known:
        raise Stopped(
            f"site {site} : aucun réglage ne le relie ; donnez {prefix(site)}URL et ses identifiants "
            f"(sites reliés : {', '.join(known) or 'aucun'})."
        )
    # Reading needs no webhook, hence not its secret.
    lacks = [line for line in known[site].lacks(prefix(site)) if "WEBHOOK_SECRET" not in line.partition(":")[0]]
    if lacks:
        raise Stopped("\n".join(lacks))


def instant(text: str, zone: str, now: datetime) -> datetime:
    """A day (its first instant) or an instant, in the contract's zone unless it says its own. Raises Stopped."""
    example = "2026-11-01 ou 2026-11-01T08:30"
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Stopped(f"--since {text} : ni un jour ni un instant ; écrivez par exemple {example}.") from None
    if read.tzinfo is None:
        read = read.replace(tzinfo=ZoneInfo(zone))
    if read > now:
        raise Stopped(f"--since {text} : cet instant n'est pas encore passé ; écrivez par exemple {example}.")
    return read


async def through(
    reading: Reading,
    tell: Callable[[Progress], None],
    say: Callable[[str], None],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Progress:
    """Follow a reading to its end, waiting as long as Jira asks; what was read in all. Raises Stopped."""
    before, last, failures = Progress(_EPOCH), None, 0
    while True:
        try:
            async with aclosing(reading()) as steps:
                async for step in steps:
                    last, failures = step, 0
                    tell(step)
            return _added(before, last)
        except Never as never:
            shown = f" « {never.shown} »" if never.shown else ""
            raise Stopped(f"{never.why}{shown}. {never.remedy}") from None
        except Busy:
            why, wait = "une autre lecture de ce projet est en cours", SOON
        except NotNow as later:
            why, wait = later.why, later.after if later.after is not None else SOON
        failures += 1
        before, last = _added(before, last), None
        if failures > PATIENCE or wait > LONGEST_WAIT:
            raise Stopped(f"{why} ; relancez la même commande plus tard : ce qui est lu n'est pas à refaire.")
        say(f"{why} ; je reprends dans {wait.total_seconds():.0f} s.")
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
    )


def summary(project: str, total: Progress, requests: int) -> str:
    """What a reading came to, in one line."""
    said = (
        f"{project} : {total.issues} ticket(s) lu(s), {total.news} livraison(s) à traiter, {requests} appel(s) à Jira"
    )
    return f"{said}."


def _listed(sites: set[str]) -> str:
    return " et ".join(f"le site {site}" for site in sorted(sites))
