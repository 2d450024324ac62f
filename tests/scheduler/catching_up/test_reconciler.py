"""Reconciliation finds what no webhook told, tells the same facts as they do, and tells nothing twice."""

import random
from collections.abc import AsyncIterator
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.delivery_errors import NotNow
from connectors.jira.history.budget import Budget
from connectors.store import Store, reconcile_cursors
from connectors.store.reconcile_cursors import Road
from connectors.store.tables import watermarks
from rules.anomaly.state import Anomaly
from rules.contract import DEFAULT_SITE
from sandbox.jira.ordered_faults import Fault
from scheduler.catching_up.reconciler import EVERY, LEASE, LIVE, OVERLAP, SETTLED, Busy
from tests.scheduler.recall import CP, DEV, RM, House, World, at_random, six_phases, world

BOU = Road(DEFAULT_SITE, "BOU", LIVE)


@pytest.fixture
async def jira() -> AsyncIterator[World]:
    """A Jira of its own."""
    async with world() as running:
        yield running


class Houses:
    """Houses over stores of their own, put away at the end."""

    def __init__(self, jira: World, folder: Path) -> None:
        self.jira, self.folder, self.opened = jira, folder, list[House]()

    async def new(self) -> House:
        """An empty house that has begun to follow the project."""
        store = Store(f"sqlite:///{self.folder / str(len(self.opened))}.db")
        await store.open()
        house = House(store, self.jira)
        self.opened.append(house)
        await house.reconcile()
        return house


@pytest.fixture
async def houses(jira: World, tmp_path: Path) -> AsyncIterator[Houses]:
    """As many houses as a test wants."""
    held = Houses(jira, tmp_path)
    yield held
    for house in held.opened:
        await house.history.close()
        await house.store.close()


@pytest.fixture
async def house(jira: World, store: Store) -> AsyncIterator[House]:
    """A house that has begun to follow the project, on each database in turn."""
    held = House(store, jira)
    await held.reconcile()
    yield held
    await held.history.close()


async def same(one: House, other: House, but: frozenset[str] = frozenset()) -> None:
    """The same facts, the same anomalies (`but` for a few fields), the same clocks."""
    assert await one.facts() == await other.facts()
    mine, theirs = await one.anomalies(), await other.anomalies()
    for name, anomaly in mine.items():
        differing = _differences(anomaly, theirs[name])
        assert {field: pair for field, pair in differing.items() if field not in but} == {}
    now = one.world.clock.now()
    assert await one.clocks(now) == await other.clocks(now)


def _differences(one: Anomaly, other: Anomaly) -> dict[str, tuple[object, object]]:
    pairs = {field.name: (getattr(one, field.name), getattr(other, field.name)) for field in fields(one)}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


async def test_reconciliation_alone_tells_what_all_the_webhooks_tell(house: House, houses: Houses) -> None:
    told = await houses.new()
    await six_phases(house.world)
    house.world.later(minutes=20)
    await told.hear(await house.world.webhooks())
    assert sum(map(len, (await told.facts()).values())) > 12
    step = await house.reconcile()
    assert step is not None
    assert step.news > 12
    await same(house, told)
    assert set(await house.counts()) == {"handled"}


async def test_a_mark_that_a_clock_set_an_hour_ahead_hides_nothing(house: House, houses: Houses) -> None:
    told = await houses.new()
    ahead = house.world.clock.now() + timedelta(hours=1)
    await house.store.write(lambda tx: tx.execute(watermarks.update().values(read_to=ahead)))
    await six_phases(house.world)
    house.world.later(minutes=20)
    await told.hear(await house.world.webhooks())
    await house.reconcile()
    await same(house, told)
    marks = await house.store.read(reconcile_cursors.every)
    assert marks
    assert all(mark.read_to < house.world.clock.now() for mark in marks)


