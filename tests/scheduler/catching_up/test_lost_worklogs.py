"""A worklog that was made, corrected or taken away while its webhook was lost is found again by the site's feeds."""

from collections.abc import AsyncIterator

import pytest

from connectors.store import Connection, Store, journal
from rules.contract import DEFAULT_SITE
from rules.events import WorkLogged
from sandbox.jira.ordered_faults import Fault
from tests.scheduler.recall import CP, DEV, House, World, world


@pytest.fixture
async def jira() -> AsyncIterator[World]:
    """A Jira of its own."""
    async with world() as running:
        yield running


@pytest.fixture
async def house(jira: World, store: Store) -> AsyncIterator[House]:
    """A house that follows the project and the worklogs of its site, and has heard of one anomaly."""
    held = House(store, jira)
    await held.reconcile()
    jira.later(minutes=1)
    await jira.opened()
    jira.later(minutes=1)
    await held.hear(await jira.webhooks())
    yield held
    await held.history.close()


async def spent(house: House) -> dict[str, int]:
    """The time of each worklog, as the journals count it."""

    def read(tx: Connection) -> dict[str, int]:
        found: dict[str, int] = {}
        for one in journal.anomalies(tx):
            for fact in sorted(journal.ANOMALIES.read(tx, one), key=lambda fact: fact.at):
                if isinstance(fact.what, WorkLogged):
                    found[fact.what.worklog] = fact.what.seconds
        return found

    return await house.store.read(read)


async def test_a_deleted_worklog_whose_webhook_was_lost_is_found_again(house: House) -> None:
    site = house.world.site
    worklog = await site.discussion.log_work("BOU-1", DEV, 3600)
    house.world.later(minutes=5)
    await house.hear(await house.world.webhooks())
    assert await spent(house) == {worklog.id: 3600}
    await site.discussion.delete_work("BOU-1", worklog.id, DEV)
    house.world.later(minutes=5)
    await house.reconcile()
    assert await spent(house) == {worklog.id: 0}


async def test_a_corrected_worklog_whose_webhook_was_lost_is_found_again(house: House) -> None:
    site = house.world.site
    worklog = await site.discussion.log_work("BOU-1", DEV, 3600)
    house.world.later(minutes=5)
    await house.hear(await house.world.webhooks())
    await site.discussion.edit_work("BOU-1", worklog.id, CP, 1800)
    house.world.later(minutes=5)
    await house.reconcile()
    assert await spent(house) == {worklog.id: 1800}


async def test_what_a_webhook_told_is_told_once_and_the_feeds_write_nothing(house: House) -> None:
    site = house.world.site
    worklog = await site.discussion.log_work("BOU-1", DEV, 3600)
    await site.discussion.delete_work("BOU-1", worklog.id, DEV)
    house.world.later(minutes=5)
    await house.hear(await house.world.webhooks())
    before = await house.counts()
    await house.reconcile()
    assert await house.counts() == before


async def test_what_is_younger_than_two_minutes_waits_for_the_next_reading(house: House) -> None:
    site = house.world.site
    worklog = await site.discussion.log_work("BOU-1", DEV, 3600)
    house.world.later(minutes=5)
    await house.hear(await house.world.webhooks())
    await site.discussion.delete_work("BOU-1", worklog.id, DEV)
    house.world.later(minutes=1)
    await house.reconcile()
    assert await spent(house) == {worklog.id: 3600}
    house.world.later(minutes=2)
    await house.reconcile()
    assert await spent(house) == {worklog.id: 0}


async def test_work_on_what_is_no_anomaly_writes_nothing(house: House) -> None:
    site = house.world.site
    other = await site.create("BOU", CP, {"summary": "Une évolution", "issuetype": {"id": "10101"}})
    worklog = await site.discussion.log_work(other, DEV, 3600)
    await site.discussion.delete_work(other, worklog.id, DEV)
    house.world.later(minutes=5)
    await house.reconcile()
    assert await spent(house) == {}


async def test_restricted_worklogs_are_hidden_by_the_feeds(house: House) -> None:
    site = house.world.site
    worklog = await site.discussion.log_work("BOU-1", DEV, 3600, visibility={"type": "role", "value": "Équipe"})
    house.world.later(minutes=5)
    await house.hear(await house.world.webhooks())
    await site.discussion.delete_work("BOU-1", worklog.id, DEV)
    house.world.later(minutes=5)
    await house.reconcile()
    assert await spent(house) == {worklog.id: 3600}


async def test_a_site_that_refuses_its_feeds_is_reconciled_all_the_same(house: House) -> None:
    house.world.site.faults.append(Fault("GET", "worklog/", 403, count=9))
    await house.world.moved("BOU-1", "En diagnostic", DEV)
    house.world.later(minutes=20)
    step = await house.reconcile()
    assert step is not None
    assert step.news > 0
    assert house.reconciler.projects()[0][0] == DEFAULT_SITE
