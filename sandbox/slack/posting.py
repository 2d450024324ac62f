"""Posts content as a message: Slack's refusals, ids, cut at 40,000 characters, mentions."""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from sandbox.seed import BOT_USER, CHANNELS, PEOPLE
from sandbox.slack import event_envelopes, unfurls, workspace_people
from sandbox.slack.block_limits import check_message, with_ids
from sandbox.slack.installation import Installation
from sandbox.slack.message_values import NOBODY, Json, Message
from sandbox.slack.pings import pings
from sandbox.slack.slack_refusal_values import Impossible, Refused

LONGEST = 40_000

_HANDLES = {person.handle: f"<@{person.slack}>" for person in (*PEOPLE, workspace_people.BOT)}
_GROUPS = {name: f"<!{name}>" for name in ("channel", "here", "everyone")}
_ROOMS = {channel.name: f"<#{channel.id}|{channel.name}>" for channel in CHANNELS}


def compose(slack: Installation, content: Json, *, files: bool = False) -> Json:
    """The `text`, `blocks` and `pings` of a message; refuses content that Slack would refuse.

    `content` has `text`, `blocks` and the formatting options of chat.postMessage.
    """
    text, blocks = content.get("text") or "", content.get("blocks") or []
    if content.get("attachments"):
        raise Refused("invalid_attachments", "the sandbox shows blocks, not attachments")
    if not isinstance(text, str):
        raise Refused("invalid_arguments", "[ERROR] text must be a string")
    check_message(blocks)
    if not text and not blocks and not files:
        raise Refused("no_text")
    loose = content.get("parse") == "full" or content.get("link_names") in (True, 1, "1", "true")
    called = pings(text, blocks, loose)
    return {"text": text[:LONGEST], "blocks": tuple(with_ids(blocks, slack.workspace.mint)), "pings": called}


async def post(slack: Installation, channel: str, content: Json, user: str = BOT_USER, **where: Any) -> Message:
    """Say something in a channel; `where` are more fields of `Message` (thread_ts, only_for, metadata ...)."""
    composed = compose(slack, content, files=bool(where.get("files")))
    message = await slack.workspace.say(Message(channel, slack.workspace.tick(), user, **composed, **where))
    if message.only_for is None:
        slack.background(event_envelopes.overheard(slack, message))
    return message


async def say(
    slack: Installation, user: str, channel: str, text: str, thread_ts: str | None, files: Sequence[str] = ()
) -> Message:
    """A person's message: escaped and with its mentions, as Slack's composer leaves it; `files` by their ids."""
    workspace_people.person(user)
    if not text.strip() and not files:
        raise Impossible("Le message est vide.")
    room = workspace_people.room_of(slack, user, channel)
    root = workspace_people.message_of(slack, user, room, thread_ts) if thread_ts else None
    under = (root.thread_ts or root.ts) if root else None
    borne = tuple(slack.workspace.files[name] for name in files)
    message = await post(slack, room.id, {"text": _typed(text)}, user, thread_ts=under, files=borne)
    slack.background(unfurls.shared(slack, message))
    return message


async def complain(slack: Installation, user: str, channel: str, sentence: str) -> None:
    """Slack itself tells one person that something went wrong."""
    ts = slack.workspace.tick()
    await slack.workspace.say(Message(channel, ts, NOBODY, sentence, only_for=user))


async def answer(
    slack: Installation, user: str, channel: str, body: Any, thread_ts: str | None = None
) -> Message | None:
    """Show the content of a command's answer or of a response URL: to its author only, unless it says in_channel."""
    content = body if isinstance(body, dict) else {"text": body}
    if not content.get("text") and not content.get("blocks"):
        return None
    only_for = None if content.get("response_type") == "in_channel" else user
    return await post(slack, channel, content, only_for=only_for, thread_ts=content.get("thread_ts") or thread_ts)


def _typed(text: str) -> str:
    words = escape(text.strip(), quote=False)
    words = re.sub(r"(?<!\S)@([\w-]+)", lambda m: _HANDLES.get(m[1].lower()) or _GROUPS.get(m[1], m[0]), words)
    return re.sub(r"(?<!\S)#([\w-]+)", lambda m: _ROOMS.get(m[1], m[0]), words)