async def test_a_data_center_that_names_no_field_by_its_id_is_read_as_well(tmp_path: Path) -> None:
    async with world(deployment="Server") as jira:
        houses = Houses(jira, tmp_path)
        told, reconciled = await houses.new(), await houses.new()
        await six_phases(jira)
        jira.later(minutes=20)
        await told.hear(await jira.webhooks())
        assert sum(map(len, (await told.facts()).values())) > 8
        await reconciled.reconcile()
        await same(reconciled, told)
        for house in houses.opened:
            await house.history.close()
            await house.store.close()


async def test_webhooks_shuffled_doubled_and_lost_come_to_the_same_once_reconciled(houses: Houses) -> None:
    in_order, shuffled, lossy = [await houses.new() for _ in range(3)]
    await six_phases(houses.jira)
    webhooks = await houses.jira.webhooks()
    chance = random.Random(4)  # noqa: S311
    await in_order.hear(webhooks)
    await shuffled.hear(chance.sample([*webhooks, *webhooks], 2 * len(webhooks)))
    await lossy.hear([one for one in webhooks[1:] if chance.random() < 0.5])
    for house in (in_order, shuffled, lossy):
        await house.reconcile()
    # A delay message without figures is given those of the instant at which it is heard.
    await same(shuffled, in_order, but=frozenset({"promised"}))
    await same(lossy, in_order, but=frozenset({"promised"}))


@pytest.mark.parametrize("number", range(8))
async def test_whatever_people_do_the_three_roads_lead_to_the_same_place(houses: Houses, number: int) -> None:
    in_order, lossy, deaf = [await houses.new() for _ in range(3)]
    await at_random(houses.jira, number)
    webhooks = await houses.jira.webhooks()
    chance = random.Random(number)  # noqa: S311
    await in_order.hear(webhooks)
    facts = await in_order.facts()
    assert facts
    await lossy.hear([one for one in webhooks if chance.random() < 0.5])
    for house in (in_order, lossy, deaf):
        await house.reconcile()
    assert await in_order.facts() == facts, "every webhook was heard: there was nothing left to tell"
    assert await lossy.facts() == facts
    await same(deaf, in_order)


async def test_what_is_known_is_not_written_again_and_a_late_webhook_is_harmless(house: House) -> None:
    await six_phases(house.world)
    await house.reconcile()
    before = await house.facts()
    counts = await house.counts()
    house.world.later(minutes=1)
    again = await house.reconcile(since=house.world.clock.now() - timedelta(days=3))
    assert again is not None
    assert (again.issues, again.news) == (1, 0)
    assert await house.counts() == counts
    await house.hear(await house.world.webhooks())
    assert await house.facts() == before
    assert "parked" not in await house.counts()


async def test_a_reworded_comment_is_told_in_both_its_versions_unless_it_reads_as_an_order(
    house: House, houses: Houses
) -> None:
    told = await houses.new()
    jira = house.world
    key = await jira.opened()
    await jira.moved(key, "En diagnostic", DEV)
    answer = await jira.site.comment(key, RM, "Voici le compte.")
    order = await jira.site.comment(key, DEV, "Je regarde.")
    jira.later(minutes=5)
    await jira.site.discussion.edit_comment(key, answer, RM, "Voici le bon compte.")
    await jira.site.discussion.edit_comment(key, order, DEV, "/anomalie cause Cache")
    await told.hear(await jira.webhooks())
    await house.reconcile()
    missed = {one for facts in (await told.facts()).values() for one in facts} - {
        one for facts in (await house.facts()).values() for one in facts
    }
    assert [one.split(":")[2:4] for one in missed] == [["comment", order]], "its first words are kept nowhere"
    before = await told.facts()
    await told.reconcile()
    assert await told.facts() == before


async def test_a_link_that_was_removed_is_seen_in_the_changelog(house: House) -> None:
    jira = house.world
    first, second = await jira.opened(), await jira.opened(summary="Le même panier")
    link = await jira.site.relations.link(second, first, "Duplicate", CP)
    await house.reconcile()
    assert {one.duplicate_of for one in (await house.anomalies()).values()} == {"", first}
    jira.later(minutes=5)
    await jira.site.relations.unlink(link, CP)
    await house.reconcile()
    assert {one.duplicate_of for one in (await house.anomalies()).values()} == {""}


