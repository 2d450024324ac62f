"""Finds the Slack accounts of people whom a contract names by e-mail address alone."""

import asyncio
from functools import partial

import structlog

from connectors.channels.slack.user_directory import Directory
from connectors.delivery_errors import Never, NotNow
from connectors.store import Connection, Store, slack_users
from scheduler.cases.case_loader import Casebook

EVERY = 3600.0  # seconds
SOON = 60.0

log = structlog.get_logger("vigie.slack")


class Linking:
    """Looks the addresses up at the start and every hour; what Slack said before holds while it does not answer."""

    def __init__(self, store: Store, casebook: Casebook, directory: Directory) -> None:
        self._store, self._casebook, self._directory = store, casebook, directory

    async def recall(self) -> None:
        """Know again whom Slack had named."""
        users = await self._store.read(slack_users.every)
        self._casebook.learn(lambda contracts: contracts.linked(users))

    async def once(self) -> bool:
        """Ask about every address; False when Slack could not answer, or will not."""
        for email in sorted(self._casebook.contracts.unlinked()):
            try:
                found = await self._directory.user_of(email)
            except (NotNow, Never) as error:
                remedy = error.remedy if isinstance(error, Never) else ""
                log.warning("slack people not looked up", why=str(error), remedy=remedy)
                return False
            await self._store.write(partial(_remember, email, found))
        await self.recall()
        return True

    async def run(self) -> None:
        """Ask until cancelled."""
        while True:
            try:
                answered = await self.once()
            except Exception as error:  # the job must outlive a database that is gone
                log.error("job failed", job="slack people", error=type(error).__name__)
                answered = False
            await asyncio.sleep(EVERY if answered else SOON)


def _remember(email: str, slack: str | None, tx: Connection) -> None:
    slack_users.remember(tx, email, slack)
