"""A Jira that answers what a test tells it to, and keeps what it was asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from connectors.jira.outbound.credentials import Bearer
from connectors.jira.outbound.jira_client import Jira
from tests.connectors.jira.samples import SITE
from tests.sandbox.jira.server import address, free_socket, serving

DATA_CENTER = {"deploymentType": "Server", "versionNumbers": [9, 12, 0]}
CLOUD = {"deploymentType": "Cloud", "versionNumbers": [1001, 0, 0]}


@dataclass(slots=True)
class Server:
    """Answers by method and path, after `delay` seconds; unknown paths have an empty answer.

    An answer that is a function is called with the body, or with the query of a GET.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    credentials: set[str] = field(default_factory=set)
    delay: float = 0.0

    def app(self) -> FastAPI:
        """The application that answers."""
        app = FastAPI()

        @app.api_route("/{path:path}", methods=["GET", "POST", "PUT"])
        async def answer(path: str, request: Request) -> Response:
            short = path.removeprefix("rest/api/2/")
            body = await request.json() if await request.body() else dict(request.query_params)
            self.asked.append((request.method, short, body))
            self.credentials.add(request.headers.get("authorization", ""))
            await asyncio.sleep(self.delay)
            found = self.answers.get(f"{request.method} {short}")
            found = found(body) if callable(found) and not isinstance(found, Response) else found
            return found if isinstance(found, Response) else JSONResponse(found if found is not None else {})

        return app

    def calls(self) -> list[str]:
        """What was asked so far, without what is asked once of a site."""
        return [f"{method} {path}" for method, path, _ in self.asked if path not in ("serverInfo", "field")]


def refusal(status: int = 400, /, **errors: str) -> JSONResponse:
    """Jira's refusal of some fields."""
    return JSONResponse({"errorMessages": [], "errors": errors}, status)


@dataclass(frozen=True, slots=True)
class Stand:
    """The server, and Vigie's client of it."""

    server: Server
    jira: Jira


@asynccontextmanager
async def standing(about: dict[str, Any] = DATA_CENTER, site: str = SITE) -> AsyncIterator[Stand]:
    """A site of that kind and a client of it."""
    server, held = Server({"GET serverInfo": about}), free_socket()
    jira = Jira(site, address(held), None, Bearer("jeton"))
    async with serving(server.app(), held):
        yield Stand(server, jira)
        await jira.close()