async def test_a_long_history_and_many_comments_are_read_whole(house: House, houses: Houses) -> None:
    told = await houses.new()
    jira = house.world
    key = await jira.opened()
    for number in range(130):
        await jira.site.edit(key, DEV, {"summary": f"Panne {number}"})
    await told.hear(await jira.webhooks())
    await house.reconcile()
    assert any("/changelog" in one for one in jira.requests)
    await same(house, told)
    jira.requests.clear()
    await jira.site.edit(key, DEV, {"summary": "La dernière"})
    await house.reconcile()
    assert len(next(iter((await house.facts()).values()))) == 133


async def test_nothing_from_before_vigie_began_is_told_by_itself(jira: World, store: Store) -> None:
    key = await jira.opened()
    await jira.moved(key, "En diagnostic", DEV)
    jira.later(days=1)
    house = House(store, jira)
    assert await house.reconcile() is None
    jira.later(hours=1)
    assert await house.facts() == {}
    step = await house.reconcile(since=jira.clock.now() - timedelta(days=5))
    assert step is not None
    assert (step.news, step.earlier) == (0, 2)
    # Its first change since then makes it known, whole.
    await jira.moved(key, "En attente client", DEV)
    await house.reconcile()
    facts = next(iter((await house.facts()).values()))
    assert {one.rpartition(":")[2] for one in facts} >= {"created", "ticket", "status"}
    assert len(facts) == 4
    await house.history.close()


async def test_what_is_older_than_the_contract_is_left_alone(store: Store) -> None:
    async with world() as jira:
        house = House(store, jira)
        await house.reconcile()
        key = await jira.opened()
        issue = jira.site.issue(key)
        long_ago = issue.created - timedelta(days=400)
        await jira.site.ledger.put(replace(issue, created=long_ago))
        await jira.moved(key, "En diagnostic", DEV)
        step = await house.reconcile()
        assert step is not None
        assert step.news == 0
        assert step.earlier >= 1
        assert await house.counts() == {}
        await house.history.close()


async def test_a_search_that_lags_and_an_issue_that_moves_meanwhile_lose_nothing(house: House) -> None:
    jira = house.world
    keys = [await jira.opened(summary=f"Panne {number}") for number in range(3)]
    jira.site.search_lag = 120
    jira.later(hours=1)
    await jira.moved(keys[0], "En diagnostic", DEV)
    await house.reconcile()
    jira.later(seconds=60)
    await jira.moved(keys[1], "En diagnostic", DEV)
    jira.later(seconds=90)
    await house.reconcile()
    jira.later(seconds=90)
    await house.reconcile()
    assert sum(any(":status" in one for one in facts) for facts in (await house.facts()).values()) == 2


async def test_the_mark_moves_with_what_is_kept_and_stays_behind_what_is_fresh(house: House) -> None:
    jira = house.world
    began = await house.reconciler.mark(*_key(BOU))
    await jira.opened()
    jira.later(hours=2)
    await house.reconcile()
    mark = await house.reconciler.mark(*_key(BOU))
    assert began is not None
    assert mark is not None
    assert mark.begun_at == began.begun_at
    late = jira.clock.now() - mark.read_to
    assert SETTLED <= late < SETTLED + timedelta(seconds=1)


async def test_two_replicas_do_not_read_one_project_at_once(house: House) -> None:
    await house.world.opened()
    first, second = house.reconciler.follow(*_key(BOU)[:2]), house.replica().follow(*_key(BOU)[:2])
    await anext(first)
    with pytest.raises(Busy):
        await anext(second)
    await first.aclose()
    assert [step async for step in house.replica().follow(*_key(BOU)[:2])]


