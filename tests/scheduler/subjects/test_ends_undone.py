"""What Jira ended is judged by how it ended, whichever was told first, and what is taken back runs again."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from connectors.store import Store
from rules.anomaly.state import Anomaly
from rules.clock import State, face
from rules.contract import ClockName
from tests.rules.calendars import at
from tests.scheduler.recall import CP, DEV, RM, House, World, world

QUALIFIED = "/anomalie qualifier bloquante"


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


async def move(house: House, key: str, instant: str, status: str, who: str) -> None:
    """Somebody moves an issue, and the house hears of it."""
    house.world.clock.jump(at(instant))
    heard = len(await house.world.webhooks())
    await house.world.moved(key, status, who)
    await house.hear(await house.world.webhooks(heard))


async def anomaly(house: House, key: str) -> Anomaly:
    return next(one for one in (await house.anomalies()).values() if one.name == key)


async def clock(house: House, key: str, name: ClockName) -> tuple[State, datetime | None]:
    """The state of a clock, and when it stopped."""
    now = house.world.clock.now()
    cases = await house.store.read(lambda tx: house.casebook.all_cases(tx, "boutique-exemple", now))
    case = next(one for one in cases if one.anomaly.name == key)
    read = face(name, case.anomaly.marks, case.contract, now).reading
    return read.state, read.stopped_at


async def pair(house: House) -> tuple[str, str]:
    first = await house.world.opened()
    house.world.later(minutes=1)
    second = await house.world.opened()
    await house.hear(await house.world.webhooks())
    return first, second


async def test_a_link_made_after_the_closing_ends_a_duplicate_all_the_same(house: House) -> None:
    jira = house.world
    first, second = await pair(house)
    await move(house, second, "2026-11-02 10:00", "Clos", CP)
    heard = len(await jira.webhooks())
    jira.later(minutes=1)
    await jira.site.relations.link(second, first, "Duplicate", CP)
    await house.hear(await jira.webhooks(heard))
    assert (await anomaly(house, second)).closed
    assert (await clock(house, second, ClockName.RESOLUTION))[0] is State.CANCELLED


async def test_a_duplicate_that_was_none_was_taken_in_charge_by_who_closed_it(house: House) -> None:
    jira = house.world
    first, second = await pair(house)
    heard = len(await jira.webhooks())
    link = await jira.site.relations.link(second, first, "Duplicate", DEV)
    await house.hear(await jira.webhooks(heard))
    await move(house, second, "2026-11-02 10:00", "Clos", CP)
    assert (await clock(house, second, ClockName.RESOLUTION))[0] is State.CANCELLED
    heard = len(await jira.webhooks())
    await jira.site.relations.unlink(link, DEV)
    await house.hear(await jira.webhooks(heard))
    await move(house, second, "2026-11-02 10:30", "En cours", CP)
    state, stopped = await clock(house, second, ClockName.ACKNOWLEDGEMENT)
    assert state is State.STOPPED
    assert stopped is not None
    assert abs(stopped - at("2026-11-02 10:00")) < timedelta(seconds=1)
    assert (await clock(house, second, ClockName.RESOLUTION))[0] is State.RUNNING


async def qualified(house: House) -> str:
    """An anomaly that is accepted at 11:00."""
    jira = house.world
    key = await jira.opened()
    await jira.site.comment(key, CP, QUALIFIED)
    await house.hear(await jira.webhooks())
    await move(house, key, "2026-11-02 10:00", "En recette", DEV)
    await move(house, key, "2026-11-02 11:00", "Recette OK", RM)
    return key


async def test_a_recette_accepted_then_sent_back_by_the_client_is_refused(house: House) -> None:
    key = await qualified(house)
    await move(house, key, "2026-11-02 11:30", "En cours", RM)
    found = await anomaly(house, key)
    assert (found.delivered_at, found.accepted_at) == (None, None)


async def test_only_the_client_takes_its_acceptance_back(house: House) -> None:
    key = await qualified(house)
    await move(house, key, "2026-11-02 11:30", "En cours", DEV)
    assert (await anomaly(house, key)).accepted_at is not None
    assert any("premature" in str(one).lower() for one in await house.owed())
