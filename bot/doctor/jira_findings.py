"""The Jira part of `vigie doctor`: it checks all sites at once, so a slow one delays no other."""

import asyncio
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

from bot.config.jira_access import accesses
from bot.config.settings import Settings
from bot.config.site_settings import prefix
from connectors.contracts import Contracts
from connectors.jira.setup.checking import check
from connectors.jira.setup.found import Found, Kept, bad, note
from connectors.store import Connection, Store, accounts, jira_users, mailbox, reconcile_cursors
from connectors.store.reconcile_cursors import Mark
from connectors.wording import said
from rules.contract import Contract
from scheduler.catching_up.reconciler import EVERY, LIVE, SETTLED

LATE = SETTLED + 2 * EVERY


@dataclass(frozen=True, slots=True)
class Memory:
    """The database's knowledge of every site."""

    heard: dict[str, datetime]
    marks: list[Mark]
    accounts: dict[str, frozenset[str]]
    people: dict[tuple[str, str], str]


async def remember(settings: Settings) -> Memory:
    """Read it. The database must answer."""
    names = tuple(settings.sites)

    def read(tx: Connection) -> Memory:
        own = {name: accounts.of(tx, name) for name in names}
        return Memory(mailbox.last_heard(tx, "jira"), reconcile_cursors.every(tx), own, jira_users.every(tx))

    store = Store(settings.database_url.get_secret_value())
    await store.open()
    try:
        return await store.read(read)
    finally:
        await store.close()


async def sites(settings: Settings, contracts: Contracts, memory: Memory | None, now: datetime) -> list[Found]:
    """The findings about each site and its contracts; `memory` is None without a database."""
    known = accesses(settings)
    versions = [replace(one, source=str(settings.contracts_dir / one.source)) for one in current(contracts, now)]
    if not known:
        return _unconnected(versions, frozenset())
    by_site = {name: [one for one in versions if one.jira.site == name] for name in known}
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(len(known), thread_name_prefix="doctor") as threads:
        looks = [
            loop.run_in_executor(threads, check, access, by_site[name], _kept(name, memory, contracts, now), now)
            for name, access in known.items()
        ]
        found = [one for each in await asyncio.gather(*looks) for one in each]
    idle = [
        note(f"jira {name}", said("doctor.jira.idle_site", site=name))
        for name, served in by_site.items()
        if contracts.all and not served
    ]
    confirmed = _confirmed(versions, memory.people) if memory else ()
    return [*found, *confirmed, *idle, *_unconnected(versions, frozenset(known))]


def _confirmed(versions: list[Contract], people: Mapping[tuple[str, str], str]) -> Iterator[Found]:
    """Who is heard in Jira by an account that their address gave."""
    for one in versions:
        about = said("check.about_version", contract=one.id, effective=one.effective)
        for person in one.people:
            account = people.get((one.jira.site, (person.email or "").casefold()))
            if account and not person.jira:
                named = said("doctor.jira.by_address", name=person.name, email=person.email, account=account)
                yield note(about, named)


def _kept(site: str, memory: Memory | None, contracts: Contracts, now: datetime) -> Kept:
    if memory is None:
        return Kept()
    read = {
        mark.road.project: mark.read_to for mark in memory.marks if (mark.road.site, mark.road.purpose) == (site, LIVE)
    }
    followed = sorted({key for one in contracts.holding(now) if one.jira.site == site for key in one.jira.projects})
    return Kept(
        heard=memory.heard.get(site),
        read={project: read.get(project) for project in followed},
        due=now - LATE,
        accounts=memory.accounts.get(site, frozenset()),
    )


def current(contracts: Contracts, now: datetime) -> list[Contract]:
    """The versions in force, and those to come: they are the ones being set up."""
    holding = list(contracts.holding(now))
    return [*holding, *(one for one in contracts.all if one not in holding and one.effective > now.date())]


def _unconnected(versions: list[Contract], known: frozenset[str]) -> list[Found]:
    return [
        bad(
            said("check.about_version", contract=one.id, effective=one.effective),
            said("doctor.jira.unconnected", site=one.jira.site, prefix=prefix(one.jira.site)),
        )
        for one in versions
        if one.jira.site not in known
    ]
