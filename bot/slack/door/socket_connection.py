"""One Socket Mode connection: what comes down it is recorded, then acknowledged on it, then attended to."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import ClientError, ClientWebSocketResponse, WSMsgType

from bot.slack.intake.socket_frames import Envelope, Hello, Leave, acknowledgement, read

CLOSED = "closed"
GREETING = 10.0  # seconds for Slack to say hello
DRAINING = 3.0  # seconds for what is being recorded when the connection is left

log = structlog.get_logger("vigie.slack")


@dataclass(frozen=True, slots=True)
class Taken:
    """A recorded request: the answer for its acknowledgement, and the work that follows it."""

    answer: Mapping[str, Any]
    begin: Callable[[], None]


Take = Callable[[bytes], Awaitable[Taken | None]]
"""Records a payload; None when it could not be."""


class Line:
    """Reads from the moment it is made until it is closed, by either side."""

    def __init__(self, socket: ClientWebSocketResponse, take: Take) -> None:
        self._socket, self._take = socket, take
        self._greeted, self._left = asyncio.Event(), asyncio.Event()
        self._reason = ""
        self._answers: set[asyncio.Task[None]] = set()
        self._reader = asyncio.get_running_loop().create_task(self._read())

    async def greeted(self) -> str:
        """Wait for Slack's hello: "" when it came, else why there is none."""
        try:
            async with asyncio.timeout(GREETING):
                await self._greeted.wait()
        except TimeoutError:
            return "no_hello"
        return self._reason

    async def left(self) -> str:
        """Wait until another connection is needed, and say why; until it is closed this one still works."""
        await self._left.wait()
        return self._reason

    async def close(self) -> None:
        """Acknowledge what has come, and hang up."""
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAINING):
                while self._answers:
                    await asyncio.wait(self._answers)
        for task in (self._reader, *self._answers):
            task.cancel()
        await asyncio.gather(self._reader, *self._answers, return_exceptions=True)
        await self._socket.close()

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    self._hear(message.data)
        finally:
            self._leave(CLOSED)

    def _hear(self, text: str) -> None:
        match read(text):
            case Hello():
                self._greeted.set()
            case Leave(reason=reason):
                self._leave(reason)
            case Envelope() as envelope:
                task = asyncio.get_running_loop().create_task(self._answer(envelope))
                self._answers.add(task)
                task.add_done_callback(self._answers.discard)

    def _leave(self, reason: str) -> None:
        self._reason = self._reason or reason
        self._left.set()
        self._greeted.set()

    async def _answer(self, envelope: Envelope) -> None:
        """Acknowledges a recorded message; Slack sends an unacknowledged event again."""
        taken = await self._take(envelope.body)
        if taken is None:
            return
        try:
            await self._socket.send_str(acknowledgement(envelope, taken.answer))
        except (ClientError, ConnectionError) as error:
            log.warning("slack envelope not acknowledged", error=type(error).__name__)
        finally:
            taken.begin()
