"""What an operator's tools ask is answered, and an error of the database turns readiness red."""

from pathlib import Path

import httpx

from bot.app import Vigie
from bot.demo import EXAMPLES
from connectors.contracts import load_folder
from connectors.heard import Delivery
from tests.bot.given import settings


async def test_health_and_metrics_follow_the_mailbox(tmp_path: Path) -> None:
    vigie = Vigie(settings(tmp_path), load_folder(EXAMPLES))
    transport = httpx.ASGITransport(vigie.asgi())
    async with httpx.AsyncClient(transport=transport, base_url="http://vigie") as client:
        assert (await client.get("/health/live")).status_code == 200
        assert (await client.get("/health/ready")).status_code == 503
        await vigie.store.open()
        await vigie.store.hear(Delivery("jira", "default", "1", b"{}", vigie.now()))
        assert (await client.get("/health/ready")).json()["deliveries"] == {"waiting": 1}
        metrics = (await client.get("/metrics")).text
        assert 'vigie_deliveries{state="waiting"} 1.0' in metrics
        assert "vigie_oldest_delivery_seconds" in metrics
    await vigie.slack.close()
    await vigie.jira.close()
    await vigie.store.close()


async def test_a_door_takes_posts_only(tmp_path: Path) -> None:
    vigie = Vigie(settings(tmp_path), load_folder(EXAMPLES))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(vigie.asgi()), base_url="http://vigie") as client:
        for path in ("/webhooks/jira", "/slack/events"):
            response = await client.get(path)
            assert (response.status_code, response.headers["allow"]) == (405, "POST")
        assert (await client.post("/ailleurs")).status_code == 404
    await vigie.slack.close()
    await vigie.jira.close()
