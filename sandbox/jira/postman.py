"""Carries the webhooks as Jira Cloud does: signed, identified, and tried again only where Jira tries again."""

import asyncio
import contextlib
import hashlib
import hmac
import itertools
import json
import random
import uuid
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Literal

import httpx

from sandbox.http_client import http_client
from sandbox.jira.mischief import Mischief, befall
from sandbox.jira.webhook_registry import Webhook
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

    `identified` as on Cloud, where each carries its identifier, its flow and how often it was tried before.
    `deliveries` holds those on their way and the last 1,000 that ended, oldest first. `mischief` is trouble ordered in
    advance, whose chances are the same at each run.
    """

    def __init__(self, backoff: tuple[float, ...], noticed: Callable[[], Awaitable[None]], identified: bool) -> None:
        self.deliveries: dict[int, Delivery] = {}
        self.mischief: list[Mischief] = []
        self._chance = random.Random(4)  # noqa: S311 - a dice, not a secret
        self.backoff = backoff
        self._noticed = noticed
        self._identified = identified
        self._numbers = itertools.count(1)
        self._queue: asyncio.Queue[int] = asyncio.Queue()
        self._passed: list[int] = []
        self._waiting: set[int] = set()
        self._finished: deque[int] = deque()
        self._settled = asyncio.Event()
        self._settled.set()

    def post(self, webhook: Webhook, issue: str, body: Json, flow: Literal["Primary", "Secondary"]) -> None:
        """Queue a webhook about the issue of that key."""
        raw = json.dumps(body, ensure_ascii=False).encode()
        parcel = Delivery(str(uuid.uuid4()), body["webhookEvent"], issue, raw, webhook, flow)
        met = befall(self.mischief, parcel.event, self._chance)
        if met is None:
            self._go(self._enter(parcel))
            return
        match met.kind:
            case "lose":
                self._lose(parcel)
            case "duplicate":
                self._go(self._enter(parcel))
                self._later(met.delay, self._enter(parcel))
            case "late":
                self._later(met.delay, self._enter(parcel))
            case "reorder":
                number = self._enter(parcel)
                self._passed.append(number)
                asyncio.get_running_loop().call_later(met.delay, self._release, number)

    def _enter(self, parcel: Delivery) -> int:
        number = next(self._numbers)
        self.deliveries[number] = parcel
        self._waiting.add(number)
        self._settled.clear()
        return number

    def _go(self, number: int) -> None:
        self._queue.put_nowait(number)
        for passed in list(self._passed):
            self._release(passed)

    def _later(self, delay: float, number: int) -> None:
        asyncio.get_running_loop().call_later(delay, self._queue.put_nowait, number)

    def _release(self, number: int) -> None:
        if number in self._passed:
            self._passed.remove(number)
            self._queue.put_nowait(number)

    def _lose(self, parcel: Delivery) -> None:
        number = next(self._numbers)
        self.deliveries[number] = replace(parcel, state="lost")
        self._done(number)

    async def settled(self) -> None:
        """Return once nothing is queued or awaits another try; only while `run` goes on."""
        await self._settled.wait()

    async def run(self) -> None:
        """Deliver until cancelled."""
        timeout = httpx.Timeout(20.0, connect=5.0)
        async with http_client(timeout) as client, asyncio.TaskGroup() as later:
            while True:
                number = await self._queue.get()
                sent = await self._send(client, self.deliveries[number])
                self.deliveries[number] = sent
                if sent.state == "waiting":
                    later.create_task(self._again(number, self.backoff[sent.tries - 1]))
                else:
                    self._done(number)
                await self._noticed()

    async def _send(self, client: httpx.AsyncClient, parcel: Delivery) -> Delivery:
        status = None
        with contextlib.suppress(httpx.HTTPError, httpx.InvalidURL):
            answer = await client.post(
                parcel.webhook.url, content=parcel.body, headers=_headers(parcel, self._identified)
            )
            status = answer.status_code
        tries = parcel.tries + 1
        retried = status is None or status in _AGAIN or status >= HTTPStatus.INTERNAL_SERVER_ERROR
        if retried and tries <= len(self.backoff):
            return replace(parcel, status=status, tries=tries)
        accepted = status is not None and HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
        return replace(parcel, status=status, tries=tries, state="delivered" if accepted else "lost")

    async def _again(self, number: int, delay: float) -> None:
        await asyncio.sleep(delay)
        self._queue.put_nowait(number)

    def _done(self, number: int) -> None:
        self._waiting.discard(number)
        self._finished.append(number)
        if len(self._finished) > KEPT:
            del self.deliveries[self._finished.popleft()]
        if not self._waiting:
            self._settled.set()


def _headers(parcel: Delivery, identified: bool) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Atlassian HttpClient (Vigie sandbox)",
    }
    if identified:
        headers |= {"X-Atlassian-Webhook-Identifier": parcel.identifier, "X-Atlassian-Webhook-Flow": parcel.flow}
    if parcel.webhook.secret:
        digest = hmac.new(parcel.webhook.secret.encode(), parcel.body, hashlib.sha256).hexdigest()
        headers["X-Hub-Signature"] = f"sha256={digest}"
    if parcel.tries and identified:
        headers["X-Atlassian-Webhook-Retry"] = str(parcel.tries)
    return headers
