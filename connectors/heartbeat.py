"""The sign of life that a monitoring service waits for, at an address that is a secret."""

import httpx
import structlog

from connectors.tls_context import tls_context

PATIENCE = 10.0  # seconds

log = structlog.get_logger("vigie.heartbeat")


class Heartbeat:
    """Calls `url`, which may hold a token and is never shown."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = httpx.AsyncClient(verify=tls_context(), timeout=PATIENCE)

    async def beat(self) -> None:
        """One call; a failure goes to the log only, since silence raises the alarm."""
        try:
            response = await self._client.get(self._url)
        except Exception as error:  # of whatever kind, its text may quote the address
            log.warning("heartbeat failed", error=type(error).__name__)
            return
        if not response.is_success:
            log.warning("heartbeat refused", status=response.status_code)

    async def close(self) -> None:
        """Let go of the connection."""
        await self._client.aclose()
