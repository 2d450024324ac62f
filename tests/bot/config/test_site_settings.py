"""Each Jira site has its own door and its own secret."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from bot.app import Vigie
from bot.config.site_settings import JiraSite
from connectors.contracts import load_folder
from connectors.store import mailbox
from tests.bot.given import SECRET, settings
from tests.plain_contracts import PLAIN

THEIRS = "secret-du-client"
OLD = "secret-dans-l-adresse"


@pytest.fixture
async def vigie(tmp_path: Path) -> AsyncIterator[Vigie]:
    sites = {
        "client_a": JiraSite(url="http://127.0.0.1:9", pat=SecretStr("p"), webhook_secret=SecretStr(THEIRS)),
        "ancien": JiraSite(url="http://127.0.0.1:9", pat=SecretStr("p"), webhook_url_secret=SecretStr(OLD)),
    }
    house = Vigie(settings(tmp_path).model_copy(update={"jira_sites": sites}), load_folder(PLAIN))
    await house.store.open()
    yield house
    await house.slack.close()
    await house.jira.close()
    await house.store.close()


async def knock(vigie: Vigie, path: str, secret: str = "") -> int:
    body = b'{"webhookEvent": "sprint_started"}'
    headers = {"x-hub-signature": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(vigie.asgi()), base_url="http://vigie") as client:
        return (await client.post(path, content=body, headers=headers if secret else {})).status_code


async def test_a_site_is_believed_under_its_own_secret_only(vigie: Vigie) -> None:
    assert await knock(vigie, "/webhooks/jira/client_a", THEIRS) == 202
    assert await knock(vigie, "/webhooks/jira/client_a", SECRET) == 401
    assert await knock(vigie, "/webhooks/jira", THEIRS) == 401
    assert await knock(vigie, "/webhooks/jira/inconnu", THEIRS) == 404


async def test_a_site_too_old_to_sign_is_known_by_the_address_that_it_calls(vigie: Vigie) -> None:
    assert await knock(vigie, f"/webhooks/jira/ancien?secret={OLD}") == 202
    assert await knock(vigie, "/webhooks/jira/ancien?secret=") == 401
    assert await knock(vigie, "/webhooks/jira/ancien") == 401
    assert await knock(vigie, "/webhooks/jira?secret=") == 401


async def test_the_same_body_from_two_sites_is_two_deliveries(vigie: Vigie) -> None:
    await knock(vigie, "/webhooks/jira/client_a", THEIRS)
    await knock(vigie, "/webhooks/jira", SECRET)
    kept = [await vigie.store.read(lambda tx, n=n: mailbox.show(tx, n)) for n in (1, 2)]  # type: ignore[misc]
    assert [one.delivery.site for one in kept if one] == ["client_a", "default"]
