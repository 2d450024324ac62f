"""The way in for Slack: a request is believed, recorded, acknowledged, and only then attended to."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from starlette.requests import Request
from starlette.responses import Response

from bot.request_body import TooLarge, raw_body
from bot.slack.answers.form_corrections import corrections, identity
from bot.slack.door.after_ack import Reception
from bot.slack.door.listeners import CALL, OK, Call, bolt_app
from bot.slack.door.socket_connection import Taken
from bot.slack.intake.addressee import misdirected
from bot.slack.intake.intents import Idle, Intent
from bot.slack.intake.interaction import Gesture, gesture
from bot.slack.intake.slack_payload import Misshapen, decode
from bot.slack.intake.slack_signature import genuine
from bot.slack.meaning import intent_topics
from bot.slack.meaning.intent_parser import intend
from bot.slack.ports import Clock, House
from connectors.parsed_delivery import Delivery
from connectors.store import passing
from connectors.store.slack_installations import Installation
from connectors.wording import said

UNAUTHORIZED, TOO_LARGE, UNAVAILABLE = 401, 413, 503
JSON = "application/json"
LONGEST_TYPE = 100
WITHIN = 1.2  # seconds for a form to be judged: it is recorded after that, within what Slack leaves

log = structlog.get_logger("vigie.slack")


Ours = Callable[[], Installation | None]
"""The installation that is Vigie's, None while it is not known."""


def build(house: House, *, signing_secret: str, wall: Clock, ours: Ours = lambda: None) -> "Door":
    """The door, without any I/O. `wall` is the real time, by which Slack signs; `house.now` is Vigie's clock."""
    return Door(house, bolt_app(house.client, signing_secret), signing_secret, wall, ours)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A request once parsed: its payload (empty when it cannot be), what was done, what is wanted, and about what."""

    payload: Mapping[str, Any]
    done: Gesture
    wanted: Intent
    errors: Mapping[str, str]
    topics: tuple[str, ...] | None


class Door:
    """Commands, interactions and events alike: `handle` for `POST /slack/events`, `take` for Socket Mode."""

    def __init__(self, house: House, app: AsyncApp, signing_secret: str, wall: Clock, ours: Ours) -> None:
        self._house, self._app, self._secret, self._wall, self._ours = house, app, signing_secret, wall, ours
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
        kind = request.headers.get("content-type", "")
        taken = await self._taken(body, kind, at)
        if taken is None:
            return Response(status_code=UNAVAILABLE)
        heard, begin = taken
        call = Call(begin, heard.errors)
        return to_starlette_response(await self._bolt(lambda: to_async_bolt_request(request, body, {CALL: call})))

    async def take(self, body: bytes) -> Taken | None:
        """Takes a socket message as JSON; None when it could not be recorded and must not be acknowledged."""
        at = self._house.now()
        taken = await self._taken(body, JSON, at)
        if taken is None:
            return None
        heard, begin = taken
        context = {CALL: Call(_nothing, heard.errors)}
        answered = await self._bolt(
            lambda: AsyncBoltRequest(mode="socket_mode", body=dict(heard.payload), context=context)
        )
        return Taken(_carried(answered), begin)

    async def _taken(self, body: bytes, kind: str, at: datetime) -> tuple[_Heard, Callable[[], None]] | None:
        """A request read and recorded, and what may begin then; None when that could not be done in time."""
        try:
            async with asyncio.timeout(WITHIN):
                heard = await self._read(body, kind, at)
        except TimeoutError:
            log.error("slack request not judged", error="TimeoutError")
            return None
        if heard is None:
            return None
        if heard.payload.get("type") == "url_verification":
            return heard, _nothing
        begin = await self._record(body, kind, heard, at)
        return None if begin is None else (heard, begin)

    async def settled(self) -> None:
        """Wait for what was begun after the acknowledgements."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def _read(self, body: bytes, kind: str, at: datetime) -> _Heard | None:
        """Parses a request; one that fails to parse is recorded all the same, and the worker parks it.

        None where the database does not answer, by which it is judged: it must not be recorded as what it is not.
        A form is judged by the instant that the delivery is recorded with, by which the worker judges it again.
        """
        try:
            payload = decode(body, kind)
            done = gesture(payload, body)
            if why := misdirected(payload, self._ours()):
                return _Heard(payload, done, Idle(said(why)), {}, ())
            wanted = intend(done)
            errors = await corrections(self._house, done, wanted, at)
            name = identity(done, corrected=bool(errors))
            return _Heard(payload, done, wanted, errors, intent_topics.named(wanted, name))
        except Exception as error:
            if passing(error):
                log.error("slack request not judged", error=type(error).__name__)
                return None
            if not isinstance(error, Misshapen):
                log.error("slack request not understood", error=type(error).__name__)
            return _Heard({}, gesture({}, body), Idle(said("inbound.slack.unreadable")), {}, ())

    async def _record(self, body: bytes, kind: str, heard: _Heard, at: datetime) -> Callable[[], None] | None:
        """Keep it for good: what may begin then, nothing where it was kept before; None when it could not be."""
        delivery = Delivery(
            source="slack",
            site=heard.done.site,
            identity=identity(heard.done, corrected=bool(heard.errors)),
            body=body,
            received_at=at,
            headers={"content-type": kind[:LONGEST_TYPE]},
            topics=heard.topics,
        )
        try:
            fresh = await self._house.mailbox.hear(delivery)
        except Exception as error:
            log.error("slack delivery not recorded", error=type(error).__name__)
            return None
        return (lambda: self._begin(heard)) if fresh else _nothing

    async def _bolt(self, asked: Callable[[], AsyncBoltRequest]) -> BoltResponse:
        """Bolt's acknowledgement; a plain one where a shape that Bolt cannot read makes it fail: all is recorded."""
        try:
            answered = await self._app.async_dispatch(asked())
        except Exception as error:
            log.warning("slack request not dispatched", error=type(error).__name__)
            return BoltResponse(status=OK)
        return answered if answered.status == OK else BoltResponse(status=OK)

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


def _carried(answered: BoltResponse) -> Mapping[str, Any]:
    """The body of an acknowledgement: a form's errors, or usually nothing."""
    return json.loads(answered.body) if answered.body.startswith("{") else {}


def _nothing() -> None:
    """The work after a duplicate: none."""
