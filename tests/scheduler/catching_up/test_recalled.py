"""An issue first heard of midway is raised from its creation, as if nothing had been lost, and no delivery waits on."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.parsed_delivery import Delivery
from connectors.store import Store, mailbox
from connectors.wording import said
from rules.effects import Tell, UpdateCard
from sandbox.jira.ordered_faults import Fault
from scheduler.catching_up.first_sight import AWAITED, PATIENCE, SOON
from tests.scheduler.catching_up.test_reconciler import Houses, same
from tests.scheduler.recall import CP, DEV, RM, House, World, six_phases, world


@pytest.fixture
async def jira() -> AsyncIterator[World]:
    """A Jira of its own."""
    async with world() as running:
        yield running


@pytest.fixture
async def house(jira: World, store: Store) -> AsyncIterator[House]:
    """A house that follows the project, on each database in turn."""
    held = House(store, jira)
    await held.reconcile()
    yield held
    await held.history.close()


@pytest.fixture
async def houses(jira: World, tmp_path: Path) -> AsyncIterator[Houses]:
    """As many houses as a test wants."""
    held = Houses(jira, tmp_path)
    yield held
    for one in held.opened:
        await one.history.close()
        await one.store.close()


async def edited(jira: World) -> list[Delivery]:
    """An issue created, then changed in what its creation says; what was told of it."""
    key = await jira.opened()
    jira.later(minutes=5)
    await jira.site.edit(key, CP, {"priority": {"id": "1"}, "description": "Réécrite.", "summary": "Panier"})
    jira.later(minutes=5)
    await jira.moved(key, "En diagnostic", DEV)
    return await jira.webhooks()


async def states(house: House) -> list[tuple[str, str | None]]:
    """How each delivery ended, in order."""
    kept = await house.store.read(lambda tx: [mailbox.show(tx, number) for number in range(1, 30)])
    return [(one.state, one.outcome) for one in kept if one]


async def test_a_lost_creation_is_read_before_what_was_heard_counts(house: House, houses: Houses) -> None:
    told = await houses.new()
    webhooks = await edited(house.world)
    await told.hear(webhooks)
    await house.hear(webhooks[-1:])
    await same(house, told)
    (anomaly,) = (await house.anomalies()).values()
    assert anomaly.template.observed == "Au paiement."
    assert (await states(house))[-1] == ("ignored", "déjà connu")
    before = await house.facts()
    await house.hear(webhooks)
    assert await house.facts() == before


async def test_whatever_arrives_first_and_whatever_is_lost_comes_to_the_same(houses: Houses) -> None:
    await six_phases(houses.jira)
    webhooks = await houses.jira.webhooks()
    in_order, *others = [await houses.new() for _ in range(4)]
    await in_order.hear(webhooks)
    for number, house in enumerate(others):
        chance = random.Random(number)  # noqa: S311
        await house.hear([one for one in chance.sample(webhooks, len(webhooks)) if chance.random() < 0.5])
        await house.reconcile()
        # A delay message without figures is given those of the instant at which it is heard.
        await same(house, in_order, but=frozenset({"promised"}))


async def test_a_jira_that_is_down_is_waited_for_and_no_longer_than_is_bearable(house: House) -> None:
    jira = house.world
    webhooks = await edited(jira)
    jira.site.faults.append(Fault("GET", "issue/", 503, count=3))
    await house.hear(webhooks[-1:])
    assert await house.facts() == {}
    assert (await states(house))[-1] == ("aside", said(AWAITED))
    asked = len(jira.requests)
    await house.recall.once()
    assert len(jira.requests) == asked, "a site that is down is left alone for a moment"
    house.wall += SOON
    await house.recall.once()
    await house.settle()
    assert await house.facts() == {}
    jira.later(seconds=PATIENCE.total_seconds())
    house.wall += SOON
    await house.recall.once()
    await house.settle()
    (anomaly,) = (await house.anomalies()).values()
    assert anomaly.template.observed == "Réécrite.", "what the event shows is all that is known"
    assert [state for state, _ in await states(house)] == ["handled"]


async def test_once_jira_answers_again_the_history_is_read(house: House, houses: Houses) -> None:
    told = await houses.new()
    webhooks = await edited(house.world)
    await told.hear(webhooks)
    house.world.site.faults.append(Fault("GET", "issue/", 429, {"Retry-After": "40"}))
    await house.hear(webhooks[-1:])
    house.wall += timedelta(seconds=39)
    await house.recall.once()
    assert await house.facts() == {}
    house.wall += timedelta(seconds=1)
    await house.recall.once()
    await house.settle()
    await same(house, told)


async def test_an_issue_that_cannot_be_found_counts_as_it_was_heard(house: House) -> None:
    jira = house.world
    webhooks = await edited(jira)
    jira.site.denied.add("BROWSE_PROJECTS")
    await house.hear(webhooks[-1:])
    assert len(await house.facts()) == 1


async def test_an_issue_deleted_before_it_could_be_read_raises_no_ghost(house: House) -> None:
    jira = house.world
    await edited(jira)
    await jira.site.delete("BOU-1", CP)
    webhooks = await jira.webhooks()
    await house.hear(webhooks[-2:])
    await house.hear(webhooks)
    assert await house.facts() == {}
    assert set(await house.counts()) == {"ignored"}


async def test_what_a_killed_process_set_aside_is_read_by_the_next(house: House, houses: Houses) -> None:
    told = await houses.new()
    webhooks = await edited(house.world)
    await told.hear(webhooks)
    house.reads = False
    await house.hear(webhooks[1:])
    assert await house.facts() == {}
    await house.reader().once()
    await house.settle()
    await same(house, told)


async def test_two_processes_that_read_at_once_tell_it_once(house: House, houses: Houses) -> None:
    told = await houses.new()
    webhooks = await edited(house.world)
    await told.hear(webhooks)
    house.reads = False
    await house.hear(webhooks[1:])
    heard = len(webhooks[1:])
    await asyncio.gather(house.recall.once(), house.reader().once())
    counts = await house.counts()
    assert counts["waiting"] <= heard + 3, "each of the two may not have the deliveries wait again"
    await house.settle()
    await same(house, told)


async def test_a_creation_that_comes_late_raises_at_once(house: House, houses: Houses) -> None:
    told = await houses.new()
    webhooks = await edited(house.world)
    await told.hear(webhooks)
    house.reads = False
    await house.hear([webhooks[-1], webhooks[0]])
    assert len(await house.facts()) == 1
    house.reads = True
    await house.settle()
    await same(house, told)


async def test_what_came_before_vigie_began_is_recorded_and_told_to_nobody(jira: World, store: Store) -> None:
    key = await jira.opened()
    jira.later(minutes=5)
    await jira.site.assign(key, CP, DEV)
    jira.later(hours=3)
    house = House(store, jira)
    await house.reconcile()
    jira.later(hours=1)
    await jira.site.comment(key, RM, "Où en est-on ?")
    await house.hear((await jira.webhooks())[-2:])
    (anomaly,) = (await house.anomalies()).values()
    assert anomaly.raised_at == jira.site.issue(key).created
    assert anomaly.taken_at is not None
    owed = await house.owed()
    assert not [one for one in owed if isinstance(one, Tell) and one.message.say.value == "raised_to_cp"]
    assert any(isinstance(one, UpdateCard) for one in owed)
    await house.history.close()


async def test_an_issue_older_than_its_contract_is_asked_for_once_and_parked_with_the_reason(house: House) -> None:
    jira = house.world
    key = await jira.opened()
    issue = jira.site.issue(key)
    await jira.site.ledger.put(replace(issue, created=issue.created - timedelta(days=400)))
    await jira.moved(key, "En diagnostic", DEV)
    await house.hear((await jira.webhooks())[-1:])
    ((state, why),) = await states(house)
    assert state == "parked"
    assert "antérieur au contrat" in (why or "")


async def test_data_center_is_read_as_well(tmp_path: Path) -> None:
    async with world(deployment="Server") as jira:
        houses = Houses(jira, tmp_path)
        told, deaf = await houses.new(), await houses.new()
        webhooks = await edited(jira)
        await told.hear(webhooks)
        await deaf.hear(webhooks[-1:])
        await same(deaf, told)
        for house in houses.opened:
            await house.history.close()
            await house.store.close()
