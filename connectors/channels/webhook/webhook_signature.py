"""Signs outgoing webhooks, so that a receiver can verify origin, content and age.

The headers are those of the Standard Webhooks specification, so that receivers may check them with a library.
"""

import base64
import binascii
import hashlib
import hmac

PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64  # bytes of a key


def key(secret: str) -> bytes:
    """The key that a written secret stands for: `whsec_`, or nothing, then base64. Raises ValueError."""
    try:
        decoded = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None
    if not SHORTEST <= len(decoded) <= LONGEST:
        raise ValueError(f"between {SHORTEST} and {LONGEST} bytes are wanted")
    return decoded


def identity(errand: str) -> str:
    """The identity of a message, the same each time that an errand is tried."""
    return f"msg_{hashlib.sha256(errand.encode()).hexdigest()[:32]}"


def headers(key: bytes, identity: str, at: float, body: bytes) -> dict[str, str]:
    """The message's identity, its second, and their signature with the body where there is a `key` to sign with."""
    second = str(int(at))
    told = {"webhook-id": identity, "webhook-timestamp": second}
    if not key:
        return told
    signed = hmac.new(key, f"{identity}.{second}.".encode() + body, hashlib.sha256).digest()
    return told | {"webhook-signature": f"v1,{base64.b64encode(signed).decode()}"}
