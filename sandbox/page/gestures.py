"""The page's gestures in Slack: one POST each, answered with what Slack would show."""

import base64
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from sandbox.parts import Parts
from sandbox.slack import Reply, Slack
from sandbox.slack.slack_refusal_values import Impossible
from sandbox.slack.workspace_people import message_of, person, room_of


class Words(BaseModel):
    """The text typed in a channel; one that starts with "/" is a command."""

    person: str
    channel: str
    text: str
    thread_ts: str | None = None
    files: list[str] = []


class Choice(BaseModel):
    """A file chosen in a form or for a message; its `content` is in base 64."""

    person: str
    name: str
    mime_type: str
    content: str


class Press(BaseModel):
    """An element used in a message."""

    person: str
    channel: str
    ts: str
    action_id: str
    block_id: str | None = None
    value: Any = None


class ViewPress(BaseModel):
    """An element used in a modal or in the App Home; `values` is what is typed so far."""

    person: str
    view_id: str
    action_id: str
    block_id: str | None = None
    value: Any = None
    values: dict[str, Any] = {}


class Submission(BaseModel):
    """A modal sent."""

    person: str
    view_id: str
    values: dict[str, Any] = {}


class Closing(BaseModel):
    """A modal closed."""

    person: str
    view_id: str


class Home(BaseModel):
    """The app's page opened."""

    person: str
    tab: str = "home"


class Reading(BaseModel):
    """A channel read up to a message."""

    person: str
    channel: str
    ts: str


class ShortcutUse(BaseModel):
    """A shortcut used, on a message or not."""

    person: str
    callback_id: str
    channel: str | None = None
    ts: str | None = None


def routes(parts: Parts) -> APIRouter:
    """The POST routes of Slack's part of the page, to be mounted under `/ui/slack`."""
    api = APIRouter()
    _in_channels(api, parts.slack, parts.done)
    _in_windows(api, parts.slack)
    return api


def _in_channels(api: APIRouter, slack: Slack, done: set[str]) -> None:
    @api.post("/say")
    async def say(words: Words) -> dict[str, Any]:
        if words.text.lstrip().startswith("/"):
            done.add(" ".join(words.text.split()[:2]))
            return _shown(await _command(slack, words))
        message = await slack.say(words.person, words.channel, words.text, words.thread_ts, words.files)
        await _read(slack, Reading(person=words.person, channel=message.channel, ts=message.ts))
        return {"ok": True, "ts": message.ts}

    @api.post("/upload")
    async def upload(choice: Choice) -> dict[str, Any]:
        content = base64.b64decode(choice.content, validate=True)
        return {"ok": True, "id": await slack.upload(choice.person, choice.name, content, choice.mime_type)}

    @api.post("/press")
    async def press(use: Press) -> dict[str, Any]:
        done.add(use.action_id)
        return _shown(
            await slack.press(use.person, use.channel, use.ts, use.action_id, use.value, block_id=use.block_id)
        )

    @api.post("/shortcut")
    async def shortcut(use: ShortcutUse) -> dict[str, Any]:
        if use.channel and use.ts:
            return _shown(await slack.message_shortcut(use.person, use.channel, use.ts, use.callback_id))
        return _shown(await slack.shortcut(use.person, use.callback_id))

    @api.post("/read")
    async def read(reading: Reading) -> dict[str, Any]:
        await _read(slack, reading)
        return {"ok": True}


def _in_windows(api: APIRouter, slack: Slack) -> None:
    @api.post("/press-view")
    async def press(use: ViewPress) -> dict[str, Any]:
        reply = await slack.press_in_view(
            use.person, use.view_id, use.action_id, use.value, block_id=use.block_id, values=use.values
        )
        return _shown(reply)

    @api.post("/submit")
    async def submit(sent: Submission) -> dict[str, Any]:
        return _shown(await slack.submit(sent.person, sent.view_id, sent.values))

    @api.post("/close")
    async def close(closed: Closing) -> dict[str, Any]:
        return _shown(await slack.close_view(closed.person, closed.view_id))

    @api.post("/home")
    async def home(opened: Home) -> dict[str, Any]:
        return _shown(await slack.open_home(opened.person, opened.tab))


async def _command(slack: Slack, words: Words) -> Reply:
    if words.thread_ts:
        raise Impossible("Slack n’accepte pas les commandes dans un fil.")
    name, _, text = words.text.strip().partition(" ")
    return await slack.command(words.person, words.channel, name, text)


async def _read(slack: Slack, reading: Reading) -> None:
    room = room_of(slack, person(reading.person).slack, reading.channel)
    message = message_of(slack, reading.person, room, reading.ts)
    mark = (reading.person, room.id)
    if float(slack.workspace.read.get(mark, "0")) < float(message.ts):
        slack.workspace.read[mark] = message.ts
        await slack.workspace.changed()


def _shown(reply: Reply | None) -> dict[str, Any]:
    if reply is None:
        return {"ok": True}
    return {"ok": reply.ok, "error": reply.error, "errors": reply.errors, "seconds": round(reply.seconds, 3)}
