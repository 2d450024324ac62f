"""The vendors' doors, ahead of the framework: they are all of the traffic, and a vendor does not wait."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

Endpoint = Callable[[Request], Awaitable[Response]]


class Doors:
    """An ASGI middleware: a POST to one of the `doors` (endpoint by path) is answered there, all else goes on.

    A door knows its one path and its raw bytes; routing, validation and their exceptions cost more than its work.
    """

    def __init__(self, app: ASGIApp, doors: Mapping[str, Endpoint]) -> None:
        self._app, self._doors = app, doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        door = self._doors.get(scope["path"]) if scope["type"] == "http" else None
        if door is None:
            await self._app(scope, receive, send)
            return
        if scope["method"] != "POST":
            await Response(status_code=405, headers={"allow": "POST"})(scope, receive, send)
            return
        with suppress(ClientDisconnect):  # whoever hung up waits for no answer, and said nothing that can be kept
            response = await door(Request(scope, receive))
            await response(scope, receive, send)
