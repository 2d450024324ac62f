"""Shows under a link to an issue where its anomaly stands, only where everybody who reads may know of it."""

from typing import Any

from bot.slack.intake.intents import Preview
from bot.slack.intake.interaction import Gesture
from bot.slack.ports import House
from connectors.parsed_delivery import AboutKey
from rules.anomaly.state import Anomaly
from rules.contract import Contract
from rules.people.visibility import secret
from scheduler.cases.case_loader import Case

MOST = 10
"""Links of one message that are shown."""


class Previewing:
    """Answers to links that were shared; elsewhere than in its own channels an anomaly does not exist."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def show(self, done: Gesture, wanted: Preview) -> None:
        """Show what may be shown; nothing at all is said to Slack where nothing may."""
        now = self._house.now()
        found = {url: await self._case(url, done.channel) for url in tuple(dict.fromkeys(wanted.links))[:MOST]}
        shown = {url: {"blocks": list(self._house.preview(case, now))} for url, case in found.items() if case}
        if shown:
            await self._send(done, shown)

    async def _send(self, done: Gesture, shown: dict[str, dict[str, Any]]) -> None:
        """By Slack's own id of the preview, all that a message still being written has; else by the message."""
        client, named, source = self._house.client, done.values.get("unfurl_id"), done.values.get("source")
        if named and source:
            await client.chat_unfurl(unfurl_id=named, source=source, unfurls=shown)
        else:
            await client.chat_unfurl(channel=done.channel, ts=done.values.get("message_ts"), unfurls=shown)

    async def _case(self, url: str, channel: str) -> Case | None:
        """The anomaly that an address leads to, where the channel may read of it."""
        named = self._house.locate(url)
        if named is None:
            return None
        now, (site, key) = self._house.now(), named
        case = await self._house.cases.look(AboutKey(key, site), now)
        if case is None or case.anomaly.gone or case.anomaly.ticket is None or case.anomaly.ticket.site != site:
            return None
        # A channel that an older version of the contract named may belong to somebody else by now.
        contract = self._house.cases.contracts.current(case.contract.id, now) or case.contract
        return case if may_read(channel, case.anomaly, contract) else None


def may_read(channel: str, anomaly: Anomaly, contract: Contract) -> bool:
    """Whether all who read a channel may know of an anomaly: of a security one, only in the channel kept for those."""
    rooms = contract.chat
    if secret(anomaly):
        allowed: tuple[str | None, ...] = (rooms.security_channel,)
    else:
        allowed = (rooms.channel, rooms.security_channel, rooms.team_channel)
    return bool(channel) and channel in allowed
