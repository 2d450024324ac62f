"""A status that was renamed while Vigie was stopped is the one that the contract describes, whatever it is called."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.name_keeping import NameKeeping
from connectors.store import Store
from tests.rules.calendars import at
from tests.scheduler.recall import CP, DEV, START, House, World, world

WAIT, WORK = "10003", "10004"
NOON = datetime(2026, 11, 9, 12, tzinfo=UTC)


async def restarted(house: House) -> House:
    """Vigie is stopped, after it kept what it learnt, and started again."""
    await NameKeeping(house.store, house.histories, lambda: NOON).once()
    await house.history.close()
    again = House(house.store, house.world)
    await NameKeeping(again.store, again.histories, lambda: NOON).recall()
    return again


async def lived(jira: World, house: House, key: str, *moves: tuple[str, str]) -> None:
    heard = len(await jira.webhooks())
    for instant, number in moves:
        jira.clock.jump(at(instant))
        await jira.moved(key, jira.site.home.status(number).name, DEV)
    await house.hear(await jira.webhooks(heard))


@pytest.mark.parametrize("again", [False, True])
async def test_a_status_renamed_while_vigie_is_stopped_means_what_it_did(store: Store, *, again: bool) -> None:
    async with world() as jira:
        house = House(store, jira)
        key = await jira.opened()
        await house.hear(await jira.webhooks())
        await house.reconcile(START)
        for number, name in ((WAIT, "On hold"), (WORK, "Doing")):
            jira.site.home.rename_status(number, name)
        house = await restarted(house)
        if again:
            await house.reconcile(START)
            house = await restarted(house)
        await lived(jira, house, key, ("2026-11-09 10:00", WAIT))
        (anomaly,) = (await house.anomalies()).values()
        assert anomaly.wait is not None
        await lived(jira, house, key, ("2026-11-09 11:00", WORK))
        (anomaly,) = (await house.anomalies()).values()
        assert anomaly.wait is None
        assert abs(anomaly.marks[-1].at - at("2026-11-09 11:00")) < timedelta(minutes=1)
        await house.history.close()


async def test_two_names_that_were_swapped_meanwhile_are_decided_by_the_id(store: Store) -> None:
    async with world() as jira:
        house = House(store, jira)
        key = await jira.opened()
        await house.hear(await jira.webhooks())
        await house.reconcile(START)
        waiting, working = (jira.site.home.status(one).name for one in (WAIT, WORK))
        jira.site.home.rename_status(WAIT, working)
        jira.site.home.rename_status(WORK, waiting)
        house = await restarted(house)
        await lived(jira, house, key, ("2026-11-09 10:00", WORK))
        (anomaly,) = (await house.anomalies()).values()
        assert anomaly.wait is not None
        await house.history.close()


async def test_types_that_swapped_their_names_are_known_by_their_present_ones(store: Store) -> None:
    async with world() as jira:
        house = House(store, jira)
        await house.reconcile(START)
        home = jira.site.home
        for project in list(home.projects.values()):
            names = [name for _, name in reversed(project.issue_types)]
            types = tuple((number, name) for (number, _), name in zip(project.issue_types, names, strict=True))
            home.projects[project.id] = replace(project, issue_types=types)
        house = await restarted(house)
        await house.reconcile(START)
        await jira.site.create("BOU", CP, {"summary": "Une évolution", "issuetype": {"id": "10100"}})
        await house.hear(await jira.webhooks())
        assert await house.anomalies() == {}
        await house.history.close()
