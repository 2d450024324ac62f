"""Where Jira knocks: verify the bytes, write them down, answer; whatever they mean is the worker's business."""

from collections.abc import Callable
from datetime import datetime

import structlog
from starlette.requests import Request
from starlette.responses import Response

from bot.body import TooLarge, raw_body
from bot.doors import Endpoint
from connectors.heard import Delivery
from connectors.jira.signature import genuine, identity
from connectors.store import Store

log = structlog.get_logger("vigie.jira")


def jira_webhook(
    store: Store, site: str, secret: str, now: Callable[[], datetime], heard: Callable[[], None]
) -> Endpoint:
    """The endpoint of a Jira site, signed with `secret`.

    202 once the delivery is durable, a repeated one too (a 409 would make Jira send it again); 401 and nothing stored
    for a wrong or missing signature; 413 past 1 MiB; 503, after which Jira tries again, when it could not be written
    down. What cannot be read is kept, and parked by the worker.
    """

    async def endpoint(request: Request) -> Response:
        try:
            body = await raw_body(request)
        except TooLarge:
            return Response(status_code=413)
        if not genuine(secret, body, request.headers.get("x-hub-signature")):
            return Response(status_code=401)
        try:
            await store.hear(Delivery("jira", site, identity(request.headers, body), body, now()))
        except Exception as error:
            log.error("jira delivery not recorded", error=type(error).__name__)
            return Response(status_code=503)
        heard()
        return Response(status_code=202)

    return endpoint
