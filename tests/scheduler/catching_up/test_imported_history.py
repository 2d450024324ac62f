"""A month imported for a contract that begins is all in the journal, and nobody is told before something happens."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from connectors.delivery_errors import NotNow
from connectors.store import Store, clocks
from connectors.store.anomalies import place_card
from rules.effects import PostThread, UpdateCard
from rules.events import ThresholdReached
from rules.reminders.thresholds import BREACH
from sandbox.jira.ordered_faults import Fault
from scheduler.catching_up.reconciler import IMPORT, LEASE, LIVE, Busy
from scheduler.lists import evening_list
from tests.rules.calendars import at
from tests.scheduler.recall import CP, DEV, House, World, six_phases, world


@pytest.fixture
async def jira() -> AsyncIterator[World]:
    """A Jira with a past: one issue closed, one open and late, one that has just been opened."""
    async with world() as running:
        await six_phases(running)
        late = await running.opened(summary="Vieille panne")
        running.later(days=10)
        await running.site.edit(late, CP, {"priority": {"id": "1"}})
        running.later(days=10)
        await running.opened(summary="Panne du jour", priority={"id": "4"})
        running.later(minutes=5)
        yield running


@pytest.fixture
async def house(jira: World, store: Store) -> AsyncIterator[House]:
    """A house that has never heard of that Jira."""
    held = House(store, jira)
    yield held
    await held.history.close()


async def test_the_past_is_recorded_and_nothing_is_said_or_shown(house: House) -> None:
    jira = house.world
    step = await house.imports(jira.clock.now() - timedelta(days=30))
    assert step is not None
    await house.settle()
    assert [len(facts) > 12 for facts in (await house.facts()).values()].count(True) == 1
    assert await house.owed() == []
    assert set(await house.counts()) == {"handled"}


async def test_alerts_of_the_past_are_journalled_and_those_to_come_are_kept(house: House) -> None:
    jira = house.world
    await house.imports(jira.clock.now() - timedelta(days=30))
    await house.settle()
    assert not await house.sweep.once()
    rows = await house.store.read(lambda tx: clocks.due(tx, jira.clock.now() + timedelta(days=900), 99))
    assert rows, "the anomaly of the day still has its alerts to come"
    assert all(row.next_alert_at and row.next_alert_at > jira.clock.now() for row in rows)
    late = next(one for one in (await house.anomalies()).values() if one.title == "Vieille panne")
    assert late.alerts
    assert all(alert.share >= BREACH for alert in late.alerts)
    reached = [
        fact
        for case in await house.store.read(
            lambda tx: house.casebook.all_cases(tx, "boutique-exemple", jira.clock.now())
        )
        for fact in case.history
        if isinstance(fact.what, ThresholdReached)
    ]
    assert reached
    assert all(fact.at > jira.clock.now() - timedelta(minutes=1) for fact in reached)


async def test_between_two_imported_facts_the_sweep_says_nothing(house: House) -> None:
    await house.imports(house.world.clock.now() - timedelta(days=30))
    while await house.worker.once():
        assert not await house.sweep.once()
    assert "parked" not in await house.counts()


async def test_what_happens_after_the_import_posts_the_card(house: House) -> None:
    jira = house.world
    await house.imports(jira.clock.now() - timedelta(days=30))
    await house.settle()
    jira.later(minutes=10)
    await jira.moved("BOU-3", "En diagnostic", DEV)
    await house.reconcile()
    assert isinstance((await house.owed())[0], UpdateCard)


async def test_an_alert_due_after_the_import_posts_the_card_and_is_told(house: House) -> None:
    jira = house.world
    await house.imports(jira.clock.now() - timedelta(days=30))
    await house.settle()
    (due, *_) = await house.store.read(lambda tx: clocks.due(tx, jira.clock.now() + timedelta(days=900), 99))
    assert due.next_alert_at
    jira.clock.jump(due.next_alert_at)
    assert await house.sweep.once()
    await house.settle()
    card, said, *_ = await house.owed()
    assert isinstance(card, UpdateCard)
    assert isinstance(said, PostThread)
    assert said.message.values["clock"] is due.clock


async def test_an_import_brings_a_card_up_to_date_that_stands_already(house: House) -> None:
    jira = house.world
    await house.hear([(await jira.webhooks())[0]])
    (anomaly,) = await house.anomalies()
    await house.store.write(lambda tx: place_card(tx, anomaly, "C0BOUTIQUE", "1.2"))
    before = len(await house.owed())
    await house.imports(jira.clock.now() - timedelta(days=30))
    await house.settle()
    assert (await house.owed())[before:] == [UpdateCard()]


async def test_an_import_says_the_same_as_the_webhooks_would_have(house: House, tmp_path: object) -> None:
    jira = house.world
    await house.imports(jira.clock.now() - timedelta(days=30))
    await house.settle()
    store = Store(f"sqlite:///{tmp_path}/told.db")
    await store.open()
    told = House(store, jira, house.history)
    await told.hear(await jira.webhooks())
    alone = {name: {one for one in facts if one.startswith("jira:")} for name, facts in (await house.facts()).items()}
    assert alone == await told.facts()
    await store.close()


async def test_interrupted_it_goes_on_where_it_was(house: House) -> None:
    jira = house.world
    for number in range(130):
        await jira.opened(summary=f"Panne {number}")
        jira.later(minutes=1)
    jira.later(hours=1)
    since = jira.clock.now() - timedelta(days=30)
    dying = house.reconciler.imports("default", "BOU", since)
    first = await anext(dying)
    assert first.issues == 100
    jira.site.faults.append(Fault("GET", "search", "drop", count=9))
    with pytest.raises(NotNow):
        await anext(dying)
    jira.site.faults.clear()
    jira.requests.clear()
    second = await house.imports(since)
    assert second is not None
    assert 33 <= second.issues < 60
    await house.settle()
    assert len(await house.facts()) == 133


async def test_begun_again_from_an_earlier_day_it_reads_that_too(house: House) -> None:
    jira = house.world
    now = jira.clock.now()
    first = await house.imports(now - timedelta(days=1))
    second = await house.imports(now - timedelta(days=30))
    assert first is not None
    assert second is not None
    assert (first.issues, second.issues) == (1, 3)
    await house.settle()
    assert len(await house.facts()) == 3


async def test_two_imports_of_one_project_do_not_run_at_once(house: House) -> None:
    since = house.world.clock.now() - timedelta(days=30)
    first = house.reconciler.imports("default", "BOU", since)
    await anext(first)
    with pytest.raises(Busy):
        await anext(house.replica().imports("default", "BOU", since))
    await first.aclose()
    house.wall += LEASE


async def test_from_the_import_on_nothing_is_missed_even_before_the_service_starts(house: House) -> None:
    jira = house.world
    await house.imports(jira.clock.now() - timedelta(days=30))
    await house.settle()
    assert await house.reconciler.mark("default", "BOU", LIVE)
    assert await house.reconciler.mark("default", "BOU", IMPORT)
    jira.later(hours=5)
    await jira.moved("BOU-3", "En diagnostic", DEV)
    jira.later(hours=5)
    step = await house.reconcile()
    assert step is not None
    assert step.news == 1


async def test_an_import_at_the_weekend_says_nothing_of_the_past_on_monday(house: House) -> None:
    jira = house.world
    jira.clock.jump(at("2026-12-06 11:00"))
    await house.imports(jira.clock.now() - timedelta(days=30))
    await house.settle()
    jira.clock.jump(at("2026-12-07 09:00"))
    await house.sweep.once()
    await house.settle()
    said = [one.message for one in await house.owed() if isinstance(one, PostThread)]
    assert [one.say for one in said] == []


async def test_the_report_of_the_day_says_nothing_of_an_imported_past(house: House) -> None:
    jira = house.world
    taken = await jira.opened(summary="Panne du matin")
    await jira.site.transition(taken, "21", CP)
    jira.later(minutes=5)
    await house.imports(jira.clock.now() - timedelta(days=30))
    await house.settle()
    jira.later(hours=24)
    while not (due := tuple(evening_list.due(house.casebook, {}, jira.clock.now()))):
        jira.later(hours=1)
    for one in due:
        assert await house.store.read(one.compose) == ()
