"""An e-mail address stands for a Slack user only where Slack itself vouches for it."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels.slack.user_directory import Directory
from connectors.delivery_errors import Never, NotNow
from sandbox.slack import Fault, Slack, workspace_people
from tests.connectors.channels.conftest import TOKEN

MEMBER = "cp@prestataire.example"


@pytest.fixture
def directory(slack: Slack) -> Directory:
    client = AsyncWebClient(TOKEN, base_url=f"{slack.base_url}/slack/api/", retry_handlers=[], timeout=5)
    return Directory(client)


async def test_a_member_is_found_by_a_verified_address_however_it_is_written(directory: Directory) -> None:
    assert await directory.user_of(MEMBER) == "U0CP"
    assert await directory.user_of("CP@Prestataire.example") == "U0CP"


async def test_an_address_that_nobody_has_is_nobody(directory: Directory) -> None:
    assert await directory.user_of("personne@prestataire.example") is None


@pytest.mark.parametrize(
    "shown",
    [
        {"deleted": True},
        {"is_bot": True},
        {"is_stranger": True},
        {"is_email_confirmed": False},
        {"team_id": "T0AUTRE"},
        {"profile": {"email": "autre@prestataire.example"}},
        {"profile": None},
    ],
    ids=str,
)
async def test_whom_slack_does_not_vouch_for_is_nobody(
    directory: Directory, monkeypatch: pytest.MonkeyPatch, shown: dict[str, Any]
) -> None:
    real = workspace_people.as_slack
    monkeypatch.setattr(workspace_people, "as_slack", lambda who: real(who) | shown)
    assert await directory.user_of(MEMBER) is None


async def test_a_slack_that_cannot_or_will_not_say_is_no_answer(slack: Slack, directory: Directory) -> None:
    slack.faults.append(Fault("users.lookupByEmail", status=503))
    with pytest.raises(NotNow):
        await directory.user_of(MEMBER)
    slack.faults.append(Fault("users.lookupByEmail", error="missing_scope"))
    with pytest.raises(Never, match="missing_scope"):
        await directory.user_of(MEMBER)
