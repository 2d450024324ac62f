"""The chat.* and reactions.* methods: what the app says, changes and takes back."""

from dataclasses import replace

from sandbox.seed import BOT_USER
from sandbox.slack import posting
from sandbox.slack.api_call import Call
from sandbox.slack.installation import Installation
from sandbox.slack.message_values import Json, Message, Room
from sandbox.slack.slack_refusal_values import Refused

LONGEST_UPDATE = 4_000


def room_of_bot(slack: Installation, call: Call) -> Room:
    """The room named by `channel`, which the app must be in; a user's id means the direct conversation."""
    name = call.text("channel")
    if name.startswith("U"):
        return slack.workspace.direct(name) if f"D0{name.removeprefix('U0')}" in slack.workspace.rooms else _unknown()
    room = slack.workspace.room(name)
    if BOT_USER not in room.members:
        raise Refused("not_in_channel")
    return room


async def post_message(slack: Installation, call: Call) -> Json:
    """chat.postMessage: text over 40,000 characters is cut, with a warning."""
    room = _open_room(slack, call)
    message = await posting.post(
        slack,
        room.id,
        _content(call),
        thread_ts=_root(slack, room, call),
        broadcast=call.flag("reply_broadcast"),
        metadata=_metadata(call),
    )
    said: Json = {"channel": room.id, "ts": message.ts, "message": message.as_slack(with_metadata=True)}
    if len(call.args.get("text") or "") > posting.LONGEST:
        said |= {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}
    return said


async def post_ephemeral(slack: Installation, call: Call) -> Json:
    """chat.postEphemeral: seen by one member of the channel only, and by no history."""
    room, user = _open_room(slack, call), call.text("user")
    if user not in room.members:
        raise Refused("user_not_in_channel")
    if len(call.args.get("text") or "") > posting.LONGEST:
        raise Refused("msg_too_long")
    root = _root(slack, room, call)
    message = await posting.post(slack, room.id, _content(call), only_for=user, thread_ts=root)
    return {"message_ts": message.ts}


async def update(slack: Installation, call: Call) -> Json:
    """chat.update: the app's own messages only; blocks and metadata that are not given stay as they were."""
    room = room_of_bot(slack, call)
    old = _said(slack, room, call.text("ts"))
    if old.user != BOT_USER or old.only_for or old.tombstone:
        raise Refused("cant_update_message")
    content = _content(call)
    if len(content["text"] or "") > LONGEST_UPDATE:
        raise Refused("msg_too_long")
    kept = list(old.blocks) if content["blocks"] is None else content["blocks"]
    if not content["text"] and content["blocks"] is None:
        raise Refused("no_text")
    composed = posting.compose(slack, content | {"blocks": kept})
    metadata = _metadata(call) if "metadata" in call.args else old.metadata
    new = replace(old, **composed, metadata=metadata or None, edited=slack.workspace.tick())
    await slack.workspace.change(new)
    return {"channel": room.id, "ts": new.ts, "text": new.text, "message": new.as_slack(with_metadata=True)}


async def delete(slack: Installation, call: Call) -> Json:
    """chat.delete: the app's own messages only."""
    room = room_of_bot(slack, call)
    message = _said(slack, room, call.text("ts"))
    if message.user != BOT_USER:
        raise Refused("cant_delete_message")
    await slack.workspace.remove(message)
    return {"channel": room.id, "ts": message.ts}


async def permalink(slack: Installation, call: Call) -> Json:
    """chat.getPermalink: an address that the sandbox's page follows."""
    room = room_of_bot(slack, call)
    message = _said(slack, room, call.text("message_ts"))
    address = f"{slack.base_url}/archives/{room.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        address += f"?thread_ts={message.thread_ts}&cid={room.id}"
    return {"channel": room.id, "permalink": address}


async def react(slack: Installation, call: Call) -> Json:
    """reactions.add: the app puts an emoji on a message, once."""
    room = room_of_bot(slack, call)
    message = _said(slack, room, call.text("timestamp"))
    pair = (call.text("name").strip(":"), BOT_USER)
    if pair in message.reactions:
        raise Refused("already_reacted")
    await slack.workspace.change(replace(message, reactions=(*message.reactions, pair)))
    return {}


def _unknown() -> Room:
    raise Refused("channel_not_found")


def _open_room(slack: Installation, call: Call) -> Room:
    room = room_of_bot(slack, call)
    if room.archived:
        raise Refused("is_archived")
    return room


def _said(slack: Installation, room: Room, ts: str) -> Message:
    message = slack.workspace.find(room.id, ts)
    if message is None or message.only_for:
        raise Refused("message_not_found")
    return message


def _root(slack: Installation, room: Room, call: Call) -> str | None:
    """The `ts` that a reply belongs under: a reply to a reply goes to the same thread."""
    ts = call.maybe("thread_ts")
    if ts is None:
        return None
    message = slack.workspace.find(room.id, ts)
    if message is None or message.only_for:
        raise Refused("thread_not_found")
    return message.thread_ts or message.ts


def _content(call: Call) -> Json:
    content = {name: call.args.get(name) for name in ("text", "parse", "link_names")}
    return content | {"blocks": call.data("blocks"), "attachments": call.data("attachments")}


def _metadata(call: Call) -> Json | None:
    metadata = call.data("metadata")
    if not metadata:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format", "event_payload must be an object")
    if not isinstance(metadata.get("event_type"), str):
        raise Refused("invalid_metadata_format", "event_type is required")
    return metadata