@pytest.mark.long
async def test_killed_in_the_middle_it_resumes_and_nothing_is_lost(house: House, houses: Houses) -> None:
    told = await houses.new()
    jira = house.world
    for number in range(150):
        await jira.opened(summary=f"Panne {number}")
    jira.later(hours=1)
    for _ in range(110):
        jira.later(seconds=1)
    for number in range(110):
        await jira.site.assign(f"BOU-{number + 1}", CP, DEV)
    jira.later(hours=1)
    await told.hear(await jira.webhooks())
    dying = house.reconciler.follow(*_key(BOU)[:2])
    first = await anext(dying)
    assert 0 < first.issues < 150
    # A process that is killed releases nothing: its lease runs out.
    await house.store.write(
        lambda tx: reconcile_cursors.claim(tx, BOU, "dead", house.wall + 2 * LEASE, house.wall + LEASE)
    )
    with pytest.raises(Busy):
        await anext(dying)
    with pytest.raises(Busy):
        await house.reconcile()
    house.wall += LEASE + timedelta(seconds=1)
    house.reconciler = house.replica()
    second = await house.reconcile()
    assert second is not None
    await same(house, told)


async def test_a_jira_that_says_wait_is_obeyed_and_the_rest_is_read_later(house: House) -> None:
    jira = house.world
    for number in range(120):
        await jira.opened(summary=f"Panne {number}")
    jira.later(hours=1)
    jira.site.faults.append(Fault("GET", "search", "pass"))
    jira.site.faults.append(Fault("GET", "search", 429, {"Retry-After": "77"}))
    with pytest.raises(NotNow) as refused:
        await house.reconcile()
    assert refused.value.after == timedelta(seconds=77)
    assert await house.reconcile()
    await house.settle()
    assert len(await house.facts()) == 120


async def test_on_schedule_a_site_waits_as_long_as_it_asked(house: House) -> None:
    jira = house.world
    await jira.opened()
    jira.site.faults.append(Fault("GET", "search", 429, {"Retry-After": "120"}))
    house.wall += EVERY
    for wait, expected in ((0, 0), (119, 0), (1, 1), (1, 1)):
        house.wall += timedelta(seconds=wait)
        await house.reconciler.once()
        await house.settle()
        assert len(await house.facts()) == expected
    asked = len(jira.requests)
    house.wall += EVERY - timedelta(seconds=3)
    await house.reconciler.once()
    assert len(jira.requests) == asked
    house.wall += timedelta(seconds=3)
    await house.reconciler.once()
    assert len(jira.requests) > asked


async def test_a_project_that_jira_refuses_does_not_keep_the_others_from_being_read(house: House) -> None:
    jira = house.world
    await house.reconcile(project="POR")
    jira.site.faults.append(Fault("GET", "search", 400))
    await jira.site.create("POR", jira.site.issue(await jira.opened()).creator, {"summary": "Lenteur"})
    assert house.reconciler.projects() == [(DEFAULT_SITE, "BOU"), (DEFAULT_SITE, "POR")]
    await house.reconciler.once()
    await house.settle()
    assert len(await house.facts()) <= 1
    house.wall += EVERY
    await house.reconciler.once()
    await house.settle()
    assert len(await house.facts()) >= 1


async def test_a_budget_lets_so_many_requests_through_a_minute_and_then_waits() -> None:
    now, waits = [0.0], list[float]()

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    budget = Budget(3, lambda: now[0], sleep)
    for _ in range(7):
        await budget.turn()
        now[0] += 1
    assert waits == [57.0, 57.0]
    assert budget.requests == 7


async def test_quiet_issues_cost_a_page_a_hundred_and_write_nothing(houses: Houses) -> None:
    house = await houses.new()
    for number in range(250):
        await houses.jira.opened(summary=f"Panne {number}")
    houses.jira.later(days=1)
    await house.reconcile()
    house.reconciler = house.replica()
    counts = await house.counts()
    houses.jira.requests.clear()
    step = await house.reconcile(since=houses.jira.clock.now() - timedelta(days=2))
    assert step is not None
    assert (step.issues, step.news) == (250, 0)
    assert await house.counts() == counts
    assert len(houses.jira.requests) <= 4
    assert OVERLAP < SETTLED


def _key(road: Road) -> tuple[str, str, str]:
    return road.site, road.project, road.purpose
