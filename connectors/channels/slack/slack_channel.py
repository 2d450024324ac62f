"""Slack as a channel: what each effect becomes there, and in which channel."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels.render_context import Result, Stage
from connectors.channels.slack.anomaly_card import card, discreet, moved
from connectors.channels.slack.choice_blocks import offered
from connectors.channels.slack.message_blocks import answered, directed, in_room, in_thread
from connectors.channels.slack.pacing import Pace
from connectors.channels.slack.slack_refusals import Refused
from connectors.channels.slack.slack_writer import Posts, Sent
from connectors.delivery_errors import NotNow
from connectors.route import SLACK
from rules.anomaly.state import Anomaly, Ticket
from rules.clock import read
from rules.contract import Contract
from rules.effects import Answer, Effect, Offer, PostRoom, PostThread, Tell, UpdateCard
from rules.people.visibility import room_of, secret

log = structlog.get_logger("vigie.slack")


class SlackChannel(Posts):
    """Performs by `client`, whose own retries must be off; `browse` gives the address of an issue."""

    name: ClassVar[str] = SLACK
    performs: ClassVar[tuple[type[Effect], ...]] = (UpdateCard, PostThread, Tell, PostRoom, Answer, Offer)

    def __init__(
        self,
        client: AsyncWebClient,
        browse: Callable[[Ticket], str] | None = None,
        pace: Pace | None = None,
    ) -> None:
        super().__init__(client, pace)
        self._browse = browse

    async def perform(self, effect: Effect, stage: Stage) -> Result:
        """Do what one of the `performs` effects asks. Raises NotNow or Never (see `connectors.delivery_errors`)."""
        stage = replace(stage, link=stage.link or self._link(stage.anomaly), browse=self._browse)
        match effect:
            case UpdateCard():
                sent = await self._keep_card(stage)
                return Result(card=(sent.channel, sent.ts), ref=_ref(sent))
            case PostThread():
                return await self._speak(effect, stage)
            case Tell():
                post = directed(effect, stage)
                sent = await self.tell(stage.address, post.text, post.blocks, stage.key, stage.again)
            case PostRoom():
                post = in_room(effect, stage)
                sent = await self.post(stage.address, post.text, post.blocks, stage.key, stage.again)
            case Answer() | Offer():
                post = answered(effect, stage) if isinstance(effect, Answer) else offered(effect, stage.wording)
                return Result(ref=await self.answer(stage.reply, post.text, post.blocks) if stage.reply else "")
            case _:
                raise TypeError(f"slack does not perform {type(effect).__name__}")
        return Result(ref=_ref(sent))

    async def _keep_card(self, stage: Stage) -> Sent:
        """Anything about security moves to the contract's security channel, and leaves no trace where it stood.

        A channel that is the contract's no more is left as it stands: others may read it, or nobody.
        """
        anomaly, contract = stage.subject()
        channel, ts = stage.card or (room_of(anomaly, contract), None)
        misplaced = _misplaced(channel, anomaly, contract)
        if stage.redone and ts and not misplaced:
            return Sent(channel, ts)
        if misplaced:
            if ts and channel in _rooms(contract):
                await self.replace(moved(stage.wording), Sent(channel, ts), stage.key)
                await self._unsay(Sent(channel, ts))
            channel, ts = room_of(anomaly, contract), None
        readings = {clock: read(clock, anomaly.marks, contract, stage.now) for clock in contract.clocks}
        kept = channel == contract.chat.security_channel
        told = anomaly if kept else discreet(anomaly, stage.wording)
        shown = card(told, contract, readings, stage.now, stage.wording, stage.link, among_few=kept)
        return await self.update_card(shown, channel, ts, stage.key, stage.again)

    async def _unsay(self, under: Sent) -> None:
        """Deletes a message; a missing right must not keep the rest from moving."""
        try:
            await self.unsay(under)
        except Refused as refusal:
            log.error("slack thread left behind", why=refusal.why, remedy=refusal.remedy)

    async def _speak(self, effect: PostThread, stage: Stage) -> Result:
        """Under the living message; one that was refused is made up for, or what follows would wait for it for ever."""
        anomaly, contract = stage.subject()
        card = stage.card
        if card is None or _misplaced(card[0], anomaly, contract):
            if anomaly.raised_at is None:
                raise NotNow("slack: the living message is not in its place yet")
            placed = await self._keep_card(replace(stage, key=f"{stage.key}:card", redone=False))
            card = placed.channel, placed.ts
        post = in_thread(effect, stage)
        sent = await self.thread(*card, post.text, post.blocks, stage.key, stage.again)
        return Result(card=card, ref=_ref(sent))

    def _link(self, anomaly: Anomaly | None) -> str:
        return self._browse(anomaly.ticket) if self._browse and anomaly and anomaly.ticket else ""


def _misplaced(channel: str, anomaly: Anomaly, contract: Contract) -> bool:
    """Whether it stands in no room of the contract any more, or what must be kept among few in another than theirs."""
    if channel not in _rooms(contract):
        return True
    return secret(anomaly) and bool(contract.chat.security_channel) and channel != room_of(anomaly, contract)


def _rooms(contract: Contract) -> tuple[str | None, ...]:
    return contract.chat.channel, contract.chat.security_channel, contract.chat.team_channel


def _ref(sent: Sent) -> str:
    return f"{sent.channel}:{sent.ts}"
