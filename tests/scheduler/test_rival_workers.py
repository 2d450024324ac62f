"""Replicas on one PostgreSQL decide several deliveries at once: none overtakes another's, none waits for ever."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from connectors import topics
from connectors.parsed_delivery import AboutKey, Delivery
from connectors.store import Connection, Store, mailbox
from rules import events
from tests.connectors.store.test_replicas import replica
from tests.scheduler.given import CP, DEV, RAISED
from tests.scheduler.plain_deliveries import anomaly, hear, issue, left, said, work, worker

ANOMALIES, WORDS = 6, 12


@pytest.fixture
async def stores(postgresql_url: str) -> AsyncIterator[list[Store]]:
    """Three replicas of one database."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(replica(postgresql_url)) for _ in range(3)]


def told(name: str, at: int) -> Delivery:
    """A word about an anomaly: somebody's press, one time in three."""
    what = RAISED if at == 0 else events.WorkLogged(str(at), 60)
    return said("slack" if at % 3 == 2 else "jira", f"{name}:{at}", anomaly(name), what, by=CP, after=at)


async def test_replicas_keep_the_order_of_each_anomaly(stores: list[Store]) -> None:
    names = [f"a{number}" for number in range(ANOMALIES)]
    for at in range(WORDS):
        # In another order each time, so that replicas come to the anomalies in different orders.
        turned = names[at % ANOMALIES :] + names[: at % ANOMALIES]
        await hear(stores[0], [told(name, at) for name in (turned if at % 2 else reversed(turned))])
    while (await stores[0].read(mailbox.count_by_state)).get("waiting"):
        await asyncio.gather(*(work(worker(store)) for store in stores))
    found = await stores[0].read(left)
    assert {state for state, _ in found.ends.values()} == {"handled"}
    assert found.journals == {name: [f"{name}:{at}" for at in range(WORDS)] for name in names}


@asynccontextmanager
async def in_a_rivals_hands(store: Store) -> AsyncIterator[None]:
    """The oldest delivery is held by a rival that has not come to its anomaly yet."""
    held, free = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def hold(tx: Connection) -> None:
        mailbox.waiting(tx, 1)
        loop.call_soon_threadsafe(held.set)
        free.wait(30)

    rival = asyncio.create_task(store.write(hold))
    await held.wait()
    yield
    free.set()
    await rival


def ticket() -> Delivery:
    """What brings the key BOU-7."""
    both = (topics.subject("a1"), topics.issue("default", "7"))
    return said("jira", "ticket", anomaly("a1"), events.TicketAttached("default", "7", "BOU-7"), topics=both)


def typed() -> Delivery:
    """A word about whatever is called BOU-7."""
    return said("slack", "typed", AboutKey("BOU-7"), events.DiagnosisStarted(), by=DEV)


@pytest.mark.parametrize("source", ["jira", "slack"])
async def test_a_delivery_in_a_rivals_hands_is_not_overtaken(stores: list[Store], source: str) -> None:
    await hear(stores[0], [said("jira", "born", anomaly("a1"), RAISED)])
    await work(worker(stores[0]))
    older = said("jira", "older", anomaly("a1"), events.WorkLogged("1", 60), after=1)
    newer = said(source, "newer", anomaly("a1"), events.WorkLogged("2", 60), after=2)
    await hear(stores[0], [older, newer, said("jira", "other", issue(7), RAISED)])
    one = worker(stores[0])
    async with in_a_rivals_hands(stores[1]):
        for _ in range(3):
            assert await one.once()
        ends = (await stores[0].read(left)).ends
    assert {name: state for name, (state, _) in ends.items()} == {
        "born": "handled",
        "older": "waiting",
        "newer": "waiting",
        "other": "handled",
    }
    await work(one)
    assert (await stores[0].read(left)).journals["a1"] == ["born", "older", "newer"]


async def test_a_typed_key_does_not_overtake_the_delivery_that_brings_it(stores: list[Store]) -> None:
    await hear(stores[0], [said("jira", "born", anomaly("a1"), RAISED)])
    await work(worker(stores[0]))
    await hear(stores[0], [ticket(), typed()])
    one = worker(stores[0])
    async with in_a_rivals_hands(stores[1]):
        for _ in range(3):
            assert await one.once()
        assert (await stores[0].read(left)).ends["typed"] == ("waiting", "")
    await work(one)
    assert (await stores[0].read(left)).ends["typed"][0] == "handled"


async def test_a_key_typed_before_it_is_known_is_not_overtaken_by_what_brings_it(stores: list[Store]) -> None:
    await hear(stores[0], [said("jira", "born", anomaly("a1"), RAISED)])
    await work(worker(stores[0]))
    await hear(stores[0], [typed(), ticket(), said("slack", "press", anomaly("a1"), events.Taken(), by=CP)])
    one = worker(stores[0])
    async with in_a_rivals_hands(stores[1]):
        for _ in range(3):
            assert await one.once()
        ends = (await stores[0].read(left)).ends
    assert {name: ends[name][0] for name in ("typed", "ticket", "press")} == dict.fromkeys(
        ("typed", "ticket", "press"), "waiting"
    )
    await work(one)
    found = await stores[0].read(left)
    assert found.ends["typed"] == ("ignored", "hors contrat")
    assert found.journals["a1"] == ["born", "ticket", "press"]
