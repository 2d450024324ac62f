"""Somebody whom the contract names by an e-mail address alone acts in Slack as who they are, even when it is down."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import Vigie
from bot.commands.demo import MORNING, demo_settings
from connectors.contracts import Contracts, load_folder
from rules.contract import Contract, Role
from rules.people.visibility import actor_in
from sandbox.clock import DemoClock
from sandbox.sandbox_app import Sandbox, open_sandbox
from sandbox.slack import Fault
from tests.plain_contracts import PLAIN


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with open_sandbox(DemoClock(MORNING, speed=0), vigie_url="http://127.0.0.1:9") as opened:
        yield opened


def _without_slack_ids(version: Contract) -> Contract:
    people = (replace(one, chat=None) if Role.DEVELOPER in one.roles and one.email else one for one in version.people)
    return replace(version, people=tuple(people))


def _house(sandbox: Sandbox, folder: Path) -> Vigie:
    contracts = Contracts(tuple(map(_without_slack_ids, load_folder(PLAIN).all)))
    return Vigie(demo_settings(sandbox, folder, "http://127.0.0.1:9"), contracts)


def _roles(vigie: Vigie) -> frozenset[Role]:
    boutique = vigie.casebook.contracts.for_channel("C0BOUTIQUE", MORNING)
    assert boutique
    return actor_in(boutique, "U0DEV").roles


async def test_a_person_named_by_an_address_is_found_and_remembered(sandbox: Sandbox, tmp_path: Path) -> None:
    vigie = _house(sandbox, tmp_path)
    await vigie.store.open()
    assert Role.DEVELOPER not in _roles(vigie)
    assert await vigie.slack.linking.once()
    assert Role.DEVELOPER in _roles(vigie)
    await vigie.store.close()

    sandbox.slack.faults.append(Fault("*", status=503, times=100))
    restarted = _house(sandbox, tmp_path)
    await restarted.store.open()
    await restarted.slack.linking.recall()
    assert not await restarted.slack.linking.once()
    assert Role.DEVELOPER in _roles(restarted)
    await restarted.store.close()
