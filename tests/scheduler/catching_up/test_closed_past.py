"""An imported or recalled history follows Jira's statuses, the present one included, and brings no old alert."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.store import Store
from rules.anomaly.state import Anomaly
from rules.clock import State, face
from rules.contract import ClockName, Contract
from rules.events import DeadlinesMoved, ThresholdReached
from tests.rules.calendars import at
from tests.scheduler.recall import CP, DEV, RM, House, World, world

NOW = at("2026-11-09 10:00")
LABELLED = {"labels": ["à-suivre"]}


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


async def unqualified(jira: World, until: str = "Clos") -> str:
    """An anomaly of October that nobody qualified, moved through its statuses as far as one of them."""
    key = await jira.opened()
    for instant, status, who in (
        ("2026-10-05 15:00", "En diagnostic", DEV),
        ("2026-10-05 16:00", "En cours", DEV),
        ("2026-10-06 09:00", "En recette", DEV),
        ("2026-10-06 11:00", "Recette OK", RM),
        ("2026-10-06 16:00", "En production", DEV),
        ("2026-10-07 09:00", "Clos", CP),
    ):
        jira.clock.jump(at(instant))
        await jira.moved(key, status, who)
        if status == until:
            break
    jira.clock.jump(NOW)
    return key


async def imported(house: House) -> tuple[Anomaly, Contract]:
    """The one anomaly of an import, and its contract."""
    await house.imports(NOW - timedelta(days=60))
    await house.settle()
    return await only(house)


async def only(house: House) -> tuple[Anomaly, Contract]:
    """The one anomaly of the house, and its contract."""
    (case,) = await house.store.read(lambda tx: house.casebook.all_cases(tx, "boutique-exemple", NOW))
    return case.anomaly, case.contract


def is_closed_in_october(anomaly: Anomaly, contract: Contract) -> bool:
    """Whether it was closed on 7 October, its resolution having ended the day before."""
    resolution = face(ClockName.RESOLUTION, anomaly.marks, contract, NOW).reading
    ended = resolution.stopped_at
    return (
        anomaly.closed_at is not None
        and abs(anomaly.closed_at - at("2026-10-07 09:00")) < timedelta(seconds=1)
        and ended is not None
        and abs(ended - at("2026-10-06 16:00")) < timedelta(seconds=1)
        and resolution.state is State.STOPPED
        and not resolution.breached
    )


async def test_an_import_closes_what_jira_shows_closed_and_tells_nothing(house: House) -> None:
    await unqualified(house.world)
    anomaly, contract = await imported(house)
    assert is_closed_in_october(anomaly, contract)
    assert (anomaly.in_scope, anomaly.cause, anomaly.answer) == (None, "", "")
    assert await house.owed() == []
    assert not await house.sweep.once()


async def test_a_label_on_an_old_closed_ticket_brings_none_of_its_alerts(house: House) -> None:
    jira = house.world
    await house.reconcile()
    key = await unqualified(jira)
    await jira.site.edit(key, CP, LABELLED)
    await house.hear((await jira.webhooks())[-1:])
    anomaly, contract = await only(house)
    assert is_closed_in_october(anomaly, contract)
    assert await house.owed() == []
    assert not await house.sweep.once()


async def test_a_label_on_an_old_open_ticket_brings_no_alert_of_october(house: House) -> None:
    jira = house.world
    await house.reconcile()
    key = await unqualified(jira, until="En cours")
    await jira.site.edit(key, CP, LABELLED)
    await house.hear((await jira.webhooks())[-1:])
    await house.sweep.once()
    await house.settle()
    anomaly, _ = await only(house)
    assert not anomaly.closed
    assert anomaly.alerts
    assert {type(effect).__name__ for effect in await house.owed()} <= {"UpdateCard"}
    told = await house.store.read(
        lambda tx: [
            fact
            for case in house.casebook.all_cases(tx, "boutique-exemple", NOW)
            for fact in case.history
            if isinstance(fact.what, ThresholdReached) and fact.at > NOW - timedelta(hours=1)
        ]
    )
    assert told == []


async def test_a_wait_that_outlasted_its_term_ran_again_from_then_on(house: House) -> None:
    jira = house.world
    key = await jira.opened()
    jira.clock.jump(at("2026-10-05 14:00"))
    await jira.moved(key, "En attente client", DEV)
    jira.clock.jump(at("2026-10-21 14:00"))
    await jira.moved(key, "En cours", DEV)
    jira.clock.jump(NOW)
    anomaly, contract = await imported(house)
    assert len(anomaly.outlasted) == 1
    before = face(ClockName.RESOLUTION, anomaly.marks, contract, at("2026-10-20 14:00")).reading
    after = face(ClockName.RESOLUTION, anomaly.marks, contract, at("2026-10-21 14:00")).reading
    assert after.elapsed - before.elapsed == timedelta(hours=8)
    assert await house.owed() == []


async def test_what_is_late_since_a_wait_ended_by_itself_is_no_news(house: House) -> None:
    jira = house.world
    key = await jira.opened()
    jira.clock.jump(at("2026-10-05 14:00"))
    await jira.site.edit(key, CP, {"priority": {"id": "1"}})
    await jira.moved(key, "En attente client", DEV)
    jira.clock.jump(NOW)
    anomaly, contract = await imported(house)
    assert len(anomaly.outlasted) == 1
    assert face(ClockName.RESOLUTION, anomaly.marks, contract, NOW).reading.breached
    jira.later(minutes=1)
    while await house.sweep.once():
        await house.settle()
    assert await house.owed() == []


@pytest.mark.parametrize("until", ["En recette", "Recette OK", "En production"])
async def test_an_unfinished_past_stands_where_jira_shows_it(house: House, until: str) -> None:
    await unqualified(house.world, until)
    anomaly, _ = await imported(house)
    assert anomaly.delivered_at is not None
    assert (anomaly.accepted_at is not None) is (until != "En recette")
    assert (anomaly.deployed_at is not None) is (until == "En production")
    assert anomaly.pending == ()


async def test_whoever_accepted_then_accepted(house: House) -> None:
    jira = house.world
    key = await jira.opened()
    for status in ("En recette", "Recette OK"):
        jira.later(hours=1)
        await jira.moved(key, status, DEV)
    jira.clock.jump(NOW)
    anomaly, _ = await imported(house)
    assert anomaly.accepted_at is not None


@pytest.mark.parametrize(("status", "closed", "waits"), [("10008", True, False), ("10003", False, True)])
async def test_a_present_status_that_no_changelog_tells_stands(
    house: House, status: str, closed: bool, waits: bool
) -> None:
    jira = house.world
    await jira.site.create("BOU", RM, {"summary": "Migrée"}, status=status)
    key = await jira.opened()
    jira.later(hours=1)
    await jira.moved(key, "En diagnostic", DEV)
    jira.later(hours=1)
    migrated = jira.site.issue(key)
    await jira.site.ledger.put(replace(migrated, status=status, updated=jira.clock.now()))
    jira.clock.jump(at("2026-10-07 10:00"))
    await house.imports(NOW - timedelta(days=60))
    await house.settle()
    every = (await house.anomalies()).values()
    assert {(one.closed, one.wait is not None) for one in every} == {(closed, waits)}
    before = await house.facts()
    await house.imports(NOW - timedelta(days=61))
    await house.settle()
    assert await house.facts() == before


async def test_a_criticality_of_october_moved_its_deadlines_then(house: House) -> None:
    jira = house.world
    key = await jira.opened()
    jira.clock.jump(at("2026-10-05 12:00"))
    await jira.moved(key, "En diagnostic", DEV)
    jira.clock.jump(at("2026-10-05 15:00"))
    await jira.site.edit(key, CP, {"priority": {"id": "3"}})
    jira.clock.jump(NOW)
    await imported(house)
    (case,) = await house.store.read(lambda tx: house.casebook.all_cases(tx, "boutique-exemple", NOW))
    (moved,) = [fact for fact in case.history if isinstance(fact.what, DeadlinesMoved)]
    assert abs(moved.at - at("2026-10-05 15:00")) < timedelta(seconds=1)
