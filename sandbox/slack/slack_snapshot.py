"""One person's view of Slack: channels, open modal, the app's page."""

from sandbox.slack import workspace_people
from sandbox.slack.installation import Installation
from sandbox.slack.message_values import Json, Message, Room, View

RECENT = 150


def seen_by(slack: Installation, user: str) -> Json:
    """Everything the page shows to a person, JSON-ready; only the most recent messages of each room."""
    workspace_people.person(user)
    space = slack.workspace
    rooms = [room for room in space.rooms.values() if user in room.members]
    modal, home = space.front(user), space.homes.get(user)
    return {
        "rooms": [_room(slack, user, room) for room in rooms],
        "modal": _view(modal) | {"depth": len(space.stacks[user])} if modal else None,
        "home": _view(home) if home else None,
        "commands": list(slack.commands),
        "shortcuts": [
            {"callback_id": one.callback_id, "name": one.name, "on_message": one.on_message} for one in slack.shortcuts
        ],
    }


def unread(slack: Installation, user: str) -> int:
    """The number of a person's unread messages, everywhere."""
    return sum(_unread(slack, user, room) for room in slack.workspace.rooms.values() if user in room.members)


def _room(slack: Installation, user: str, room: Room) -> Json:
    return {
        "id": room.id,
        "name": room.name or "Vigie",
        "kind": room.kind,
        "private": room.private,
        "archived": room.archived,
        "unread": _unread(slack, user, room),
        "members": list(room.members),
        "messages": [_message(slack, user, message) for message in _visible(slack, user, room)[-RECENT:]],
    }


def _visible(slack: Installation, user: str, room: Room) -> list[Message]:
    return [message for message in slack.workspace.messages(room.id) if message.seen_by(user)]


def _unread(slack: Installation, user: str, room: Room) -> int:
    mark = float(slack.workspace.read.get((user, room.id), "0"))
    return sum(float(m.ts) > mark and m.user != user for m in _visible(slack, user, room))


def _message(slack: Installation, user: str, message: Message) -> Json:
    shown = slack.workspace.payload_message(message)
    return shown | {
        "only_you": message.only_for is not None,
        "calls_you": user in message.pings or any(ping.startswith("!") for ping in message.pings),
        "pings": list(message.pings),
    }


def _view(view: View) -> Json:
    return view.as_slack() | {"errors": view.errors, "failure": view.failure}
