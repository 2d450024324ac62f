"""What the bot does in Slack: the living message, its thread, private conversations, answers to gestures."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels.slack import slack_errors
from connectors.channels.slack.block_kit import Block, Post
from connectors.channels.slack.pacing import Pace
from connectors.channels.slack.slack_refusals import Refused
from connectors.delivery_errors import NotNow
from connectors.parsed_delivery import Reply

_CARD, _MESSAGE = "vigie_card", "vigie_message"
_EDIT, _DELETION, _WHISPER = "chat.update", "chat.delete", "chat.postEphemeral"
_OPENING, _HISTORY, _REPLIES = "conversations.open", "conversations.history", "conversations.replies"
LOST = ("message_not_found", "cant_update_message", "edit_window_closed")
ABSENT = ("channel_not_found", "not_in_channel", "user_not_in_channel", "is_archived")
_NO_THREAD = ("thread_not_found", "message_not_found", "cannot_reply_to_message")
_LOOK_BACK, _MANY = 50, 200


Asking = Callable[[], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a message stands."""

    channel: str
    ts: str


class Posts:
    """Says things as the bot, at Slack's `pace`. `client` must have no retries of its own.

    `key` is an errand's: it travels in the message's metadata, and `again` has it looked for there first, where the
    app may read the conversation. Every method raises NotNow, or Never with its remedy.
    """

    def __init__(self, client: AsyncWebClient, pace: Pace | None = None) -> None:
        self._client, self._pace = client, pace or Pace()
        self._hooks = slack_errors.hooks_of(client.base_url)

    async def update_card(self, post: Post, channel: str, ts: str | None, key: str, again: bool = False) -> Sent:
        """Bring the living message up to date, or post it where there is none (any more)."""
        known = Sent(channel, ts) if ts else await self._find(channel, key, again)
        if known:
            try:
                return await self._update(post, known, _metadata(_CARD, key))
            except Refused as refusal:
                if refusal.code not in LOST:
                    raise
        return await self._send(channel, post.text, post.blocks, _metadata(_CARD, key))

    async def replace(self, post: Post, at: Sent, key: str) -> None:
        """Put other words in the place of a message, if it is still there."""
        try:
            await self._update(post, at, _metadata(_MESSAGE, key))
        except Refused as refusal:
            if refusal.code not in (*LOST, *ABSENT):
                raise

    async def unsay(self, under: Sent) -> None:
        """Take back all that was said under a message, if it is still there; what people wrote is theirs.

        Raises Never where the conversation may not be read.
        """
        cursor: str | None = ""
        while cursor is not None:
            asking = partial(
                self._client.conversations_replies,
                channel=under.channel,
                ts=under.ts,
                limit=_MANY,
                cursor=cursor or None,
                include_all_metadata=True,
            )
            try:
                told = await self._ask(_REPLIES, asking)
            except Refused as refusal:
                if refusal.code not in (*_NO_THREAD, *ABSENT):
                    raise
                return
            for one in told.get("messages") or ():
                if one.get("ts") != under.ts and (one.get("metadata") or {}).get("event_type") == _MESSAGE:
                    await self._take_back(Sent(under.channel, str(one["ts"])))
            cursor = (told.get("response_metadata") or {}).get("next_cursor") or None

    async def thread(
        self, channel: str, ts: str, text: str, blocks: Sequence[Block], key: str, again: bool = False
    ) -> Sent:
        """Say it under the living message, or in the channel when that message was deleted."""
        found = await self._find(channel, key, again, thread=ts)
        if found:
            return found
        try:
            return await self._send(channel, text, blocks, _metadata(_MESSAGE, key), thread=ts)
        except Refused as refusal:
            if refusal.code not in _NO_THREAD:
                raise
        return await self._send(channel, text, blocks, _metadata(_MESSAGE, key))

    async def tell(self, slack_user: str, text: str, blocks: Sequence[Block], key: str, again: bool = False) -> Sent:
        """Say it to one person in a private conversation."""
        opened = await self._ask(_OPENING, partial(self._client.conversations_open, users=slack_user))
        return await self.post(str(opened["channel"]["id"]), text, blocks, key, again)

    async def post(self, channel: str, text: str, blocks: Sequence[Block], key: str, again: bool = False) -> Sent:
        """Say it in a channel."""
        found = await self._find(channel, key, again)
        return found or await self._send(channel, text, blocks, _metadata(_MESSAGE, key))

    async def answer(self, reply: Reply, text: str, blocks: Sequence[Block]) -> str:
        """Answer for the eyes of one person: at the one-time address, else in the channel, else in private.

        The way that it went: `response_url`, `ephemeral` or `private`.
        """
        body = {"response_type": "ephemeral", "replace_original": False, "text": text, "blocks": list(blocks)}
        if reply.url and await slack_errors.respond(reply.url, body, self._hooks):
            return "response_url"
        if reply.channel and await self._whisper(reply, text, blocks):
            return "ephemeral"
        await self.tell(reply.user, text, blocks, "answer")
        return "private"

    async def _take_back(self, at: Sent) -> None:
        try:
            await self._ask(_DELETION, partial(self._client.chat_delete, channel=at.channel, ts=at.ts))
        except Refused as refusal:
            if refusal.code not in LOST:
                raise

    async def _whisper(self, reply: Reply, text: str, blocks: Sequence[Block]) -> bool:
        asking = partial(
            self._client.chat_postEphemeral,
            channel=reply.channel,
            user=reply.user,
            text=text,
            blocks=list(blocks),
            thread_ts=reply.thread or None,
            link_names=False,
        )
        try:
            await self._ask(_WHISPER, asking)
        except Refused as refusal:
            if refusal.code not in ABSENT:
                raise
            return False
        return True

    async def _send(
        self, channel: str, text: str, blocks: Sequence[Block], metadata: Block, thread: str | None = None
    ) -> Sent:
        await self._pace.turn(channel)
        asking = partial(
            self._client.chat_postMessage,
            channel=channel,
            text=text,
            blocks=list(blocks),
            metadata=metadata,
            thread_ts=thread,
            link_names=False,
            unfurl_links=False,
            unfurl_media=False,
        )
        return _sent(await self._obeying(channel, asking))

    async def _update(self, post: Post, at: Sent, metadata: Block) -> Sent:
        asking = partial(
            self._client.chat_update,
            channel=at.channel,
            ts=at.ts,
            text=post.text,
            blocks=list(post.blocks),
            metadata=metadata,
            link_names=False,
        )
        return _sent(await self._ask(_EDIT, asking))

    async def _find(self, channel: str, key: str, again: bool, thread: str | None = None) -> Sent | None:
        """The message of this errand, if it was sent before and its answer lost."""
        if not again:
            return None
        where: dict[str, Any] = {"channel": channel, "limit": _LOOK_BACK, "include_all_metadata": True}
        if thread:
            method, asking = _REPLIES, partial(self._client.conversations_replies, ts=thread, **where)
        else:
            method, asking = _HISTORY, partial(self._client.conversations_history, **where)
        try:
            said = await self._ask(method, asking)
        except Refused:
            return None
        return next((Sent(channel, str(one["ts"])) for one in said.get("messages") or () if _bears(one, key)), None)

    async def _ask(self, method: str, asking: Asking) -> Mapping[str, Any]:
        """The call, unless Slack has had enough of its method."""
        await self._pace.leave(method)
        return await self._obeying(method, asking)

    async def _obeying(self, name: str, asking: Asking) -> Mapping[str, Any]:
        """The call; what Slack asks to wait holds for whoever comes next."""
        try:
            return await slack_errors.call(asking())
        except NotNow as later:
            if later.after:
                self._pace.rest(name, later.after)
            raise


def _metadata(kind: str, key: str) -> Block:
    return {"event_type": kind, "event_payload": {"key": key}}


def _bears(message: Mapping[str, Any], key: str) -> bool:
    metadata = message.get("metadata") or {}
    return bool((metadata.get("event_payload") or {}).get("key") == key)


def _sent(answer: Mapping[str, Any]) -> Sent:
    return Sent(str(answer["channel"]), str(answer["ts"]))
