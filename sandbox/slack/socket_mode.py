"""Socket Mode as Slack offers it: addresses that open one WebSocket each, envelopes down it, acknowledgements up it."""

import asyncio
import json
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.seed import APP_ID
from sandbox.slack.message_values import Json
from sandbox.slack.signed_requests import PATIENCE, Reply

MOST = 10
LINKED = 18060  # seconds; Slack says beforehand about how long it keeps a connection
_DEBUG: Json = {"host": "applink-sandbox"}
_OK = 200
_REASONS = {"operation_timeout": "timeout", "connection_failed": "connection_closed"}


@dataclass(slots=True, eq=False)
class Connection:
    """One open WebSocket, and the envelopes that wait for their acknowledgement on it."""

    socket: WebSocket
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)

    async def say(self, frame: Json) -> None:
        """Send a frame."""
        await self.socket.send_text(json.dumps(frame))


class SocketMode:
    """The connections of Vigie's app; `enabled` is the app's setting, `most` how many may be open at a time."""

    def __init__(self) -> None:
        self.enabled = False
        self.most = MOST
        self.patience = PATIENCE
        self.connections: list[Connection] = []
        self.sent: list[Json] = []
        self.opened = 0
        self._tickets: set[str] = set()
        self._changed = asyncio.Event()

    def address(self, base_url: str) -> str:
        """A fresh address, good for one connection."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return f"{base_url.replace('http', 'ws', 1)}/slack/link/?ticket={ticket}&app_id={APP_ID}"

    async def serve(self, socket: WebSocket) -> None:
        """Hold one connection until either side ends it."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close()
            return
        self._tickets.discard(ticket)
        await socket.accept()
        connection = Connection(socket)
        refusal = "" if self.enabled else "link_disabled"
        if refusal := refusal or ("too_many_websockets" if len(self.connections) >= self.most else ""):
            await connection.say({"type": "disconnect", "reason": refusal, "debug_info": _DEBUG})
            await socket.close()
            return
        await self._hold(connection)

    async def command(self, fields: dict[str, str]) -> Reply:
        """A slash command."""
        return await self._send({"type": "slash_commands", "payload": fields, "accepts_response_payload": True})

    async def payload(self, payload: Json) -> Reply:
        """An interaction; only a form that is sent takes an answer."""
        answerable = payload["type"] == "view_submission"
        return await self._send({"type": "interactive", "payload": payload, "accepts_response_payload": answerable})

    async def event(self, body: Json, attempt: int = 0, failed: str = "") -> Reply:
        """An event; `attempt` says how often it was sent before, `failed` the error of the last time."""
        reason = _REASONS.get(failed, "") if attempt else ""
        envelope: Json = {"type": "events_api", "payload": body, "accepts_response_payload": False}
        return await self._send(envelope | {"retry_attempt": attempt, "retry_reason": reason})

    async def _send(self, unnamed: Json) -> Reply:
        """Send an envelope down the newest connection; what came back, or Slack's word for why nothing did."""
        if not self.connections:
            return Reply(None, error="connection_failed")
        connection, name, start = self.connections[-1], str(uuid4()), time.monotonic()
        envelope = {"envelope_id": name, **unnamed}
        self.sent.append(envelope)
        waiting = connection.waiting[name] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(self.patience):
                await connection.say(envelope)
                acknowledged = await waiting
        except TimeoutError:
            return Reply(None, error="operation_timeout", seconds=time.monotonic() - start)
        except (ConnectionError, RuntimeError, WebSocketDisconnect):
            return Reply(None, error="connection_failed", seconds=time.monotonic() - start)
        finally:
            connection.waiting.pop(name, None)
        body = acknowledged.get("payload", "") if unnamed["accepts_response_payload"] else ""
        return Reply(_OK, body, seconds=time.monotonic() - start)

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to be made again; the app closes the old one itself."""
        for connection in [*self.connections]:
            await connection.say({"type": "disconnect", "reason": reason, "debug_info": _DEBUG})

    async def drop(self) -> None:
        """Cut every connection without a word."""
        for connection in [*self.connections]:
            self._lose(connection)
            await connection.socket.close(1011)

    async def connected(self, opened: int = 1) -> None:
        """Wait until that many connections have been opened in all, and one still is."""
        while self.opened < opened or not self.connections:
            self._changed.clear()
            await self._changed.wait()

    async def _hold(self, connection: Connection) -> None:
        hello: Json = {"type": "hello", "num_connections": len(self.connections) + 1}
        hello |= {"debug_info": {**_DEBUG, "approximate_connection_time": LINKED}}
        try:
            await connection.say({**hello, "connection_info": {"app_id": APP_ID}})
            self.connections.append(connection)
            self.opened += 1
            self._changed.set()
            while True:
                _acknowledge(connection, await connection.socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self._lose(connection)

    def _lose(self, connection: Connection) -> None:
        with suppress(ValueError):
            self.connections.remove(connection)
        for waiting in connection.waiting.values():
            if not waiting.done():
                waiting.set_exception(ConnectionError())
        self._changed.set()


def _acknowledge(connection: Connection, text: str) -> None:
    frame: Json = json.loads(text)
    waiting = connection.waiting.get(str(frame.get("envelope_id")))
    if waiting and not waiting.done():
        waiting.set_result(frame)
