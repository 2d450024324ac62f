"""Events as Slack sends them: an envelope with an id of its own, tried again up to three times when it is refused."""

import asyncio

from sandbox.seed import APP_ID, BOT_USER, TEAM
from sandbox.slack import workspace_people
from sandbox.slack.installation import Installation
from sandbox.slack.message_values import Json, Message
from sandbox.slack.signed_requests import Reply

TOKEN = workspace_people.TOKEN

_SUBSCRIPTION = {"channel": "message.channels", "group": "message.groups", "im": "message.im", "mpim": "message.mpim"}


async def send(slack: Installation, event: Json, event_id: str | None = None) -> Reply:
    """Send an event; the first attempt's reply. The retries go on by themselves."""
    name = event_id or slack.workspace.mint("Ev")
    body = {
        "token": TOKEN,
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": name,
        "event_time": int(slack.clock.now().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event['type']}-{TEAM}-{event.get('channel', '')}",
    }
    first = await slack.way.event(body)
    slack.attempts[name] = [first]
    if not first.ok and not first.no_retry:
        slack.background(_again(slack, name, body))
    return first


async def _again(slack: Installation, name: str, body: Json) -> None:
    tried = slack.attempts[name]
    for number, delay in enumerate(slack.retry_delays, start=1):
        await asyncio.sleep(delay)
        tried.append(await slack.way.event(body, number, tried[-1].error or ""))
        if tried[-1].ok or tried[-1].no_retry:
            return


async def overheard(slack: Installation, message: Message) -> None:
    """Tell the app what was said where it listens, its own words included, as Slack does."""
    room = slack.workspace.rooms[message.channel]
    if BOT_USER not in room.members:
        return
    heard = message.as_slack() | {"channel": room.id, "event_ts": message.ts}
    if BOT_USER in message.pings and message.user != BOT_USER and "app_mention" in slack.subscriptions:
        await send(slack, heard | {"type": "app_mention"})
    if _SUBSCRIPTION[room.event_kind()] in slack.subscriptions:
        subtype = {"subtype": "file_share"} if message.files else {}
        await send(slack, heard | subtype | {"channel_type": room.event_kind()})


async def open_home(slack: Installation, user: str, tab: str) -> Reply | None:
    """The app's page is opened; its present view, if any, goes with the event."""
    workspace_people.person(user)
    if "app_home_opened" not in slack.subscriptions:
        return None
    event: Json = {
        "type": "app_home_opened",
        "user": user,
        "channel": slack.workspace.direct(user).id,
        "tab": tab,
        "event_ts": slack.workspace.tick(),
    }
    home = slack.workspace.homes.get(user)
    return await send(slack, event | ({"view": home.as_slack()} if home and tab == "home" else {}))
