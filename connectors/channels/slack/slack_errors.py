"""Calls Slack once over HTTP and classifies failures; only the outbox retries."""

from collections.abc import Awaitable, Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import httpx
from slack_sdk.errors import SlackApiError, SlackClientError

from connectors.channels.slack.slack_refusals import TRANSIENT, refused
from connectors.delivery_errors import NotNow
from connectors.retry_after import retry_after
from connectors.tls_context import tls_context

HOOKS = "https://hooks.slack.com/"
PATIENCE = 10.0

_TOO_MANY = 429
_BROKEN = 500


def hooks_of(api_url: str) -> tuple[str, ...]:
    """The prefixes of the one-time addresses that go with a Web API: Slack's, or the same origin for a stand-in."""
    parts = urlsplit(api_url)
    return (HOOKS,) if parts.hostname == "slack.com" else (HOOKS, f"{parts.scheme}://{parts.netloc}/")


async def call(asking: Awaitable[Any]) -> Mapping[str, Any]:
    """The answer of a Web API call. Raises NotNow when Slack could not, Refused when it will not.

    Neither carries the token, nor anything of the message.
    """
    try:
        data = (await asking).data
    except SlackApiError as error:
        raise _judged(error.response) from None
    except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise NotNow(f"slack: {type(error).__name__}") from None
    except (AttributeError, ValueError):
        raise NotNow("slack: unreadable answer") from None
    return data if isinstance(data, dict) else {}


async def respond(url: str, body: Mapping[str, Any], hooks: tuple[str, ...]) -> bool:
    """Answer a gesture at its one-time address; False when the address is not Slack's, or is worn out.

    Raises NotNow when Slack could not.
    """
    if not url.startswith(hooks):
        return False
    try:
        async with httpx.AsyncClient(verify=tls_context(), timeout=PATIENCE, follow_redirects=False) as http:
            answer = await http.post(url, json=dict(body))
    except httpx.HTTPError as error:
        raise NotNow(f"slack response_url: {type(error).__name__}") from None
    if answer.status_code == _TOO_MANY or answer.status_code >= _BROKEN:
        raise NotNow(f"slack response_url: HTTP {answer.status_code}", after(answer.headers))
    return answer.is_success


def _judged(response: Any) -> Exception:
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    data = getattr(response, "data", None)
    code = str(data.get("error") or "") if isinstance(data, dict) else ""
    if status == _TOO_MANY or status >= _BROKEN or code in TRANSIENT or not code:
        return NotNow(f"slack: {code or f'HTTP {status}'}", after(getattr(response, "headers", {})))
    return refused(code)


def after(headers: Mapping[str, str]) -> timedelta | None:
    """The delay asked for in `Retry-After`, in seconds."""
    asked = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return retry_after({"Retry-After": asked})
