"""Slack sends every workspace of the application to one address: what is not for ours changes and shows nothing."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.app import Vigie
from bot.commands.demo import MORNING, demo_settings
from bot.slack.door.slack_intake import build
from bot.slack.intake.addressee import OTHER_APP, OTHER_WORKSPACE, misdirected
from bot.slack.meaning.slack_delivery_reader import read
from connectors.contracts import load_folder
from connectors.parsed_delivery import Claim, Ignored
from connectors.store.slack_installations import Installation
from connectors.wording import said
from sandbox.clock import DemoClock
from sandbox.sandbox_app import Sandbox, open_sandbox
from sandbox.seed import APP_ID, TEAM
from sandbox.slack import Fault
from tests.bot.slack.house import CONTRACTS, NOW, RAISED, SECRET, Room, case, press
from tests.plain_contracts import PLAIN

OURS = Installation("T0VIGIE", app="A0VIGIE")
Json = dict[str, Any]


def _event(team: str, authorized: str, **more: Any) -> Json:
    return {"type": "event_callback", "team_id": team, "authorizations": [{"team_id": authorized}]} | more


@pytest.mark.parametrize(
    "payload",
    [
        {"command": "/anomalie", "team_id": "T0VIGIE"},
        {"command": "/anomalie", "team_id": "T0VIGIE", "enterprise_id": "E1", "api_app_id": "A0VIGIE"},
        {"type": "block_actions", "team": {"id": "T0VIGIE"}, "user": {"id": "U1", "team_id": "T0CLIENT"}},
        {"type": "view_submission", "team": {"id": "T0CLIENT"}, "view": {"app_installed_team_id": "T0VIGIE"}},
        _event("T0CLIENT", "T0VIGIE"),
        _event("T0CLIENT", "T0VIGIE", context_team_id="T0CLIENT", is_ext_shared_channel=True),
        {"type": "url_verification", "challenge": "x"},
        {"type": "block_actions", "team": None, "user": {"id": "U1"}},
        {"type": "event_callback", "authorizations": "no list", "team_id": "T0VIGIE"},
    ],
)
def test_what_comes_with_our_authorization_is_for_us(payload: Json) -> None:
    assert misdirected(payload, OURS) == ""


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        ({"command": "/anomalie", "team_id": "T0OTHER"}, OTHER_WORKSPACE),
        ({"command": "/anomalie", "team_id": "T0OTHER", "api_app_id": "A0VIGIE"}, OTHER_WORKSPACE),
        ({"type": "block_actions", "team": {"id": "T0OTHER"}, "user": {"team_id": "T0VIGIE"}}, OTHER_WORKSPACE),
        ({"type": "view_submission", "team": {"id": "T0VIGIE"}, "view": {"app_installed_team_id": "T0OTHER"}},
         OTHER_WORKSPACE),
        (_event("T0VIGIE", "T0OTHER"), OTHER_WORKSPACE),
        ({"type": "shortcut", "team": None, "enterprise": {"id": "E0OTHER"}}, OTHER_WORKSPACE),
        ({"type": "shortcut", "team": None, "user": {"id": "U1", "team_id": "T0OTHER"}}, OTHER_WORKSPACE),
        ({"command": "/anomalie", "team_id": "T0VIGIE", "api_app_id": "A0OTHER"}, OTHER_APP),
        (_event("T0VIGIE", "T0VIGIE", api_app_id="A0OTHER"), OTHER_APP),
    ],
)  # fmt: skip
def test_what_is_for_another_workspace_or_application_is_named(payload: Json, why: str) -> None:
    assert misdirected(payload, OURS) == why
    assert misdirected(payload, None) == ""


def test_an_organisation_that_installed_the_application_as_a_whole_is_ours() -> None:
    ours = Installation("T1", "E1")
    assert misdirected({"command": "/anomalie", "team_id": "T2", "enterprise_id": "E1"}, ours) == ""
    assert misdirected(_event("T2", "T2") | {"authorizations": [{"enterprise_id": "E1"}]}, ours) == ""
    assert misdirected({"command": "/anomalie", "team_id": "T2", "enterprise_id": "E2"}, ours) == OTHER_WORKSPACE


async def _take(room: Room, payload: Json) -> None:
    taken = await room.door.take(json.dumps(payload).encode())
    assert taken is not None
    taken.begin()
    await room.door.settled()


async def test_a_person_of_another_workspace_neither_reads_nor_acts(room: Room) -> None:
    room.cases.cases = (case(*RAISED),)
    house = room._house
    room.door = build(house, signing_secret=SECRET, wall=lambda: NOW, ours=lambda: OURS)
    room.wall = None
    foreign = {"team": {"id": "T0OTHER"}}
    for name, value in (("say:0", "a1b2c3d4e5f60718 sla"), ("move:qualify", "a1b2c3d4e5f60718"), ("move:take", "a1")):
        await _take(room, press("U0CP", name, value, **foreign))
    assert (room.shown, room.answered, room.client.opened) == ([], [], [])
    for kept in room.mailbox.all:
        assert kept.topics == ()
        assert read(kept, CONTRACTS, OURS) == Ignored(said(OTHER_WORKSPACE))
    assert isinstance(read(room.mailbox.all[-1], CONTRACTS), Claim)
    await _take(room, press("U0CP", "say:1", "a1b2c3d4e5f60718 sla"))
    assert room.shown[-1][1].startswith("sla of BOU-214")


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with open_sandbox(DemoClock(MORNING, speed=0), vigie_url="http://127.0.0.1:9") as opened:
        yield opened


def _vigie(sandbox: Sandbox, folder: Path) -> Vigie:
    return Vigie(demo_settings(sandbox, folder, "http://127.0.0.1:9"), load_folder(PLAIN))


def _known(vigie: Vigie) -> Installation | None:
    return vigie.slack.learning.known


async def test_the_workspace_is_learnt_from_the_token_and_known_while_slack_is_down(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    vigie = _vigie(sandbox, tmp_path)
    await vigie.store.open()
    assert _known(vigie) is None
    assert await vigie.slack.learning.once()
    assert _known(vigie) == Installation(TEAM, app=APP_ID)
    await vigie.store.close()

    sandbox.slack.faults.append(Fault("*", status=503, times=100))
    restarted = _vigie(sandbox, tmp_path)
    await restarted.store.open()
    await restarted.slack.learning.begin()
    assert _known(restarted) == Installation(TEAM, app=APP_ID)
    assert not await restarted.slack.learning.once()
    assert _known(restarted) == Installation(TEAM, app=APP_ID)
    await restarted.store.close()


async def test_a_first_start_knows_its_workspace_before_anything_comes_in(sandbox: Sandbox, tmp_path: Path) -> None:
    vigie = _vigie(sandbox, tmp_path)
    async with vigie.running():
        assert _known(vigie) == Installation(TEAM, app=APP_ID)


async def test_a_silent_slack_holds_up_no_start(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.door.installation_learning.AT_FIRST", 0.05)
    sandbox.slack.faults.append(Fault("*", delay=5.0, times=100))
    vigie = _vigie(sandbox, tmp_path)
    await vigie.store.open()
    await vigie.slack.learning.begin()
    assert _known(vigie) is None
    await vigie.store.close()


async def test_a_token_that_may_not_name_its_application_still_names_its_workspace(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    vigie = _vigie(sandbox, tmp_path)
    await vigie.store.open()
    sandbox.slack.faults.append(Fault("bots.info", error="missing_scope"))
    assert await vigie.slack.learning.once()
    assert _known(vigie) == Installation(TEAM)
    await vigie.store.close()
