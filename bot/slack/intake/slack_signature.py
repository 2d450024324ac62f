"""A request is believed only when Slack signed it, lately."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime

STALE = 300  # seconds, either way

_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


def genuine(secret: str, headers: Mapping[str, str], body: bytes, wall: datetime) -> bool:
    """Whether the raw body bears Slack's v0 signature, made less than five minutes from `wall` (the real time).

    `headers` are found whatever their case where the mapping says so. Never raises; an empty secret signs nothing.
    Rule: Slack, "Verifying requests from Slack".
    """
    stamp, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
    if not secret or not _TIMESTAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(signature):
        return False
    if abs(wall.timestamp() - int(stamp)) > STALE:
        return False
    return hmac.compare_digest(sign(secret, stamp, body), signature)


def sign(secret: str, stamp: str, body: bytes) -> str:
    """Slack's v0 signature of a raw body at a Unix timestamp."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
