"""The way in for Slack: a request is believed, recorded, acknowledged, and only then attended to."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from starlette.requests import Request
from starlette.responses import Response

from bot.body import TooLarge, raw_body
from bot.slack.corrections import corrections, identity
from bot.slack.gesture import Gesture, gesture
from bot.slack.intent import Idle, Intent
from bot.slack.listeners import CALL, OK, Call, bolt_app
from bot.slack.meaning import intend
from bot.slack.needs import Clock, House
from bot.slack.payload import Misshapen, decode
from bot.slack.reception import Reception
from bot.slack.signature import genuine
from connectors.heard import Delivery

UNAUTHORIZED, TOO_LARGE, UNAVAILABLE = 401, 413, 503
LONGEST_TYPE = 100

log = structlog.get_logger("vigie.slack")


def build(house: House, *, signing_secret: str, wall: Clock) -> "Door":
    """The door, without any I/O. `wall` is the real time, by which Slack signs; `house.now` is Vigie's clock."""
    return Door(house, bolt_app(house.client, signing_secret), signing_secret, wall)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A request once read: its payload (empty when it cannot be), what was done and what is wanted."""

    payload: Mapping[str, Any]
    done: Gesture
    wanted: Intent
    errors: Mapping[str, str]


class Door:
    """`POST /slack/events`: commands, interactions and events alike."""

    def __init__(self, house: House, app: AsyncApp, signing_secret: str, wall: Clock) -> None:
        self._house, self._app, self._secret, self._wall = house, app, signing_secret, wall
        self._reception = Reception(house)
        self._tasks: set[asyncio.Task[None]] = set()

    async def handle(self, request: Request) -> Response:
        """401 when Slack did not sign it, 413 over 1 MiB, 503 when it could not be recorded; otherwise 200."""
        try:
            body = await raw_body(request)
        except TooLarge:
            return Response(status_code=TOO_LARGE)
        if not genuine(self._secret, request.headers, body, self._wall()):
            return Response(status_code=OK if _is_probe(body) else UNAUTHORIZED)
        at = self._house.now()
        heard = self._read(request, body, at)
        if heard.payload.get("type") == "url_verification":
            return await self._bolt(request, body, Call(_nothing))
        try:
            fresh = await self._house.mailbox.hear(self._delivery(request, body, heard, at))
        except Exception as error:
            log.error("slack delivery not recorded", error=type(error).__name__)
            return Response(status_code=UNAVAILABLE)
        begin = (lambda: self._begin(heard)) if fresh else _nothing
        return await self._bolt(request, body, Call(begin, heard.errors))

    async def settled(self) -> None:
        """Wait for what was begun after the acknowledgements."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    def _read(self, request: Request, body: bytes, at: datetime) -> _Heard:
        """What cannot be read, were it by a fault of ours, is recorded all the same: the worker parks it.

        A form is judged by the instant that the delivery is recorded with, by which the worker judges it again.
        """
        try:
            payload = decode(body, request.headers.get("content-type", ""))
            done = gesture(payload, body)
            wanted = intend(done)
            return _Heard(payload, done, wanted, corrections(self._house, wanted, at))
        except Exception as error:
            if not isinstance(error, Misshapen):
                log.error("slack request not understood", error=type(error).__name__)
            return _Heard({}, gesture({}, body), Idle("slack: illisible"), {})

    def _delivery(self, request: Request, body: bytes, heard: _Heard, at: datetime) -> Delivery:
        return Delivery(
            source="slack",
            site=heard.done.site,
            identity=identity(heard.done, corrected=bool(heard.errors)),
            body=body,
            received_at=at,
            headers={"content-type": request.headers.get("content-type", "")[:LONGEST_TYPE]},
        )

    async def _bolt(self, request: Request, body: bytes, call: Call) -> Response:
        """Bolt's acknowledgement; a plain one where a shape that Bolt cannot read makes it fail: all is recorded."""
        try:
            asked = to_async_bolt_request(request, body, {CALL: call})
            answered = await self._app.async_dispatch(asked)
        except Exception as error:
            log.warning("slack request not dispatched", error=type(error).__name__)
            return Response(status_code=OK)
        return to_starlette_response(answered) if answered.status == OK else Response(status_code=OK)

    def _begin(self, heard: _Heard) -> None:
        """The event loop keeps no strong reference to its tasks: this does, until they end."""
        if isinstance(heard.wanted, Idle):
            return
        task = asyncio.get_running_loop().create_task(self._reception.attend(heard.done, heard.wanted))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _is_probe(body: bytes) -> bool:
    """Slack's probe of the certificate is not signed; it asks for nothing, and nothing is kept of it."""
    try:
        fields = decode(body)
    except Misshapen:
        return False
    return fields.get("ssl_check") == "1" and fields.keys() <= {"ssl_check", "token"}


def _nothing() -> None:
    """What begins after a duplicate."""
