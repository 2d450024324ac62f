"""What the client owed before Vigie was there is in the lists, and chased again only once somebody asks again."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from connectors.store import Store
from connectors.store.clocks import next_due
from rules.effects import Effect
from tests.rules.calendars import at
from tests.scheduler.recall import CP, DEV, RM, House, World, world

NOW = at("2026-11-09 10:00")


@pytest.fixture
async def jira() -> AsyncIterator[World]:
    """A Jira in October."""
    async with world(start=at("2026-10-05 10:00")) as running:
        yield running


@pytest.fixture
async def house(jira: World, store: Store) -> AsyncIterator[House]:
    """A house that has never heard of that Jira."""
    held = House(store, jira)
    yield held
    await held.history.close()


async def time_passes(house: House, until: datetime) -> list[Effect]:
    """All that falls due until an instant is told at its hour; what was said to anybody."""
    clock = house.world.clock
    while True:
        while await house.sweep.once():
            await house.settle()
        due = await house.store.read(partial(next_due, now=clock.now()))
        if due is None or due >= until:
            break
        if due > clock.now():
            clock.jump(due)
    clock.jump(until)
    return [one for one in await house.owed() if "chased" in str(one)]


async def imported(house: House) -> None:
    """A week of tickets is imported on 9 November."""
    house.world.clock.jump(NOW)
    await house.imports(NOW - timedelta(days=60))
    await house.settle()


async def waiting(jira: World) -> str:
    key = await jira.opened()
    jira.clock.jump(at("2026-11-04 09:00"))
    await jira.moved(key, "En attente client", DEV)
    return key


async def born_waiting(jira: World) -> str:
    return await jira.site.create("BOU", RM, {"summary": "Migrée"}, status="10003")


async def to_judge(jira: World) -> str:
    key = await jira.opened()
    jira.later(hours=1)
    await jira.moved(key, "En recette", DEV)
    return key


@pytest.mark.parametrize("asked", [waiting, born_waiting, to_judge])
async def test_a_question_of_before_the_import_is_not_chased(
    house: House, asked: Callable[[World], Awaitable[str]]
) -> None:
    await asked(house.world)
    await imported(house)
    assert await time_passes(house, at("2026-11-16 10:00")) == []


async def test_a_question_asked_again_is_chased_from_then_on(house: House) -> None:
    jira = house.world
    key = await waiting(jira)
    await imported(house)
    heard = len(await jira.webhooks())
    jira.clock.jump(at("2026-11-10 10:00"))
    await jira.site.comment(key, CP, "Avez-vous pu retrouver le compte ?")
    await house.hear(await jira.webhooks(heard))
    assert await time_passes(house, at("2026-11-13 09:30")) == []
    assert await time_passes(house, at("2026-11-13 10:30"))


async def test_a_question_put_anew_is_chased(house: House) -> None:
    jira = house.world
    key = await waiting(jira)
    await imported(house)
    heard = len(await jira.webhooks())
    for instant, status in (("2026-11-10 10:00", "En cours"), ("2026-11-10 11:00", "En attente client")):
        jira.clock.jump(at(instant))
        await jira.moved(key, status, DEV)
        await house.hear((await jira.webhooks(heard))[-1:])
    assert await time_passes(house, at("2026-11-13 10:30")) == []
    assert await time_passes(house, at("2026-11-13 11:30"))
