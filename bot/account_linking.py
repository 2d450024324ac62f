"""Confirms by Jira's own user search the accounts of people whom a contract names by e-mail address alone."""

import asyncio
from collections.abc import Mapping
from functools import partial

import structlog

from connectors.delivery_errors import Never, NotNow
from connectors.jira.outbound.jira_client import Jira
from connectors.store import Connection, Store, jira_users
from scheduler.cases.case_loader import Casebook

EVERY = 3600.0  # seconds
SOON = 60.0

log = structlog.get_logger("vigie.jira")


class AccountLinking:
    """Looks up at the start and every hour the addresses that have no account yet; what was found once stays."""

    def __init__(self, store: Store, casebook: Casebook, sites: Mapping[str, Jira]) -> None:
        self._store, self._casebook, self._sites = store, casebook, sites

    async def recall(self) -> None:
        """Know again the accounts that were confirmed."""
        known = await self._store.read(jira_users.every)
        self._casebook.learn(lambda contracts: contracts.confirmed(known))

    async def once(self) -> bool:
        """Ask each site about its addresses; False when one could not answer, or will not."""
        known = await self._store.read(jira_users.every)
        asked = sorted(self._casebook.contracts.unconfirmed() - known.keys())
        answered = True
        for site in dict.fromkeys(site for site, _ in asked if site in self._sites):
            answered &= await self._ask(site, [email for where, email in asked if where == site])
        await self.recall()
        return answered

    async def run(self) -> None:
        """Ask until cancelled."""
        while True:
            try:
                answered = await self.once()
            except Exception as error:  # the job must outlive a database that is gone
                log.error("job failed", job="jira people", error=type(error).__name__)
                answered = False
            await asyncio.sleep(EVERY if answered else SOON)

    async def _ask(self, site: str, emails: list[str]) -> bool:
        for email in emails:
            try:
                account = await self._sites[site].account_of(email)
            except (NotNow, Never) as error:
                log.warning("jira people not looked up", site=site, why=error.why)
                return isinstance(error, Never)
            if account is not None:
                await self._store.write(partial(_pin, site, email, account))
                log.info("jira account confirmed", site=site, account=account)
        return True


def _pin(site: str, email: str, account: str, tx: Connection) -> None:
    jira_users.pin(tx, site, email, account)
