"""Webhooks as a channel: one POST an event, never redirected, never waited for long."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import ClassVar

import httpx

from connectors.channels.render_context import Result, Stage
from connectors.channels.webhook import webhook_signature
from connectors.channels.webhook.webhook_endpoint import Endpoint
from connectors.channels.webhook.webhook_formats import FORMATS_BY_NAME
from connectors.channels.webhook.webhook_refusals import judge
from connectors.channels.webhook.webhook_wording import told
from connectors.delivery_errors import Never, NotNow
from connectors.route import WEBHOOK
from connectors.wording import said
from rules.anomaly.state import Ticket
from rules.effects import Effect, Publish

CONNECTION, PATIENCE, READING = 5.0, 15.0, 2.0  # seconds
MOST_READ = 4096  # bytes of an answer
_HEADERS = {"content-type": "application/json", "accept-encoding": "identity", "user-agent": "Vigie"}


class WebhookChannel:
    """Tells the `endpoints`, by name; `browse` gives the address of an issue.

    `clock` counts the seconds by which receivers judge how old a signature is.
    """

    name: ClassVar[str] = WEBHOOK
    performs: ClassVar[tuple[type[Effect], ...]] = (Publish,)

    def __init__(
        self,
        endpoints: Mapping[str, Endpoint],
        client: httpx.AsyncClient,
        browse: Callable[[Ticket], str] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._endpoints, self._client, self._browse, self._clock = endpoints, client, browse, clock

    async def perform(self, effect: Effect, stage: Stage) -> Result:
        """Send what a Publish tells. Raises NotNow, Never or TurnedAway (see `connectors.delivery_errors`)."""
        if not isinstance(effect, Publish):
            raise TypeError(f"webhooks do not perform {type(effect).__name__}")
        endpoint = self._endpoints.get(stage.address)
        if endpoint is None:
            remedy = said("remedy.webhook_unset", variable=f"WEBHOOKS__{stage.address.upper()}__URL")
            raise Never("webhook: unknown", remedy)
        form = FORMATS_BY_NAME[endpoint.format]
        if effect.happened.gathered and form.people:
            return Result()
        ticket = stage.anomaly.ticket if stage.anomaly else None
        link = stage.link or (self._browse(ticket) if self._browse and ticket else "")
        body = json.dumps(form.body(told(effect, replace(stage, link=link))), ensure_ascii=False).encode()
        name = webhook_signature.identity(stage.key)
        status, headers, answer = await self._post(endpoint, name, body)
        judge(form.status(status, answer), headers)
        return Result(ref=name)

    async def _post(self, endpoint: Endpoint, name: str, body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        """The status, the headers and the beginning of the answer. Raises NotNow where there was none."""
        headers = _HEADERS | webhook_signature.headers(endpoint.key, name, self._clock(), body)
        try:
            async with (
                asyncio.timeout(PATIENCE),
                self._client.stream(
                    "POST",
                    endpoint.url,
                    content=body,
                    headers=headers,
                    follow_redirects=False,
                    timeout=httpx.Timeout(PATIENCE, connect=CONNECTION),
                ) as response,
            ):
                return response.status_code, response.headers, await _beginning(response)
        except (httpx.HTTPError, OSError) as error:  # their texts may quote the address
            raise NotNow(f"webhook: {type(error).__name__}") from None


async def _beginning(response: httpx.Response) -> bytes:
    """The first bytes of an answer: what came of one that breaks off, since its status is what counts."""
    read = b""
    with suppress(httpx.HTTPError, TimeoutError):
        async with asyncio.timeout(READING):
            async for piece in response.aiter_raw(MOST_READ):
                read += piece
                if len(read) >= MOST_READ:
                    break
    return read[:MOST_READ]
