"""The HTTP clients of the stand-ins: no proxy of the machine, and one TLS context for all."""

import ssl
from functools import cache

import httpx


def http_client(timeout: httpx.Timeout | float | None) -> httpx.AsyncClient:
    """A client that ignores the environment; `timeout` in seconds, None to wait for ever."""
    return httpx.AsyncClient(verify=_tls_context(), trust_env=False, timeout=timeout)


@cache
def _tls_context() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)
