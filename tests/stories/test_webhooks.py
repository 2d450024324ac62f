"""A service outside follows an anomaly through the whole product, by webhooks that it can believe."""

import base64
import hashlib
import hmac
import shutil
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.commands import demo
from bot.config.endpoints import WebhookEndpoint
from bot.config.settings import Settings
from sandbox.sandbox_app import Sandbox
from tests.plain_contracts import PLAIN
from tests.stories.hands import story
from tests.stories.plots import from_slack

KEY = bytes(range(32))


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The shop's contract names a webhook, and the settings put it at the sandbox's receiver."""
    folder = Path(shutil.copytree(PLAIN, tmp_path / "contracts"))
    file = folder / "boutique-exemple-2026-01.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "webhook: statut\n", encoding="utf-8")
    usual = demo.demo_settings

    def settings(sandbox: Sandbox, data: Path, *given: Any, socket_mode: bool = False) -> Settings:
        place = WebhookEndpoint(
            url=SecretStr(sandbox.webhook_url("statut")), secret=SecretStr(base64.b64encode(KEY).decode())
        )
        return usual(sandbox, data, *given, socket_mode=socket_mode).model_copy(
            update={"contracts_dir": folder, "webhooks": {"statut": place}}
        )

    monkeypatch.setattr(demo, "demo_settings", settings)


@pytest.mark.usefixtures("connected")
async def test_a_status_page_follows_an_anomaly_through_its_six_phases() -> None:
    async with story() as hands:
        async for _ in from_slack(hands):
            pass
        calls = hands.sandbox.receiver.taken("statut")
    assert " ".join(one.content["type"] for one in calls) == (
        "raised ticket paused resumed taken qualified deadlines_moved delay_communicated delivered refused delivered "
        "accepted deployed closed"
    )
    for one in calls:
        signed = f"{one.headers['webhook-id']}.{one.headers['webhook-timestamp']}.".encode() + one.body
        expected = "v1," + base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
        assert hmac.compare_digest(one.headers["webhook-signature"], expected)
    last = calls[-1].content["anomaly"]
    assert (last["key"], last["title"], last["phase"], last["criticality"]) == (
        "BOU-1",
        "Panier vide",
        "closure",
        "bloquante",
    )
    assert last["url"].endswith("/browse/BOU-1")
    assert "Cache de session" not in b"".join(one.body for one in calls).decode()
