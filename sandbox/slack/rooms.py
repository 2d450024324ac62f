"""The conversations.* and users.* methods: what the app reads of rooms, of their past and of people."""

import base64
import binascii
from typing import Any

from sandbox.seed import APP_ID, BOT_ID, BOT_USER, PEOPLE, TEAM, Person
from sandbox.slack import workspace_people
from sandbox.slack.api_call import Call
from sandbox.slack.chat import room_of_bot
from sandbox.slack.installation import Installation
from sandbox.slack.message_values import Json, Message, Room
from sandbox.slack.slack_refusal_values import Refused

_EVERYONE = (*PEOPLE, workspace_people.BOT)
_LAST = "99999999999.999999"


async def auth_test(slack: Installation, _call: Call) -> Json:
    """auth.test: whose token it is."""
    names = {"team": workspace_people.DOMAIN, "user": workspace_people.BOT.handle, "is_enterprise_install": False}
    return names | {"url": f"{slack.base_url}/", "team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT_ID}


async def api_test(_slack: Installation, call: Call) -> Json:
    """api.test: says back what it was told."""
    if error := call.maybe("error"):
        raise Refused(error)
    return {"args": call.args}


async def bots_info(_slack: Installation, _call: Call) -> Json:
    """bots.info: the app's bot."""
    bot = {"id": BOT_ID, "deleted": False, "name": workspace_people.BOT.name, "app_id": APP_ID, "user_id": BOT_USER}
    return {"bot": bot}


async def team_info(_slack: Installation, _call: Call) -> Json:
    """team.info: the workspace."""
    return {"team": {"id": TEAM, "name": workspace_people.DOMAIN, "domain": workspace_people.DOMAIN}}


async def open_direct(slack: Installation, call: Call) -> Json:
    """conversations.open: a direct conversation with `users` (comma-separated ids, or a list)."""
    given = call.args.get("users")
    users = given if isinstance(given, list) else [one.strip() for one in str(given or "").split(",") if one.strip()]
    if not users:
        raise Refused("users_list_not_supplied")
    if set(users) - {person.slack for person in PEOPLE}:
        raise Refused("user_not_found")
    known = set(slack.workspace.rooms)
    room = slack.workspace.direct(*users)
    shown = _shown(slack, room) if call.flag("return_im") else {"id": room.id}
    return {"channel": shown, "no_op": room.id in known, "already_open": room.id in known}


async def info(slack: Installation, call: Call) -> Json:
    """conversations.info."""
    return {"channel": _shown(slack, slack.workspace.room(call.text("channel")))}


async def listing(slack: Installation, call: Call) -> Json:
    """conversations.list: the kinds asked for in `types` (public_channel by default)."""
    wanted = {one.strip() for one in str(call.args.get("types") or "public_channel").split(",")}
    rooms = [room for room in slack.workspace.rooms.values() if _kind(room) in wanted and _known(room)]
    if call.flag("exclude_archived"):
        rooms = [room for room in rooms if not room.archived]
    return _page(call, "channels", [_shown(slack, room) for room in rooms])


async def members(slack: Installation, call: Call) -> Json:
    """conversations.members."""
    return _page(call, "members", list(slack.workspace.room(call.text("channel")).members))


async def history(slack: Installation, call: Call) -> Json:
    """conversations.history: newest first, without the replies nor what was ephemeral."""
    room = room_of_bot(slack, call)
    everything = slack.workspace.messages(room.id)
    said = [m for m in reversed(everything) if not m.only_for and (not m.is_reply or m.broadcast)]
    return _told(slack, call, [m for m in said if _within(call, m)]) | {"pin_count": 0}


async def replies(slack: Installation, call: Call) -> Json:
    """conversations.replies: a thread's first message, then its replies, oldest first."""
    room, ts = room_of_bot(slack, call), call.text("ts")
    root = slack.workspace.find(room.id, ts)
    if root is None or root.only_for:
        raise Refused("thread_not_found")
    thread = [root, *(m for m in slack.workspace.thread(room.id, root.ts) if _within(call, m))]
    return _told(slack, call, thread)


async def user_info(slack: Installation, call: Call) -> Json:
    """users.info."""
    wanted = call.text("user")
    return {"user": _profile(slack, _one(lambda person: person.slack == wanted, "user_not_found"))}


async def user_listing(slack: Installation, call: Call) -> Json:
    """users.list."""
    return _page(call, "members", [_profile(slack, person) for person in _EVERYONE])


async def by_email(_slack: Installation, call: Call) -> Json:
    """users.lookupByEmail."""
    wanted = call.text("email").lower()
    return {"user": workspace_people.as_slack(_one(lambda person: person.email == wanted, "users_not_found"))}


def _profile(slack: Installation, who: Person) -> Json:
    return workspace_people.as_slack(who) | {"deleted": who.slack in slack.workspace.deactivated}


def _one(chosen: Any, error: str) -> Person:
    for person in _EVERYONE:
        if chosen(person):
            return person
    raise Refused(error)


def _known(room: Room) -> bool:
    return BOT_USER in room.members or not room.private


def _kind(room: Room) -> str:
    if room.kind != "channel":
        return room.kind
    return "private_channel" if room.private else "public_channel"


def _shown(slack: Installation, room: Room) -> Json:
    shown: Json = {
        "id": room.id,
        "name": room.name,
        "is_channel": room.kind == "channel" and not room.private,
        "is_group": room.kind == "channel" and room.private,
        "is_im": room.kind == "im",
        "is_mpim": room.kind == "mpim",
        "is_private": room.private,
        "is_archived": room.archived,
        "is_ext_shared": room.id in slack.workspace.connected,
        "is_member": BOT_USER in room.members,
        "num_members": len(room.members),
        "context_team_id": TEAM,
    }
    return shown | ({"user": room.members[0]} if room.kind == "im" else {})


def _within(call: Call, message: Message) -> bool:
    oldest, latest = str(call.args.get("oldest") or "0"), str(call.args.get("latest") or _LAST)
    try:
        ts, first, last = float(message.ts), float(oldest), float(latest)
    except ValueError:
        raise Refused("invalid_arguments", "[ERROR] oldest and latest must be timestamps") from None
    return first <= ts <= last if call.flag("inclusive") else first < ts < last


def _told(slack: Installation, call: Call, messages: list[Message]) -> Json:
    """One page of messages."""
    whole, page = call.flag("include_all_metadata"), _page(call, "messages", messages)
    told = [m.as_slack(slack.workspace.thread(m.channel, m.ts), with_metadata=whole) for m in page["messages"]]
    return page | {"messages": told}


def _page(call: Call, name: str, items: list[Any]) -> Json:
    """One page of `items`, with the cursor of the next."""
    limit = call.count("limit", 100)
    try:
        start = int(base64.b64decode(call.maybe("cursor") or "MA==", validate=True))
    except (ValueError, binascii.Error):
        raise Refused("invalid_cursor") from None
    more = start + limit < len(items)
    cursor = base64.b64encode(str(start + limit).encode()).decode() if more else ""
    return {name: items[start : start + limit], "has_more": more, "response_metadata": {"next_cursor": cursor}}
