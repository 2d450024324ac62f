"""The way in: ordered trouble, credentials and JSON are dealt with here, and refusals take Jira's shape."""

import base64
import binascii
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

from sandbox.jira.dialect import Dialect
from sandbox.jira.jira_error_answers import Refused, refused
from sandbox.jira.ordered_faults import Fault
from sandbox.jira.rest.rest_call import Call, Handler, Reply, Upload
from sandbox.jira.rights import forbidden
from sandbox.jira.site import JiraSite
from sandbox.jira.traffic import WITNESSES, Exchange


class Dropped(Response):
    """No answer at all: the server closes the connection, because it is handed a header that it cannot send."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Break the answer off before its first byte."""
        await send({"type": "http.response.start", "status": 200, "headers": [(b"\n", b"")]})


class Halved(Response):
    """The first half of an answer that announced the whole: the server closes the connection there."""

    def __init__(self, whole: Response) -> None:
        length = {"Content-Length": str(len(whole.body))}
        super().__init__(bytes(whole.body)[: len(whole.body) // 2], whole.status_code, length, whole.media_type)


SERVED = "jira"


@dataclass(frozen=True, slots=True)
class Served:
    """What a request is for, kept in its scope under SERVED: a site, and its dialects by version."""

    site: JiraSite
    dialects: Mapping[str, Dialect]


def endpoint(
    version: str,
    handler: Handler,
    *,
    anonymous: bool = False,
    needs: tuple[str, ...] = (),
    route: str = "",
) -> Callable[[Request], Awaitable[Response]]:
    """The handler as a web endpoint of a `version` of the API.

    `anonymous` lets in who gives no credentials, `needs` are its permissions. `route` is the path's pattern, under
    which the request is counted.
    """

    async def answer(request: Request) -> Response:
        served: Served = request.scope[SERVED]
        site, dialect = served.site, served.dialects[version]
        fault = await site.traffic.meet(request.method, request.url.path, route)
        if fault and (fault.outcome == "drop" or isinstance(fault.outcome, int)):
            await _witnessed(request, site, None)
            return _trouble(fault, fault.outcome) if isinstance(fault.outcome, int) else Dropped()
        response = await _answered(request, site, dialect, handler, anonymous, needs)
        await _witnessed(request, site, response)
        if fault and fault.outcome == "half" and response.body:
            return Halved(response)
        return Dropped() if fault and fault.outcome in ("lose", "half") else response

    return answer


async def _witnessed(request: Request, site: JiraSite, response: Response | None) -> None:
    if not WITNESSES:
        return
    files = request.headers.get("Content-Type", "").startswith("multipart/form-data")
    exchange = Exchange(
        site.home.cloud,
        request.headers.get("User-Agent", ""),
        request.method,
        request.url.path.removeprefix(urlsplit(site.base_url).path),
        request.url.query,
        b"" if files else await request.body(),
        response.status_code if response else 0,
        bytes(response.body) if response else b"",
    )
    for witness in WITNESSES:
        witness(exchange)


def _trouble(fault: Fault, status: int) -> Response:
    """The fault's answer: Jira's object, or the page of a proxy before Jira."""
    headers = dict(fault.headers)
    if isinstance(fault.words, str):
        return HTMLResponse(fault.words, status, headers=headers)
    return JSONResponse(fault.words, status, headers=headers)


async def _answered(
    request: Request, site: JiraSite, dialect: Dialect, handler: Handler, anonymous: bool, needs: tuple[str, ...]
) -> Response:
    try:
        _authenticate(request, site, anonymous)
        for permission in needs:
            if permission in site.denied:
                raise forbidden(permission)
        files = await _files(request)
        body = None if files else await _json(request)
        call = Call(
            site,
            dialect,
            site.home.bot.id,
            request.path_params,
            request.query_params,
            request.headers,
            body,
            files,
        )
        return _response(await handler(call))
    except Refused as refusal:
        return JSONResponse(refusal.body, refusal.status)


def _authenticate(request: Request, site: JiraSite, anonymous: bool) -> None:
    given = request.headers.get("Authorization")
    # Cloud takes credentials that are wrong for none where it needs none.
    if anonymous and (given is None or site.home.cloud):
        return
    scheme, _, encoded = (given or "").partition(" ")
    if not (_basic(site, scheme, encoded) if site.home.cloud else _bearer(site, scheme, encoded)):
        raise refused(401, "Client must be authenticated to access this resource.")


def _basic(site: JiraSite, scheme: str, encoded: str) -> bool:
    try:
        decoded = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        return False
    return scheme.lower() == "basic" and hmac.compare_digest(decoded, f"{site.email}:{site.token}".encode())


def _bearer(site: JiraSite, scheme: str, token: str) -> bool:
    return scheme.lower() == "bearer" and hmac.compare_digest(token.encode(), site.token.encode())


async def _json(request: Request) -> Any:
    raw = await request.body()
    if not raw or request.method in ("GET", "DELETE"):
        return None
    if "json" not in request.headers.get("Content-Type", ""):
        raise refused(415, "Unsupported Media Type")
    try:
        return json.loads(raw)
    except ValueError:
        raise refused(400, "There was an error parsing JSON. Check that your request body is valid.") from None


async def _files(request: Request) -> tuple[Upload, ...]:
    if not request.headers.get("Content-Type", "").startswith("multipart/form-data"):
        return ()
    async with request.form() as form:
        return tuple(
            [
                Upload(part.filename or "unnamed", part.content_type or "application/octet-stream", await part.read())
                for name, part in form.multi_items()
                if name == "file" and isinstance(part, UploadFile)
            ]
        )


def _response(reply: Reply) -> Response:
    if reply.content is not None:
        return Response(reply.content, reply.status, media_type=reply.media_type)
    return Response(status_code=reply.status) if reply.body is None else JSONResponse(reply.body, reply.status)
