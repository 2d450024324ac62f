"""What an operator's tools ask is answered, and an error of the database turns readiness red."""

from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import respx
from pydantic import SecretStr

from bot import app
from bot.app import Vigie
from bot.commands.demo import demo_settings
from connectors.contracts import load_folder
from connectors.parsed_delivery import Delivery
from sandbox.clock import DemoClock
from sandbox.sandbox_app import open_sandbox
from scheduler.jobs.timetable import ticking
from scheduler.service_clocks import Clocks
from tests.bot.given import settings
from tests.plain_contracts import PLAIN


async def test_health_and_metrics_follow_the_mailbox(tmp_path: Path) -> None:
    vigie = Vigie(settings(tmp_path), load_folder(PLAIN))
    transport = httpx.ASGITransport(vigie.asgi())
    async with httpx.AsyncClient(transport=transport, base_url="http://vigie") as client:
        assert (await client.get("/health/live")).status_code == 200
        assert (await client.get("/health/ready")).status_code == 503
        await vigie.store.open()
        await vigie.store.hear(Delivery("jira", "default", "1", b"{}", vigie.clocks.now()))
        assert (await client.get("/health/ready")).json()["deliveries"] == {"waiting": 1}
        metrics = (await client.get("/metrics")).text
        assert 'vigie_deliveries{state="waiting"} 1.0' in metrics
        assert "vigie_oldest_delivery_seconds" in metrics
    await vigie.slack.close()
    await vigie.jira.close()
    await vigie.store.close()


async def test_a_socket_that_does_not_stand_is_told_with_its_remedy(tmp_path: Path) -> None:
    async with open_sandbox(DemoClock(datetime.now(UTC), speed=1)) as sandbox:
        given = demo_settings(sandbox, tmp_path, "http://vigie", socket_mode=True)
        vigie = Vigie(given, load_folder(PLAIN))
        transport = httpx.ASGITransport(vigie.asgi())
        async with httpx.AsyncClient(transport=transport, base_url="http://vigie") as client, vigie.running():
            told = {"because": "connecting"}
            while told["because"] == "connecting":
                ready = await client.get("/health/ready")
                assert ready.status_code == 200
                told = ready.json()["slack"]
            assert (told["socket"], told["because"]) == ("not connected", "link_disabled")
            assert "Socket Mode" in told["remedy"]
            assert "vigie_slack_connected 0.0" in (await client.get("/metrics")).text


async def test_a_door_takes_posts_only(tmp_path: Path) -> None:
    vigie = Vigie(settings(tmp_path), load_folder(PLAIN))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(vigie.asgi()), base_url="http://vigie") as client:
        for path in ("/webhooks/jira", "/slack/events"):
            response = await client.get(path)
            assert (response.status_code, response.headers["allow"]) == (405, "POST")
        assert (await client.post("/ailleurs")).status_code == 404
    await vigie.slack.close()
    await vigie.jira.close()


@respx.mock
async def test_a_frozen_ticker_silences_the_heartbeat_and_turns_readiness_red_within_two_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = respx.get("https://surveillance.example/jeton").mock(return_value=httpx.Response(200))
    monkeypatch.setattr(app, "ticking", lambda pulses: ticking(pulses, seconds=3600))
    given = settings(tmp_path).model_copy(update={"heartbeat_url": SecretStr("https://surveillance.example/jeton")})
    seconds = 0.0
    vigie = Vigie(given, load_folder(PLAIN), Clocks(elapsed=lambda: seconds))
    transport = httpx.ASGITransport(vigie.asgi())
    async with httpx.AsyncClient(transport=transport, base_url="http://vigie") as client, vigie.running():
        for pulse in vigie.pulses:
            await pulse.idle()
        await vigie.watchdog.once()
        called = door.call_count
        assert called
        assert (await client.get("/health/ready")).status_code == 200
        seconds = 119.0
        await vigie.watchdog.once()
        assert door.call_count == called
        ready = await client.get("/health/ready")
        assert ready.status_code == 503
        assert ready.json()["because"] == f"stuck: {', '.join(pulse.name for pulse in vigie.pulses)}"
        vigie.jobs["sweep"].wake()
        await vigie.jobs["sweep"].idle()
        assert "sweep" not in (await client.get("/health/ready")).json()["because"]
