"""Jira's door: nothing stored without a signature, nothing lost with one."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.app import Vigie
from connectors.contracts import load_folder
from connectors.store import mailbox
from tests.bot.given import SECRET, settings
from tests.plain_contracts import PLAIN


@pytest.fixture
async def vigie(tmp_path: Path) -> AsyncIterator[Vigie]:
    """A Vigie whose jobs are turned by hand."""
    house = Vigie(settings(tmp_path), load_folder(PLAIN))
    await house.store.open()
    yield house
    await house.slack.close()
    await house.jira.close()
    await house.store.close()


async def knock(vigie: Vigie, body: bytes, signature: str | None = "", **headers: str) -> httpx.Response:
    """Post a body, signed unless told otherwise; whatever the application raises is raised here."""
    right = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    if signature is not None:
        headers["x-hub-signature"] = signature or right
    async with httpx.AsyncClient(transport=httpx.ASGITransport(vigie.asgi()), base_url="http://vigie") as client:
        return await client.post("/webhooks/jira", content=body, headers=headers)


async def fates(vigie: Vigie) -> list[tuple[str, str]]:
    """State and outcome of all that was kept, once decided."""
    while await vigie.work_once():
        pass
    newest = await vigie.store.read(mailbox.newest) or 0
    kept = [await vigie.store.read(lambda tx, n=n: mailbox.show(tx, n)) for n in range(1, newest + 1)]  # type: ignore[misc]
    return [(one.state, one.outcome or "") for one in kept if one]


@pytest.mark.parametrize("signature", [None, "sha256=00", "sha1=abc", "abc", "sha256=" + "z" * 64])
async def test_a_wrong_or_missing_signature_is_refused_and_nothing_is_kept(vigie: Vigie, signature: str | None) -> None:
    response = await knock(vigie, b"{}", signature)
    assert response.status_code == 401
    assert await vigie.store.read(mailbox.newest) is None


async def test_a_body_over_one_mebibyte_is_refused(vigie: Vigie) -> None:
    assert (await knock(vigie, b"x" * (1024 * 1024 + 1))).status_code == 413
    assert (await knock(vigie, b" " * (1024 * 1024))).status_code == 202


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (b"", "parked"),
        (b"pas du json", "parked"),
        (b"[1, 2]", "parked"),
        (b"null", "parked"),
        (b'"texte"', "parked"),
        (b"\xff\xfe", "parked"),
        (b"{}", "parked"),
        (b'{"webhookEvent": null}', "parked"),
        (b'{"webhookEvent": "venu_d_ailleurs"}', "ignored"),
        (b'{"webhookEvent": "jira:issue_updated", "issue": null}', "parked"),
        (b'{"webhookEvent": "jira:issue_updated", "issue": {"id": "1", "fields": null}, "user": null}', "ignored"),
        (b'{"webhookEvent": "jira:issue_created", "issue": {"id": [], "key": {}, "fields": 3}}', "parked"),
    ],
)
async def test_whatever_is_signed_is_accepted_then_ignored_by_name_or_parked(
    vigie: Vigie, body: bytes, state: str
) -> None:
    assert (await knock(vigie, body)).status_code == 202
    ((found, outcome),) = await fates(vigie)
    assert (found, bool(outcome)) == (state, True)


async def test_a_repeated_delivery_is_accepted_and_changes_nothing(vigie: Vigie) -> None:
    body = b'{"webhookEvent": "sprint_started"}'
    for _ in range(3):
        response = await knock(vigie, body, **{"x-atlassian-webhook-identifier": "livraison-1"})
        assert response.status_code == 202
    assert len(await fates(vigie)) == 1


async def test_what_cannot_be_written_down_is_sent_again_by_jira(vigie: Vigie) -> None:
    await vigie.store.close()
    assert (await knock(vigie, b'{"webhookEvent": "sprint_started"}')).status_code == 503
    await vigie.store.open()
    assert (await knock(vigie, b'{"webhookEvent": "sprint_started"}')).status_code == 202
