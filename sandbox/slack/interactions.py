"""Buttons, menus and shortcuts as a person uses them, and the payloads Vigie receives for them."""

from collections.abc import Mapping
from typing import Any

from sandbox.slack import commands, modals, posting, workspace_people
from sandbox.slack.block_limits import elements_of
from sandbox.slack.installation import Installation
from sandbox.slack.message_values import Json
from sandbox.slack.signed_requests import Reply
from sandbox.slack.slack_refusal_values import Impossible
from sandbox.slack.typed_values import shape_of, state_of


async def press(
    slack: Installation, user: str, channel: str, ts: str, action_id: str, *, value: Any, block_id: str | None
) -> Reply:
    """Use an element of a message; Slack tells the person when Vigie does not answer in time."""
    room = workspace_people.room_of(slack, user, channel)
    message = workspace_people.message_of(slack, user, room, ts)
    block, element = _element(list(message.blocks), action_id, value, block_id)
    hidden = message.only_for is not None
    container: Json = {"type": "message", "message_ts": ts, "channel_id": room.id, "is_ephemeral": hidden}
    if message.is_reply:
        container["thread_ts"] = message.thread_ts
    payload = workspace_people.payload_base(user, "block_actions") | {
        "container": container,
        "trigger_id": slack.passes.trigger(user),
        "channel": {"id": room.id, "name": room.name or "directmessage"},
        "state": {"values": _state(block, element, value)},
        "response_url": commands.response_url(slack, user, room, ts, message.thread_ts),
        "actions": [_action(slack, block, element, value)],
    }
    if not hidden:
        payload["message"] = slack.workspace.payload_message(message)
    reply = await slack.way.payload(payload)
    if reply.error:
        await posting.complain(slack, user, room.id, f"L’action n’a pas abouti : erreur « {reply.error} ».")
    return reply


async def press_in_view(
    slack: Installation,
    user: str,
    view_id: str,
    action_id: str,
    *,
    value: Any,
    block_id: str | None,
    values: Mapping[str, Any],
) -> Reply:
    """Use an element of a modal or of the App Home."""
    view = slack.workspace.view(view_id)
    if view is None or view.user != user:
        raise Impossible("Cette fenêtre n’est plus ouverte.")
    block, element = _element(view.blocks, action_id, value, block_id)
    state = state_of(view.blocks, values)
    if element["type"] not in ("button", "overflow"):
        state[block["block_id"]][action_id] = shape_of(element, value)
    payload = workspace_people.payload_base(user, "block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": slack.passes.trigger(user, view.id if view.body["type"] == "modal" else None),
        "view": view.as_slack() | {"state": {"values": state}},
        "actions": [_action(slack, block, element, value)],
    }
    reply = await slack.way.payload(payload)
    await modals.failed(slack, view.id, reply.error)
    return reply


async def shortcut(slack: Installation, user: str, callback_id: str) -> Reply:
    """Use a global shortcut: no channel, no response URL."""
    payload = workspace_people.payload_base(user, "shortcut") | {
        "action_ts": slack.workspace.tick(),
        "callback_id": callback_id,
        "trigger_id": slack.passes.trigger(user),
    }
    return await slack.way.payload(payload)


async def message_shortcut(slack: Installation, user: str, channel: str, ts: str, callback_id: str) -> Reply:
    """Use a shortcut of a message's menu."""
    room = workspace_people.room_of(slack, user, channel)
    message = workspace_people.message_of(slack, user, room, ts)
    payload = workspace_people.payload_base(user, "message_action") | {
        "action_ts": slack.workspace.tick(),
        "callback_id": callback_id,
        "trigger_id": slack.passes.trigger(user),
        "channel": {"id": room.id, "name": room.name or "directmessage"},
        "message_ts": ts,
        "message": slack.workspace.payload_message(message),
        "response_url": commands.response_url(slack, user, room, ts, message.thread_ts),
    }
    reply = await slack.way.payload(payload)
    if reply.error:
        await posting.complain(slack, user, room.id, f"Le raccourci n’a pas abouti : erreur « {reply.error} ».")
    return reply


def _element(blocks: list[Json], action_id: str, value: Any, block_id: str | None) -> tuple[Json, Json]:
    """The element meant: the same `action_id` may stand in several blocks, then the block or a button's value tells."""
    found = [
        (block, element)
        for block in blocks
        for element in elements_of(block)
        if element["action_id"] == action_id and block_id in (None, block["block_id"])
    ]
    if value is not None and any(element["type"] == "button" for _, element in found):
        found = [(block, element) for block, element in found if element.get("value") == value]
    if not found:
        raise Impossible("Cet élément n’est plus proposé.")
    return found[0]


def _action(slack: Installation, block: Json, element: Json, value: Any) -> Json:
    common = {"action_id": element["action_id"], "block_id": block["block_id"], "action_ts": slack.workspace.tick()}
    if element["type"] == "button":
        kept = ("type", "text", "value", "style", "url")
        return common | {name: element[name] for name in kept if name in element}
    shown = {name: element[name] for name in ("placeholder",) if name in element}
    return common | shown | shape_of(element, value)


def _state(block: Json, element: Json, value: Any) -> Json:
    if element["type"] in ("button", "overflow"):
        return {}
    return {block["block_id"]: {element["action_id"]: shape_of(element, value)}}
