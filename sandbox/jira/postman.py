"""Carries the webhooks as Jira Cloud does: signed, identified, and tried again only where Jira tries again."""

import asyncio
import contextlib
import hashlib
import hmac
import json
import uuid
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Literal

import httpx

from sandbox.jira.webhooks import Webhook
from sandbox.jira.wire import Json

KEPT = 1000
_AGAIN = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.CONFLICT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """One webhook on its way: `status` is the latest answer (None: none came), `tries` how often it was sent."""

    identifier: str
    event: str
    issue: str
    body: bytes
    webhook: Webhook
    flow: Literal["Primary", "Secondary"]
    tries: int = 0
    status: int | None = None
    state: Literal["waiting", "delivered", "lost"] = "waiting"


class Postman:
    """Delivers one webhook at a time; `backoff` is the real seconds before each further try, `noticed` is told of each.

    `deliveries` holds those on their way and the last 1,000 that ended, by identifier, oldest first.
    """

    def __init__(self, backoff: tuple[float, ...], noticed: Callable[[], Awaitable[None]]) -> None:
        self.deliveries: dict[str, Delivery] = {}
        self._backoff = backoff
        self._noticed = noticed
        self._queue: asyncio.Queue[str] = asyncio.Queue()
        self._waiting: set[str] = set()
        self._finished: deque[str] = deque()
        self._settled = asyncio.Event()
        self._settled.set()

    def post(self, webhook: Webhook, issue: str, body: Json, flow: Literal["Primary", "Secondary"]) -> None:
        """Queue a webhook about the issue of that key."""
        raw = json.dumps(body, ensure_ascii=False).encode()
        parcel = Delivery(str(uuid.uuid4()), body["webhookEvent"], issue, raw, webhook, flow)
        self.deliveries[parcel.identifier] = parcel
        self._waiting.add(parcel.identifier)
        self._settled.clear()
        self._queue.put_nowait(parcel.identifier)

    async def settled(self) -> None:
        """Return once nothing is queued or awaits another try; only while `run` goes on."""
        await self._settled.wait()

    async def run(self) -> None:
        """Deliver until cancelled."""
        timeout = httpx.Timeout(20.0, connect=5.0)
        async with httpx.AsyncClient(timeout=timeout, trust_env=False) as client, asyncio.TaskGroup() as later:
            while True:
                parcel = self.deliveries[await self._queue.get()]
                sent = await self._send(client, parcel)
                self.deliveries[sent.identifier] = sent
                if sent.state == "waiting":
                    later.create_task(self._again(sent))
                else:
                    self._done(sent.identifier)
                await self._noticed()

    async def _send(self, client: httpx.AsyncClient, parcel: Delivery) -> Delivery:
        status = None
        with contextlib.suppress(httpx.HTTPError, httpx.InvalidURL):
            answer = await client.post(parcel.webhook.url, content=parcel.body, headers=_headers(parcel))
            status = answer.status_code
        tries = parcel.tries + 1
        retried = status is None or status in _AGAIN or status >= HTTPStatus.INTERNAL_SERVER_ERROR
        if retried and tries <= len(self._backoff):
            return replace(parcel, status=status, tries=tries)
        accepted = status is not None and HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
        return replace(parcel, status=status, tries=tries, state="delivered" if accepted else "lost")

    async def _again(self, parcel: Delivery) -> None:
        await asyncio.sleep(self._backoff[parcel.tries - 1])
        self._queue.put_nowait(parcel.identifier)

    def _done(self, identifier: str) -> None:
        self._waiting.discard(identifier)
        self._finished.append(identifier)
        if len(self._finished) > KEPT:
            del self.deliveries[self._finished.popleft()]
        if not self._waiting:
            self._settled.set()


def _headers(parcel: Delivery) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Atlassian HttpClient (Vigie sandbox)",
        "X-Atlassian-Webhook-Identifier": parcel.identifier,
        "X-Atlassian-Webhook-Flow": parcel.flow,
    }
    if parcel.webhook.secret:
        digest = hmac.new(parcel.webhook.secret.encode(), parcel.body, hashlib.sha256).hexdigest()
        headers["X-Hub-Signature"] = f"sha256={digest}"
    if parcel.tries:
        headers["X-Atlassian-Webhook-Retry"] = str(parcel.tries)
    return headers
