"""Which token may call which method: the app's own token opens connections, the bot's does the rest, by its scopes."""

from typing import Any

from sandbox.slack.api_call import Call
from sandbox.slack.installation import Installation
from sandbox.slack.message_values import Json
from sandbox.slack.slack_refusal_values import Refused

OPEN = "apps.connections.open"

# Each method's scope; of the methods on rooms, the scope goes by the kind of room.
_SCOPES = {
    "bots.info": "users:read",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.unfurl": "links:write",
    "chat.update": "chat:write",
    "conversations.open": "im:write",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "files.info": "files:read",
    "reactions.add": "reactions:write",
    "team.info": "team:read",
    "users.info": "users:read",
    "users.list": "users:read",
    "users.lookupByEmail": "users:read.email",
}
_BY_ROOM = {"conversations.history": "history", "conversations.info": "read", "conversations.replies": "history"}


async def open_connection(slack: Installation, _call: Call) -> Json:
    """apps.connections.open: the address of one connection in Socket Mode."""
    return {"url": slack.socket_mode.address(slack.base_url)}


def judge(slack: Installation, call: Call, token: Any) -> None:
    """Raise `Refused` (not_authed, invalid_auth, not_allowed_token_type, missing_scope) as Slack would."""
    if not token:
        raise Refused("not_authed")
    wanted, other = slack.bot_token, slack.app_token
    if call.method == OPEN:
        wanted, other = other, wanted
    if token == other:
        raise Refused("not_allowed_token_type")
    if token != wanted:
        raise Refused("invalid_auth")
    needed = _needed(slack, call)
    if needed and slack.scopes is not None and needed not in slack.scopes:
        raise Refused("missing_scope", needed=needed, provided=",".join(slack.scopes))


def _needed(slack: Installation, call: Call) -> str:
    what = _BY_ROOM.get(call.method)
    room = slack.workspace.rooms.get(str(call.args.get("channel"))) if what else None
    if room is None:
        return _SCOPES.get(call.method, "")
    family = {"channel": "channels", "group": "groups"}.get(room.event_kind(), room.event_kind())
    return f"{family}:{what}"
