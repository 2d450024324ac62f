"""The Jira part of `vigie doctor`: every site at the same time, so that one that is down delays no other."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from bot.jira_access import accesses
from bot.settings import Settings
from bot.sites import prefix
from connectors.contracts import Contracts
from connectors.jira.setup.checking import check
from connectors.jira.setup.found import Found, bad, note
from rules.contract import Contract


async def sites(settings: Settings, contracts: Contracts, heard: dict[str, datetime], now: datetime) -> list[Found]:
    """What is found of each site and of its contracts; `heard` is when each site last told us something."""
    known = accesses(settings)
    if not known:
        return _unconnected(current(contracts, now), frozenset())
    by_site = {name: [one for one in current(contracts, now) if one.jira.site == name] for name in known}
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(len(known), thread_name_prefix="doctor") as threads:
        looks = [
            loop.run_in_executor(threads, check, access, by_site[name], heard.get(name), now)
            for name, access in known.items()
        ]
        found = [one for each in await asyncio.gather(*looks) for one in each]
    idle = [
        note(f"jira {name}", f"aucun contrat en vigueur ou à venir ne le nomme (« site: {name} »)")
        for name, served in by_site.items()
        if contracts.all and not served
    ]
    return [*found, *idle, *_unconnected(current(contracts, now), frozenset(known))]


def current(contracts: Contracts, now: datetime) -> list[Contract]:
    """The versions in force, and those to come: they are the ones being set up."""
    holding = list(contracts.holding(now))
    return [*holding, *(one for one in contracts.all if one not in holding and one.effective > now.date())]


def _unconnected(versions: list[Contract], known: frozenset[str]) -> list[Found]:
    return [
        bad(
            f"contrat {one.id} du {one.effective:%d/%m/%Y}",
            f"aucun réglage ne relie le site Jira « {one.jira.site} » ; donnez {prefix(one.jira.site)}URL et ses "
            "identifiants, ou corrigez « site » dans le contrat",
        )
        for one in versions
        if one.jira.site not in known
    ]
