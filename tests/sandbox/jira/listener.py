"""Plays Vigie's webhook address: it keeps what it hears and answers what it is told to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request, Response


@dataclass(frozen=True, slots=True)
class Heard:
    """A webhook received: its headers (lower case) and its raw body."""

    headers: Mapping[str, str]
    raw: bytes

    @property
    def body(self) -> dict[str, Any]:
        """The JSON body."""
        parsed: dict[str, Any] = json.loads(self.raw)
        return parsed


@dataclass(slots=True)
class Listener:
    """`answers` are the statuses of the next answers; afterwards 202."""

    heard: list[Heard] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def app(self) -> FastAPI:
        """The application that listens."""
        app = FastAPI()

        @app.post("/webhooks/jira")
        async def hear(request: Request) -> Response:
            self.heard.append(Heard(dict(request.headers), await request.body()))
            return Response(status_code=self.answers.pop(0) if self.answers else 202)

        return app

    @property
    def events(self) -> list[str]:
        """The names of the events heard, in order."""
        return [heard.body["webhookEvent"] for heard in self.heard]
