"""Response URLs: five uses in thirty minutes to answer a gesture, without a token."""

import json
from dataclasses import replace

from fastapi import Response
from fastapi.responses import JSONResponse, PlainTextResponse

from sandbox.slack import posting
from sandbox.slack.installation import Installation
from sandbox.slack.message_values import Json, Message
from sandbox.slack.passes import Way
from sandbox.slack.slack_refusal_values import Refused

_GONE = ("invalid_url", "expired_url", "used_url")


async def receive(slack: Installation, name: str, raw: bytes) -> Response:
    """Take one answer: 200 "ok", 404 for a URL that is worn out, 400 for content that Slack refuses."""
    try:
        way = slack.passes.look(name)
        message = await _apply(slack, way, _content(raw))
    except Refused as refusal:
        status = 404 if refusal.error in _GONE else 400
        return JSONResponse({"ok": False, "error": refusal.error, "messages": list(refusal.messages)}, status)
    slack.passes.spend(name, message.ts if message else None)
    return PlainTextResponse("ok")


def _content(raw: bytes) -> Json:
    try:
        content = json.loads(raw)
    except ValueError:
        raise Refused("invalid_payload") from None
    if not isinstance(content, dict):
        raise Refused("invalid_payload")
    return content


async def _apply(slack: Installation, way: Way, content: Json) -> Message | None:
    original = slack.workspace.find(way.channel, way.message_ts) if way.message_ts else None
    if content.get("delete_original"):
        if original is not None:
            await slack.workspace.remove(original)
        return None
    if content.get("replace_original") and original is not None:
        composed = posting.compose(slack, content)
        return await slack.workspace.change(replace(original, **composed, edited=slack.workspace.tick()))
    message = await posting.answer(slack, way.user, way.channel, content, way.thread_ts)
    if message is None:
        raise Refused("no_text")
    return message
