"""Several replicas share one PostgreSQL without a leader: none does what another one is doing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import URL, make_url, text

from connectors.store import Connection, Store, anomalies, journal, mailbox, outbox, periods
from tests.connectors.store.samples import NOON, delivery, errand, fact

LEASE = timedelta(seconds=30)


@asynccontextmanager
async def replica(url: str) -> AsyncIterator[Store]:
    store = Store(url)
    await store.open()
    try:
        yield store
    finally:
        await store.close()


@pytest.fixture
async def replicas(postgresql_url: str) -> AsyncIterator[list[Store]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(replica(postgresql_url)) for _ in range(3)]


async def test_two_claimers_never_get_the_same_errand_nor_two_of_one_lane(replicas: list[Store]) -> None:
    owed = [errand(f"k{number}", f"lane{number % 20}") for number in range(200)]
    await replicas[0].write(lambda tx: outbox.put(tx, owed))
    under_way: set[str] = set()
    performed: list[str] = []

    async def relay(store: Store) -> None:
        while len(performed) < len(owed):
            for claimed in await store.write(lambda tx: outbox.claim(tx, NOON, LEASE, 5)):
                assert claimed.lane not in under_way
                under_way.add(claimed.lane)
                await asyncio.sleep(0)
                under_way.remove(claimed.lane)
                performed.append(claimed.key)
                await store.write(lambda tx, claimed=claimed: outbox.done(tx, claimed.id, NOON))  # type: ignore[misc]

    await asyncio.gather(*(relay(store) for store in replicas for _ in range(2)))
    assert sorted(performed) == sorted(one.key for one in owed)
    for lane in range(20):
        numbers = [int(key[1:]) for key in performed if int(key[1:]) % 20 == lane]
        assert numbers == sorted(numbers)


async def test_a_delivery_that_one_replica_is_handling_is_not_given_to_another(replicas: list[Store]) -> None:
    for number in range(60):
        await replicas[0].hear(delivery(str(number)))
    handled: list[int] = []

    def one(tx: Connection) -> int | None:
        for heard in mailbox.waiting(tx, 1):
            mailbox.settle(tx, heard.id, "handled", None, None, NOON)
            return heard.id
        return None

    async def worker(store: Store) -> None:
        while (number := await store.write(one)) is not None:
            handled.append(number)

    await asyncio.gather(*(worker(store) for store in replicas for _ in range(2)))
    assert len(handled) == len(set(handled)) == 60


async def test_two_replicas_never_decide_the_same_anomaly_at_once(replicas: list[Store]) -> None:
    def decide(tx: Connection) -> None:
        anomalies.lock(tx, "a1")
        already = len(journal.ANOMALIES.read(tx, "a1"))
        tx.execute(text("SELECT pg_sleep(0.005)"))
        journal.ANOMALIES.append(tx, "a1", [fact(str(already))], NOON)

    await asyncio.gather(*(store.write(decide) for store in replicas for _ in range(5)))
    assert len(await replicas[0].read(lambda tx: journal.ANOMALIES.read(tx, "a1"))) == 15


async def test_a_delivery_heard_by_two_replicas_is_kept_once(replicas: list[Store]) -> None:
    fresh = await asyncio.gather(*(store.hear(delivery(str(number))) for number in range(40) for store in replicas))
    assert sum(fresh) == 40


async def test_the_work_of_a_period_goes_to_one_replica(replicas: list[Store]) -> None:
    won = await asyncio.gather(
        *(store.write(lambda tx: periods.claim(tx, "daily", "2026-01-05")) for store in replicas)
    )
    assert sorted(won) == [False, False, True]


async def test_replicas_may_start_together_on_an_empty_database(empty_database: URL) -> None:
    url = empty_database.render_as_string(hide_password=False)
    async with AsyncExitStack() as stack:
        stores = await asyncio.gather(*(stack.enter_async_context(replica(url)) for _ in range(3)))
        assert [await store.hear(delivery("1")) for store in stores] == [True, False, False]


async def test_a_replica_outlives_the_loss_of_its_connections(replicas: list[Store]) -> None:
    first, second, _third = replicas
    assert await first.hear(delivery("1")) is True
    await first.read(mailbox.count_by_state)
    await second.write(_drop_the_others)
    assert await first.hear(delivery("2")) is True
    assert await first.write(mailbox.count_by_state) == {"waiting": 2}


def _drop_the_others(tx: Connection) -> None:
    name = make_url(str(tx.engine.url)).database
    tx.execute(
        text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()"
        ),
        {"name": name},
    )
