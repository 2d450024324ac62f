"""The sandbox's Jira on real HTTP, and Vigie's client of it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from starlette.routing import Mount

from connectors.jira.outbound.credentials import Basic
from connectors.jira.outbound.jira_client import Jira
from rules.anomaly.state import Ticket
from sandbox import seed
from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.jira import BotAccess, FirstWebhook, JiraSite, router
from tests.connectors.jira.samples import SITE
from tests.sandbox.jira.listener import Listener
from tests.sandbox.jira.server import address, free_socket, serving

EMAIL, TOKEN, SECRET = "vigie@prestataire.example", "jeton-secret", "secret-partagé"


class Seconds:
    """A clock of seconds turned by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Where it stands."""
        return self.now


@dataclass(frozen=True, slots=True)
class Stand:
    """The site, Vigie's client of it, its address, who hears its webhooks, and the clock by which the client rests."""

    site: JiraSite
    jira: Jira
    url: str
    listener: Listener
    seconds: Seconds

    async def opened(self) -> Ticket:
        """An issue that a person opened, in the first status."""
        key = await self.site.create("BOU", seed.PEOPLE[1].jira or "", {"summary": "Le panier se vide"})
        return Ticket(SITE, self.site.issue(key).id, key)


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    """A running site."""
    jira_socket, vigie_socket, listener = free_socket(), free_socket(), Listener()
    url = f"{address(jira_socket)}/jira"
    clock = DemoClock(datetime(2026, 11, 9, 9, 5, tzinfo=UTC), speed=0)
    vigie = address(vigie_socket)
    site = JiraSite(clock, Feed(), url, BotAccess(EMAIL, TOKEN), FirstWebhook(vigie, SECRET))
    app = Mount("/jira", router(site))
    seconds = Seconds()
    jira = Jira(SITE, url, None, Basic(EMAIL, TOKEN), clock=seconds)
    async with serving(app, jira_socket), serving(listener.app(), vigie_socket):
        await site.start()
        yield Stand(site, jira, url, listener, seconds)
        await jira.close()
        await site.stop()
