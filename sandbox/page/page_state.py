"""The page's data: each part's state as JSON, and the live list of changed parts."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
from fastapi import APIRouter, Header
from fastapi.responses import Response, StreamingResponse

from sandbox.http_client import http_client
from sandbox.jira import moods
from sandbox.parts import Parts
from sandbox.seed import CHANNELS, PEOPLE
from sandbox.slack import workspace_people
from sandbox.slack.slack_snapshot import seen_by, unread

PARTS = ("slack", "jira", "mail", "clock")
READY = 200


def routes(parts: Parts) -> APIRouter:
    """The GET routes of the page, to be mounted under `/ui`."""
    api = APIRouter()

    @api.get("/people")
    def cast() -> dict[str, Any]:
        return {
            "people": [
                {
                    "id": one.slack,
                    "handle": one.handle,
                    "name": one.name,
                    "email": one.email,
                    "jira": one.jira,
                    "unread": unread(parts.slack, one.slack),
                }
                for one in PEOPLE
            ],
            "names": {one.slack: one.name for one in (*PEOPLE, workspace_people.BOT)},
            "channels": {channel.id: channel.name for channel in CHANNELS},
            "done": sorted(parts.done),
        }

    @api.get("/slack")
    def slack(person: str) -> dict[str, Any]:
        return seen_by(parts.slack, person)

    @api.get("/jira")
    def jira() -> dict[str, Any]:
        offered = [{"id": name, "name": words} for name, words, _ in moods.MOODS]
        return parts.jira.snapshot() | {"mood": parts.jira.mood, "moods": offered}

    @api.get("/mail")
    def mail() -> dict[str, Any]:
        return {"mails": [_mail(one) for one in reversed(parts.mailbox.mails)]}

    @api.get("/messages")
    def messages(language: str = "fr") -> dict[str, Any]:
        return {"languages": list(parts.messages), "messages": parts.messages.get(language, list)()}

    @api.get("/clock")
    def clock() -> dict[str, Any]:
        clock = parts.clock
        return {"now": clock.now().isoformat(), "began": clock.began.isoformat(), "speed": clock.speed}

    @api.get("/vigie")
    async def vigie() -> dict[str, Any]:
        return await _health(parts.slack.vigie_url)

    @api.get("/feed")
    async def follow(last_event_id: str = Header(default="")) -> StreamingResponse:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_changes(parts, last_event_id), media_type="text/event-stream", headers=headers)

    _pictures(api, parts)
    return api


def _pictures(api: APIRouter, parts: Parts) -> None:
    @api.get("/slack/files/{name}")
    def picture(name: str, person: str) -> Response:
        held = parts.slack.workspace.files.get(name)
        rooms = seen_by(parts.slack, person)["rooms"]
        shown = {file["id"] for room in rooms for one in room["messages"] for file in one.get("files", ())}
        if held is None or name not in shown or not held.mime_type.startswith("image/"):
            return Response(status_code=404)
        return Response(held.content, media_type=held.mime_type, headers={"X-Content-Type-Options": "nosniff"})


async def _changes(parts: Parts, last: str) -> AsyncIterator[str]:
    """Server-sent events `{"parts": [...]}`; a follower that comes back too late must read everything again."""
    feed = parts.feed
    number = int(last) if last.isdecimal() and int(last) <= feed.number else feed.number
    again = PARTS if not last or number != int(last) else ()
    yield f"retry: 1000\nid: {number}\ndata: {json.dumps({'parts': again})}\n\n"
    while not feed.ended:
        changes = await feed.after(number)
        if changes:
            number = changes[-1].number
            told = [part for part in PARTS if any(change.part == part for change in changes)]
            yield f"id: {number}\ndata: {json.dumps({'parts': told})}\n\n"
        else:
            yield ": always here\n\n"


async def _health(vigie_url: str) -> dict[str, Any]:
    """Whether Vigie says it is ready, within a second."""
    address = f"{vigie_url}/health/ready"
    try:
        async with http_client(timeout=1.0) as client:
            answer = await client.get(address)
    except httpx.HTTPError:
        return {"url": address, "ready": False, "said": "Vigie ne répond pas."}
    return {"url": address, "ready": answer.status_code == READY, "said": answer.text[:2000]}


def _mail(mail: Any) -> dict[str, Any]:
    return {
        "number": mail.number,
        "sender": mail.headers.get("From", mail.sender),
        "recipients": list(mail.recipients),
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "received_at": mail.received_at.isoformat(),
        "attachments": [{"name": file.name, "kind": file.kind, "size": len(file.content)} for file in mail.attachments],
    }
