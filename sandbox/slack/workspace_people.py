"""The people of the workspace: their rights and their rooms."""

from sandbox.seed import APP_ID, BOT_ID, BOT_USER, PEOPLE, TEAM, Person
from sandbox.slack.installation import Installation
from sandbox.slack.message_values import Json, Message, Room
from sandbox.slack.slack_refusal_values import Impossible

DOMAIN = "tma-exemple"
TOKEN = "verification"  # noqa: S105 - Slack still sends this dead field; the signature is what counts
BOT = Person(BOT_USER, "vigie", "Vigie", "")


def person(user: str) -> Person:
    """Someone of the cast, by Slack id."""
    for one in PEOPLE:
        if one.slack == user:
            return one
    raise Impossible(f"Personne ne porte l’identifiant « {user} ».")


def room_of(slack: Installation, user: str, channel: str) -> Room:
    """The room of this id or `#name`, provided the person is in it."""
    wanted = channel.removeprefix("#")
    for room in slack.workspace.rooms.values():
        if wanted in (room.id, room.name) and user in room.members:
            return room
    raise Impossible("Vous n’êtes pas membre de ce canal.")


def message_of(slack: Installation, user: str, room: Room, ts: str) -> Message:
    """A message that the person can see."""
    message = slack.workspace.find(room.id, ts)
    if message is None or not message.seen_by(user):
        raise Impossible("Ce message n’existe plus.")
    return message


def payload_base(user: str, kind: str) -> Json:
    """The beginning of every interaction payload."""
    who = person(user)
    return {
        "type": kind,
        "token": TOKEN,
        "api_app_id": APP_ID,
        "team": {"id": TEAM, "domain": DOMAIN},
        "user": {"id": who.slack, "username": who.handle, "name": who.handle, "team_id": TEAM},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def as_slack(who: Person) -> Json:
    """A person as users.info shows them."""
    is_bot = who.slack == BOT_USER
    profile: Json = {"real_name": who.name, "display_name": who.handle, "real_name_normalized": who.name, "team": TEAM}
    if is_bot:
        profile |= {"bot_id": BOT_ID, "api_app_id": APP_ID}
    else:
        profile["email"] = who.email
    confirmed = {} if is_bot else {"is_email_confirmed": True}
    return confirmed | {
        "id": who.slack,
        "team_id": TEAM,
        "name": who.handle,
        "real_name": who.name,
        "deleted": False,
        "is_bot": is_bot,
        "is_app_user": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "tz": "Europe/Paris",
        "tz_offset": 3600,
        "profile": profile,
    }
