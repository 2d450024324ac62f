"""Learns from the bot's token which Slack workspace and application are ours."""

import asyncio
import hashlib
from contextlib import suppress

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels.slack import slack_errors
from connectors.channels.slack.slack_refusals import Refused
from connectors.delivery_errors import Never, NotNow
from connectors.store import Store, slack_installations
from connectors.store.slack_installations import Installation

AGAIN = 60.0  # seconds
AT_FIRST = 1.0  # seconds that a first start waits for Slack, so that nothing comes in before ours is known

log = structlog.get_logger("vigie.slack")


class Learning:
    """Asks Slack once at the start, until it answers; what it said before of the same token holds meanwhile."""

    def __init__(self, store: Store, client: AsyncWebClient, token: str) -> None:
        self._store, self._client, self._named = store, client, bool(token)
        self._digest = hashlib.sha256(token.encode()).hexdigest()
        self.known: Installation | None = None

    async def begin(self) -> None:
        """Know again what Slack had said, else ask before anything is let in; a Slack that is silent holds up nothing.

        Raises what the database raises.
        """
        self.known = await self._store.read(lambda tx: slack_installations.of(tx, self._digest))
        if self.known is None:
            with suppress(TimeoutError):
                async with asyncio.timeout(AT_FIRST):
                    await self.once()

    async def once(self) -> bool:
        """Ask; False when Slack could not answer, or will not, or when there is no token."""
        if not self._named:
            return False
        try:
            found = await self._asked()
        except (NotNow, Never) as error:
            log.warning("slack installation unknown", why=str(error))
            return False
        await self._store.write(lambda tx: slack_installations.remember(tx, self._digest, found))
        self.known = found
        log.info("slack installation known", team=found.team, app=found.app)
        return True

    async def run(self) -> None:
        """Ask until it is answered."""
        while True:
            try:
                if await self.once():
                    return
            except Exception as error:  # the job must outlive a database that is gone
                log.error("job failed", job="slack installation", error=type(error).__name__)
            await asyncio.sleep(AGAIN)

    async def _asked(self) -> Installation:
        """The token's own installation. Raises NotNow and Never."""
        told = await slack_errors.call(self._client.auth_test())
        whole = told.get("is_enterprise_install") is True
        return Installation(
            team=str(told.get("team_id") or ""),
            enterprise=str(told.get("enterprise_id") or "") if whole else "",
            app=await self._application(str(told.get("bot_id") or "")),
        )

    async def _application(self, bot: str) -> str:
        """The application of a bot; "" where the token may not ask."""
        try:
            told = (await slack_errors.call(self._client.bots_info(bot=bot))).get("bot")
        except Refused:
            return ""
        return str(told.get("app_id") or "") if isinstance(told, dict) else ""
