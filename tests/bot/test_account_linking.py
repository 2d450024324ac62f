"""Somebody whom a contract names by an address alone is heard in Jira once Jira has confirmed the account, for good."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import Vigie
from bot.commands.demo import MORNING, demo_settings
from bot.doctor import jira_findings
from connectors.contracts import Contracts, load_folder
from connectors.jira.inbound.jira_people import account, actor
from connectors.store import jira_users
from rules.contract import Contract, Role
from sandbox.clock import DemoClock
from sandbox.sandbox_app import Sandbox, open_sandbox
from tests.plain_contracts import PLAIN

DEV = "5b10ac000000000000000003"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with open_sandbox(DemoClock(MORNING, speed=0), vigie_url="http://127.0.0.1:9") as opened:
        yield opened


def _without_account(version: Contract) -> Contract:
    return replace(
        version,
        people=tuple(replace(one, jira=None) if Role.DEVELOPER in one.roles else one for one in version.people),
    )


def _vigie(sandbox: Sandbox, folder: Path) -> Vigie:
    contracts = Contracts(tuple(map(_without_account, load_folder(PLAIN).all)))
    return Vigie(demo_settings(sandbox, folder, "http://127.0.0.1:9"), contracts)


def _roles(vigie: Vigie, name: str = DEV) -> frozenset[Role]:
    boutique = vigie.casebook.contracts.for_project("default", "BOU", MORNING)
    assert boutique
    return actor(
        account({"accountId": name, "displayName": "x", "emailAddress": "dev@prestataire.example"}), boutique
    ).roles


async def test_an_account_is_confirmed_once_and_stays(sandbox: Sandbox, tmp_path: Path) -> None:
    vigie = _vigie(sandbox, tmp_path)
    await vigie.store.open()
    assert _roles(vigie) == frozenset()
    assert await vigie.jira.linking.once()
    assert Role.DEVELOPER in _roles(vigie)
    assert _roles(vigie, "5b10ac00000000000000beef") == frozenset()
    await vigie.store.write(lambda tx: jira_users.pin(tx, "default", "dev@prestataire.example", "intrus"))
    await vigie.store.close()

    restarted = _vigie(sandbox, tmp_path)
    await restarted.store.open()
    await restarted.jira.recall()
    assert Role.DEVELOPER in _roles(restarted)
    await restarted.store.close()


async def test_the_doctor_names_who_is_known_by_an_address(sandbox: Sandbox, tmp_path: Path) -> None:
    vigie = _vigie(sandbox, tmp_path)
    await vigie.store.open()
    assert await vigie.jira.linking.once()
    await vigie.store.close()
    memory = await jira_findings.remember(vigie.settings)
    found = await jira_findings.sites(vigie.settings, vigie.contracts, memory, MORNING)
    named = [one.said for one in found if DEV in one.said]
    assert named
    assert all("dev@prestataire.example" in one and "trouvé une fois par l'adresse" in one for one in named)
