"""A webhook is believed only when Jira signed it, and heard once however often Jira sends it."""

import hashlib
import hmac
import re
from collections.abc import Mapping

_SIGNATURE = re.compile(r"sha256=([0-9a-fA-F]{64})")
_IDENTIFIER = "x-atlassian-webhook-identifier"
_LONGEST = 200


def genuine(secret: str, body: bytes, header: str | None) -> bool:
    """Whether `header` (X-Hub-Signature: `sha256=<hex>`) is the HMAC-SHA256 of the raw body under the secret.

    Never raises; an empty secret signs nothing. Rule: Atlassian, "Secure admin webhooks".
    """
    found = _SIGNATURE.fullmatch((header or "").strip())
    if not found or not secret:
        return False
    expected = hmac.digest(secret.encode(), body, "sha256").hex()
    return hmac.compare_digest(expected, found[1].lower())


def known_by_url(secret: str, given: str | None) -> bool:
    """Whether the address carries the secret agreed with a Jira that cannot sign; an empty secret is none."""
    return bool(secret) and hmac.compare_digest(secret.encode(), (given or "").encode())


def identity(headers: Mapping[str, str], body: bytes) -> str:
    """The identity of a delivery across retries: its identifier on Cloud, else a hash of the body.

    `headers` are looked up in small letters, as an HTTP server gives them.

    Rule: Atlassian, `X-Atlassian-Webhook-Identifier` is constant across retries; Data Center sends none.
    """
    named = headers.get(_IDENTIFIER, "").strip()
    return named if 0 < len(named) <= _LONGEST else f"sha256:{hashlib.sha256(body).hexdigest()}"
