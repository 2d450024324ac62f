"""A Jira site on real HTTP, with Vigie's address listening, its clock standing still on a Monday morning."""

from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import pytest

from connectors.tls_context import tls_context
from sandbox import seed_client
from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.jira import BotAccess, FirstWebhook, JiraSite, SiteKind, router
from tests.sandbox.jira.listener import Listener
from tests.sandbox.jira.server import address, free_socket, serving

EMAIL, TOKEN, SECRET = "vigie@prestataire.example", "a-token", "a-secret"
CLOUD = SiteKind()
MONDAY = datetime(2026, 11, 9, 9, 5, tzinfo=UTC)
RM, CP, DEV = "5b10ac000000000000000001", "5b10ac000000000000000002", "5b10ac000000000000000003"


@dataclass(frozen=True, slots=True)
class Stand:
    """The site, the clock and feed it lives by, who listens, and the bot's HTTP client at `/jira/rest/api`."""

    site: JiraSite
    clock: DemoClock
    feed: Feed
    listener: Listener
    http: httpx.AsyncClient
    url: str


class _Bearer(httpx.Auth):
    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """A personal access token."""
        request.headers["Authorization"] = f"Bearer {TOKEN}"
        yield request


@asynccontextmanager
async def standing(
    bot: httpx.Auth, kind: SiteKind = CLOUD, secret: str = SECRET, path: str = "/webhooks/jira"
) -> AsyncIterator[Stand]:
    """A running site whose webhooks are tried again after hundredths of a second."""
    clock, feed, listener = DemoClock(MONDAY, speed=0), Feed(), Listener()
    held = free_socket()
    url = f"{address(held)}/jira"
    webhook = FirstWebhook(address(held), secret, path, backoff=(0.01, 0.01, 0.01, 0.01))
    site = JiraSite(clock, feed, url, BotAccess(EMAIL, TOKEN), webhook, kind)
    app = listener.app()
    app.mount("/jira", router(site))
    async with serving(app, held):
        await site.start()
        async with httpx.AsyncClient(
            verify=tls_context(), base_url=f"{url}/rest/api", auth=bot, trust_env=False
        ) as http:
            yield Stand(site, clock, feed, listener, http, url)
        await site.stop()


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    """A Cloud site."""
    async with standing(httpx.BasicAuth(EMAIL, TOKEN)) as running:
        yield running


@pytest.fixture
async def center() -> AsyncIterator[Stand]:
    """A client's Data Center, too old to sign its webhooks: their address carries the secret."""
    kind = SiteKind("Server", seed_client.CLIENT)
    async with standing(_Bearer(), kind, secret="", path="/webhooks/jira?secret=mot") as running:
        yield running


@pytest.fixture
async def issue(stand: Stand) -> str:
    """The key of an open issue, after its webhooks were heard and forgotten."""
    key = await stand.site.create("BOU", RM, {"summary": "Le panier se vide", "description": "Au paiement."})
    await stand.site.settled()
    stand.listener.heard.clear()
    return key
