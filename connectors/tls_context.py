"""The certificates that our HTTP clients trust, read once a process."""

import ssl
from functools import cache

import httpx


@cache
def tls_context() -> ssl.SSLContext:
    """The context that every httpx client shares: each would otherwise read the CA file again, 80 ms each time."""
    return httpx.create_ssl_context()
