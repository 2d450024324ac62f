"""The CP is told at once of an end in Jira that the contract does not describe, with the line to add."""

from collections.abc import AsyncIterator

import pytest

from connectors.store import Store
from rules.effects import Say, Tell
from sandbox import seed
from tests.scheduler.recall import CP, DEV, RM, House, World, world

ENDED = seed.Status("10099", "Annulé", "done")
OTHER = seed.Status("10098", "Mis de côté", "indeterminate")


@pytest.fixture
async def jira() -> AsyncIterator[World]:
    """A Jira whose workflow has statuses that the contract does not describe."""
    async with world() as running:
        project = running.site.home.project("BOU")
        running.site.home.add_status(project, ENDED)
        running.site.home.add_status(project, OTHER)
        yield running


@pytest.fixture
async def house(jira: World, store: Store) -> AsyncIterator[House]:
    """A house that hears that Jira's webhooks."""
    held = House(store, jira)
    yield held
    await held.history.close()


async def told(house: House) -> list[Tell]:
    """The notices of such an end."""
    await house.hear(await house.world.webhooks())
    owed = [one for one in await house.owed() if isinstance(one, Tell)]
    return [one for one in owed if one.message.say is Say.STATUS_UNDESCRIBED]


@pytest.mark.parametrize("before", [None, "En attente client"])
async def test_the_cp_is_told_at_once_with_the_line_to_add(house: House, before: str | None) -> None:
    jira = house.world
    key = await jira.opened()
    if before:
        await jira.moved(key, before, DEV)
    await jira.moved(key, ENDED.name, CP)
    (notice,) = await told(house)
    assert notice.to.chat == "U0CP"
    assert (notice.message.values["status"], notice.message.values["line"]) == ("Annulé", "Annulé: annulée")
    assert notice.message.values["name"] == key
    await jira.moved(key, "En cours", DEV)
    await jira.moved(key, ENDED.name, CP)
    assert len(await told(house)) == 1


async def test_what_is_created_in_it_is_told_too(house: House) -> None:
    key = await house.world.site.create("BOU", RM, {"summary": "Panne"}, status=ENDED.id)
    (notice,) = await told(house)
    assert notice.message.values["name"] == key


async def test_another_undescribed_status_is_no_end(house: House) -> None:
    key = await house.world.opened()
    await house.world.moved(key, OTHER.name, CP)
    assert await told(house) == []


async def test_what_was_closed_may_be_archived(house: House) -> None:
    await house.world.site.create("BOU", RM, {"summary": "Panne"}, status="10008")
    await house.world.moved("BOU-1", ENDED.name, CP)
    assert await told(house) == []
