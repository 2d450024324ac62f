"""The wire to Vigie: requests signed as Slack signs them, and what came back within Slack's three seconds."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx

from sandbox.http_client import http_client

PATIENCE = 3.0

FORM = "application/x-www-form-urlencoded"
OK, REDIRECT = 200, 300
_REASONS = {"operation_timeout": "http_timeout", "connection_failed": "connection_failed"}


@dataclass(frozen=True, slots=True)
class Reply:
    """Vigie's answer: `status` is None when nothing came, `error` is Slack's word for what went wrong.

    `body` is the decoded JSON, else the text; `errors` are a modal's field errors (block_id -> sentence).
    """

    status: int | None
    body: Any = ""
    error: str | None = None
    seconds: float = 0.0
    no_retry: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether Slack is satisfied with the answer."""
        return self.error is None and not self.errors


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 signature of a raw body."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()


class Line:
    """Posts to `{vigie_url}/slack/events`; the timestamp is the real time, because receivers refuse an old one.

    `wall` counts its seconds, for a receiver whose own clock is turned by hand.
    """

    def __init__(self, vigie_url: str, signing_secret: str) -> None:
        self.vigie_url, self.signing_secret = vigie_url, signing_secret
        self.patience = PATIENCE
        self.wall: Callable[[], float] = time.time
        self._client: httpx.AsyncClient | None = None

    async def command(self, fields: dict[str, str]) -> Reply:
        """A form, as for slash commands."""
        return await self._post(urlencode(fields).encode(), FORM, {})

    async def payload(self, payload: dict[str, Any]) -> Reply:
        """A form with one `payload` field of JSON, as for interactions."""
        return await self.command({"payload": json.dumps(payload)})

    async def event(self, body: dict[str, Any], attempt: int = 0, failed: str = "") -> Reply:
        """A JSON body; `attempt` says how often it was sent before, `failed` the error of the last time."""
        reason = _REASONS.get(failed, "http_error")
        again = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason} if attempt else {}
        return await self._post(json.dumps(body).encode(), "application/json", again)

    async def close(self) -> None:
        """Hang up."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _post(self, body: bytes, kind: str, headers: dict[str, str]) -> Reply:
        if self._client is None:
            self._client = http_client(timeout=None)  # asyncio.timeout below
        stamp = str(int(self.wall()))
        signed = {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": sign(self.signing_secret, stamp, body),
            **headers,
        }
        start = time.monotonic()
        try:
            async with asyncio.timeout(self.patience):
                answer = await self._client.post(f"{self.vigie_url}/slack/events", content=body, headers=signed)
        except TimeoutError:
            return Reply(None, error="operation_timeout", seconds=time.monotonic() - start)
        except httpx.HTTPError:
            return Reply(None, error="connection_failed", seconds=time.monotonic() - start)
        return _read(answer, time.monotonic() - start)


def _read(answer: httpx.Response, seconds: float) -> Reply:
    try:
        body: Any = answer.json()
    except ValueError:
        body = answer.text
    good = OK <= answer.status_code < REDIRECT
    no_retry = answer.headers.get("X-Slack-No-Retry") == "1"
    return Reply(answer.status_code, body, None if good else "dispatch_failed", seconds, no_retry)
