"""The Jira part put together: a client, a history and an endpoint for each connected site."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial

import structlog

from bot.account_linking import AccountLinking
from bot.asgi_intake import Endpoint
from bot.config.settings import Settings
from bot.config.site_settings import door
from bot.jira_intake import jira_webhook
from bot.name_keeping import NameKeeping
from connectors.jira.history.history_reader import History
from connectors.jira.inbound.jira_delivery_reader import JiraReader
from connectors.jira.outbound.jira_client import Jira
from connectors.jira.outbound.jira_sites import Sites
from connectors.store import Connection, Store, accounts
from scheduler.cases.case_loader import Casebook
from scheduler.service_clocks import Clocks

MEET_AGAIN = 5.0  # seconds

log = structlog.get_logger("vigie.app")


class JiraRoom:
    """Every connected site; `own_accounts` are those under which Vigie works, by site.

    A site rests by the machine's clock, which its errands wait by.
    """

    def __init__(self, settings: Settings, store: Store, casebook: Casebook, clocks: Clocks) -> None:
        self._settings, self._store, self._clocks = settings, store, clocks
        sites, clock = settings.sites, clocks.seconds
        self.sites = Sites(
            {name: Jira(name, one.url, one.api_url or None, one.auth, clock=clock) for name, one in sites.items()}
        )
        self.histories = {
            name: History(name, one.url, one.api_url or None, one.auth) for name, one in sites.items() if one.url
        }
        self.own_accounts: dict[str, frozenset[str]] = {}
        self.reader = JiraReader(self.own_accounts, {name: one.names for name, one in self.histories.items()})
        self.linking = AccountLinking(store, casebook, self.sites)
        self.naming = NameKeeping(store, self.histories, clocks.wall)

    def doors(self, heard: Callable[[], None]) -> dict[str, Endpoint]:
        """The endpoint of each site, by its path."""
        now = self._clocks.now
        return {
            door(name): jira_webhook(self._store, name, site, now, heard) for name, site in self._settings.sites.items()
        }

    async def recall(self) -> None:
        """Know again what the sites told: accounts, Vigie's own and people's, and what statuses were called."""
        known = await self._store.read(lambda tx: {site: accounts.of(tx, site) for site in self.sites})
        self.own_accounts.update(known)
        await self.linking.recall()
        await self.naming.recall()

    def meetings(self) -> list[tuple[str, Coroutine[None, None, None]]]:
        """For each site, by a name, what asks it for our own account until it answers."""
        return [(f"meet-{site}", self._meet(site)) for site in self.sites]

    async def close(self) -> None:
        """Close every client and every history."""
        await self.sites.close()
        for one in self.histories.values():
            await one.close()

    async def _meet(self, site: str) -> None:
        """Learn Vigie's own account on a site, so that its echoes are recognised."""
        while True:
            try:
                account = await self.sites[site].myself()
                await self._store.write(partial(_remember, site, account))
            except Exception as error:  # until it is known, our own acts look like somebody's
                log.warning("jira account unknown", site=site, error=type(error).__name__)
                await asyncio.sleep(MEET_AGAIN)
            else:
                self.own_accounts[site] |= {account}
                return


def _remember(site: str, account: str, tx: Connection) -> None:
    accounts.remember(tx, site, account)
