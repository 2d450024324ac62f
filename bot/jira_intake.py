"""The endpoint for Jira's webhooks: verifies the signature, stores the bytes, answers."""

from collections.abc import Callable
from datetime import datetime

import structlog
from starlette.requests import Request
from starlette.responses import Response

from bot.asgi_intake import Endpoint
from bot.config.site_settings import JiraSite
from bot.request_body import TooLarge, raw_body
from connectors.jira.inbound.jira_signature import genuine, identity, known_by_url
from connectors.jira.inbound.jira_topics import named
from connectors.parsed_delivery import Delivery
from connectors.store import Store

log = structlog.get_logger("vigie.jira")


def jira_webhook(
    store: Store, site: str, access: JiraSite, now: Callable[[], datetime], heard: Callable[[], None]
) -> Endpoint:
    """The endpoint of a Jira site: signed with its secret, or called by an address that carries the other one.

    202 once the delivery is durable, a repeated one too (a 409 would make Jira send it again); 401 and nothing stored
    for a wrong or missing signature; 413 past 1 MiB; 503, after which Jira tries again, when it could not be written
    down. What cannot be read is kept, and parked by the worker.
    """

    secret, url_secret = access.webhook_secret.get_secret_value(), access.webhook_url_secret.get_secret_value()

    async def endpoint(request: Request) -> Response:
        try:
            body = await raw_body(request)
        except TooLarge:
            return Response(status_code=413)
        signed = genuine(secret, body, request.headers.get("x-hub-signature"))
        if not signed and not known_by_url(url_secret, request.query_params.get("secret")):
            return Response(status_code=401)
        try:
            name, topics = identity(request.headers, body), named(site, body)
            await store.hear(Delivery("jira", site, name, body, now(), topics=topics))
        except Exception as error:
            log.error("jira delivery not recorded", error=type(error).__name__)
            return Response(status_code=503)
        heard()
        return Response(status_code=202)

    return endpoint
