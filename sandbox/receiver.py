"""A receiver of outgoing webhooks that keeps every call and answers as ordered."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from sandbox.clock import DemoClock

_OK, _NOT_OK = 200, 300


@dataclass(frozen=True, slots=True)
class Answer:
    """The way a call is answered: after `delay` real seconds, and `broken` off before the end of its body."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"ok"
    delay: float = 0.0
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A call received under a name, with lower-case headers, and the status of its answer."""

    name: str
    headers: dict[str, str]
    body: bytes
    status: int
    received_at: datetime

    @property
    def content(self) -> Any:
        """The JSON of the body."""
        return json.loads(self.body)


class Receiver:
    """Keeps what is POSTed to it; `answers` are those of each name, a plain 200 where nothing else is said."""

    def __init__(self, clock: DemoClock) -> None:
        self._clock = clock
        self.calls: list[Call] = []
        self.answers: dict[str, Answer] = {}

    def taken(self, name: str) -> list[Call]:
        """The calls under a name that were answered with success, oldest first."""
        return [one for one in self.calls if one.name == name and _OK <= one.status < _NOT_OK]

    def receive(self, name: str, headers: dict[str, str], body: bytes) -> Answer:
        """Keep a call; how to answer it."""
        answer = self.answers.get(name, Answer())
        self.calls.append(Call(name, headers, body, answer.status, self._clock.now()))
        return answer


def router(receiver: Receiver) -> APIRouter:
    """One address a name."""
    api = APIRouter()

    @api.post("/{name}")
    async def receive(name: str, request: Request) -> Response:
        answer = receiver.receive(name, dict(request.headers), await request.body())
        await asyncio.sleep(answer.delay)
        if not answer.broken:
            return Response(answer.body, answer.status, answer.headers, "text/plain")
        length = {"content-length": str(len(answer.body) + 1)}
        return StreamingResponse(_broken(answer.body), answer.status, answer.headers | length, "text/plain")

    return api


async def _broken(body: bytes) -> AsyncIterator[bytes]:
    yield body
    raise ConnectionResetError
