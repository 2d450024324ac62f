"""Slash commands as a person types them: the form that Vigie receives, and what Slack shows of the answer."""

from dataclasses import replace
from html import escape

from sandbox.seed import APP_ID, TEAM
from sandbox.slack import event_envelopes, posting, workspace_people
from sandbox.slack.installation import Installation
from sandbox.slack.message_values import Room
from sandbox.slack.signed_requests import Reply
from sandbox.slack.slack_refusal_values import Impossible, Refused

_HIDDEN_NAMES = {"im": "directmessage", "mpim": "privategroup", "group": "privategroup"}


async def run(slack: Installation, user: str, channel: str, name: str, text: str) -> Reply:
    """Send a command and show its immediate answer; never sent twice, whatever happens."""
    person, room = workspace_people.person(user), workspace_people.room_of(slack, user, channel)
    if name not in slack.commands:
        raise Impossible(f"« {name} » n’est pas une commande connue. Essayez : {', '.join(slack.commands)}.")
    fields = {
        "token": event_envelopes.TOKEN,
        "team_id": TEAM,
        "team_domain": workspace_people.DOMAIN,
        "channel_id": room.id,
        "channel_name": _HIDDEN_NAMES.get(room.event_kind(), room.name),
        "user_id": person.slack,
        "user_name": person.handle,
        "command": name,
        "text": escape(text.strip(), quote=False),
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url(slack, user, room),
        "trigger_id": slack.passes.trigger(user),
    }
    return await _show(slack, user, room, name, await slack.way.command(fields))


def response_url(
    slack: Installation, user: str, room: Room, message_ts: str | None = None, thread_ts: str | None = None
) -> str:
    """A fresh response URL for a gesture made in a room, on a message or not."""
    return f"{slack.base_url}/slack/response/{slack.passes.way(user, room.id, message_ts, thread_ts)}"


async def _show(slack: Installation, user: str, room: Room, name: str, reply: Reply) -> Reply:
    if reply.error == "connection_failed":
        reply = replace(reply, error="dispatch_failed")
    if reply.error is None:
        try:
            await posting.answer(slack, user, room.id, reply.body)
        except Refused as refusal:
            reply = replace(reply, error="invalid_command_response", body=refusal.messages)
    if reply.error:
        await posting.complain(slack, user, room.id, f"La commande {name} a échoué : erreur « {reply.error} ».")
    return reply
