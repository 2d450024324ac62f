"""Tells the app about shared links of its domains, and shows its previews."""

import re
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from sandbox.seed import BOT_USER
from sandbox.slack import event_envelopes
from sandbox.slack.api_call import Call
from sandbox.slack.block_limits import check_message, with_ids
from sandbox.slack.installation import Installation
from sandbox.slack.message_values import Json, Message
from sandbox.slack.slack_refusal_values import Refused

_LINK = re.compile(r"https?://[^\s<>|]+")
_SENT = "conversations_history"


async def shared(slack: Installation, message: Message) -> None:
    """Tell the app of the links to its domains in a person's message, whether or not it is in the channel."""
    links = _links(slack, message.text)
    if not links or message.user == BOT_USER or message.only_for or "link_shared" not in slack.subscriptions:
        return
    name = slack.workspace.mint(f"{message.channel}.{message.ts}.")
    slack.workspace.shared[name] = (message.channel, message.ts)
    room = slack.workspace.rooms[message.channel]
    event: Json = {
        "type": "link_shared",
        "channel": message.channel,
        "is_bot_user_member": BOT_USER in room.members,
        "user": message.user,
        "message_ts": message.ts,
        "unfurl_id": name,
        "source": _SENT,
        "links": links,
        "event_ts": message.ts,
    }
    await event_envelopes.send(slack, event | ({"thread_ts": message.thread_ts} if message.is_reply else {}))


async def unfurl(slack: Installation, call: Call) -> Json:
    """chat.unfurl: by the message's place, or by the id that came with the event."""
    message = _message(slack, call)
    unfurls = call.data("unfurls")
    if not isinstance(unfurls, dict) or not unfurls:
        raise Refused("missing_unfurls")
    offered = {link["url"] for link in _links(slack, message.text)}
    if set(unfurls) - offered:
        raise Refused("cannot_unfurl_url")
    shown = tuple(_shown(slack, place, url, one) for place, (url, one) in enumerate(unfurls.items(), start=1))
    await slack.workspace.change(replace(message, attachments=shown))
    return {}


def _message(slack: Installation, call: Call) -> Message:
    channel, ts = call.maybe("channel"), call.maybe("ts")
    if call.args.get("unfurl_id"):
        if not call.args.get("source"):
            raise Refused("missing_source")
        channel, ts = slack.workspace.shared.get(call.text("unfurl_id"), (None, None))
    found = slack.workspace.find(channel, ts) if channel and ts else None
    if found is None:
        raise Refused("cannot_find_message")
    return found


def _shown(slack: Installation, place: int, url: str, given: Any) -> Json:
    if not isinstance(given, dict) or not given.get("blocks"):
        raise Refused("cannot_parse_attachment")
    check_message(given["blocks"])
    blocks = with_ids(given["blocks"], slack.workspace.mint)
    return {"id": place, "blocks": blocks, "from_url": url, "app_unfurl_url": url, "is_app_unfurl": True}


def _links(slack: Installation, text: str) -> list[Json]:
    urls = dict.fromkeys(unescape(found[0]).rstrip(".,;:!?)") for found in _LINK.finditer(text))
    hosts = {url: urlsplit(url).hostname or "" for url in urls}
    return [{"url": url, "domain": host} for url, host in hosts.items() if host in slack.unfurl_domains]
