"""Vigie's place in these tests: an app that checks signatures with slack_sdk and answers what it is told to."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from slack_sdk.signature import SignatureVerifier

Hearing = Callable[[dict[str, Any]], Awaitable[None]]


class Receiver:
    """Keeps what it hears; `answers` are taken in turn (a status, a JSON body or a text), then 200 and nothing."""

    def __init__(self) -> None:
        self.url = ""
        self.secret = "signing"
        self.heard: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.answers: deque[Any] = deque()
        self.answer_headers: dict[str, str] = {}
        self.pause = 0.0
        self.on_hearing: Hearing | None = None

    def app(self) -> FastAPI:
        app = FastAPI()
        app.post("/slack/events")(self.hear)
        return app

    async def hear(self, request: Request) -> Response:
        raw = await request.body()
        verifier = SignatureVerifier(self.secret)
        if not verifier.is_valid_request(raw, dict(request.headers)):
            return Response(status_code=401)
        self.headers.append(dict(request.headers))
        self.heard.append(_read(request.headers["content-type"], raw))
        if self.on_hearing:
            await self.on_hearing(self.heard[-1])
        await asyncio.sleep(self.pause)
        answer = self.answers.popleft() if self.answers else 200
        if isinstance(answer, int):
            return Response(status_code=answer, headers=self.answer_headers)
        return JSONResponse(answer) if isinstance(answer, dict) else Response(answer, media_type="text/plain")

    @property
    def last(self) -> dict[str, Any]:
        return self.heard[-1]


def _read(kind: str, raw: bytes) -> dict[str, Any]:
    if kind.startswith("application/json"):
        return dict(json.loads(raw))
    fields = dict(parse_qsl(raw.decode(), keep_blank_values=True))
    return dict(json.loads(fields["payload"])) if "payload" in fields else fields
