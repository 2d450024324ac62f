"""An absence notice on which Jira moves the issue by itself is no answer either; what somebody does is."""

from collections.abc import AsyncIterator

import pytest

from connectors.store import Store
from tests.rules.calendars import at
from tests.scheduler.recall import CP, DEV, RM, House, World, world

NOTICE = "Bonjour,\n\nJe suis absente jusqu'au 16 novembre. En cas d'urgence, contactez le standard."


@pytest.fixture
async def jira() -> AsyncIterator[World]:
    """A Jira on Monday morning."""
    async with world(start=at("2026-11-02 09:30")) as running:
        yield running


@pytest.fixture
async def house(jira: World, store: Store) -> AsyncIterator[House]:
    """A house that hears it."""
    held = House(store, jira)
    yield held
    await held.history.close()


async def noticed(house: House) -> tuple[str, int]:
    """An anomaly that waits for the client, who is away; its key, and how many webhooks there were."""
    jira = house.world
    key = await jira.opened()
    jira.later(minutes=5)
    await jira.moved(key, "En attente client", DEV)
    jira.later(minutes=5)
    await jira.site.comment(key, RM, NOTICE)
    await house.hear(await jira.webhooks())
    assert await waits(house)
    return key, len(await jira.webhooks())


async def waits(house: House) -> bool:
    (anomaly,) = (await house.anomalies()).values()
    return anomaly.wait is not None


@pytest.mark.parametrize("status", ["En cours", "En diagnostic", "À qualifier"])
async def test_a_rule_of_jira_that_takes_a_notice_for_an_answer_ends_no_wait(house: House, status: str) -> None:
    key, heard = await noticed(house)
    house.world.later(seconds=2)
    await house.world.moved(key, status, RM)
    await house.hear(await house.world.webhooks(heard))
    assert await waits(house)
    house.world.later(minutes=1)
    heard = len(await house.world.webhooks())
    await house.world.site.comment(key, RM, "Le compte est 42.")
    await house.hear(await house.world.webhooks(heard))
    assert not await waits(house)


@pytest.mark.parametrize(("who", "minutes"), [(DEV, 1), (CP, 0), (RM, 30)])
async def test_whoever_ends_the_wait_themselves_ends_it(house: House, who: str, minutes: int) -> None:
    key, heard = await noticed(house)
    house.world.later(minutes=minutes, seconds=5)
    await house.world.moved(key, "En cours", who)
    await house.hear(await house.world.webhooks(heard))
    assert not await waits(house)
