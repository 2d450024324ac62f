"""A transaction is whole or it is nothing, on either database."""

import asyncio
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from connectors.store import Connection, Store, journal, mailbox
from tests.connectors.store.samples import NOON, delivery, fact


def count(tx: Connection) -> int:
    return sum(mailbox.count_by_state(tx).values())


async def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def half(tx: Connection) -> None:
        journal.ANOMALIES.append(tx, "a1", [fact("1")], NOON)
        raise LookupError("half-way")

    with pytest.raises(LookupError, match="half-way"):
        await store.write(half)
    assert await store.read(lambda tx: journal.ANOMALIES.read(tx, "a1")) == ()
    await store.write(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("1")], NOON))
    assert await store.read(lambda tx: journal.ANOMALIES.read(tx, "a1")) == (fact("1"),)


async def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(Exception, match=r"(?i)read-?only"):
        await store.read(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("1")], NOON))
    with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        await store.read(lambda tx: tx.execute(text("DELETE FROM deliveries")).rowcount)
    await store.write(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("1")], NOON))


async def test_a_reader_sees_the_database_as_it_stood_when_it_began(store: Store) -> None:
    loop = asyncio.get_running_loop()

    def twice(tx: Connection) -> tuple[int, int]:
        before = count(tx)
        asyncio.run_coroutine_threadsafe(store.hear(delivery("1")), loop).result(10)
        return before, count(tx)

    assert await store.read(twice) == (0, 0)
    assert await store.read(count) == 1


async def test_a_long_read_does_not_hold_up_what_is_heard(store: Store) -> None:
    loop, heard = asyncio.get_running_loop(), asyncio.Event()

    def long(tx: Connection) -> None:
        count(tx)
        asyncio.run_coroutine_threadsafe(heard.wait(), loop).result(10)

    reading = asyncio.create_task(store.read(long))
    assert await asyncio.wait_for(store.hear(delivery("1")), 5)
    heard.set()
    await reading


async def test_closing_finishes_what_was_asked(store_url: str) -> None:
    store = Store(store_url)
    await store.open()
    asked = [asyncio.create_task(store.hear(delivery(str(number)))) for number in range(100)]
    await asyncio.sleep(0)
    await store.close()
    assert await asyncio.gather(*asked) == [True] * 100
    await store.open()
    assert await store.read(count) == 100
    await store.close()


async def test_a_caller_that_gives_up_leaves_the_store_working(store: Store) -> None:
    asked = [asyncio.create_task(store.hear(delivery(str(number)))) for number in range(10)]
    await asyncio.sleep(0)
    for one in asked:
        one.cancel()
    await asyncio.gather(*asked, return_exceptions=True)
    assert await store.hear(delivery("last")) is True
    assert await store.read(count) == 11


async def test_an_instant_without_a_zone_is_refused(store: Store) -> None:
    naive = datetime(2026, 1, 5, 12)  # noqa: DTZ001 - what must be refused
    with pytest.raises(ValueError, match="zone"):
        await store.write(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("1")], naive))


async def test_sqlite_keeps_what_it_committed_through_a_power_cut(sqlite_store: Store) -> None:
    def settings(tx: Connection) -> tuple[object, object]:
        return tuple(tx.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous"))  # type: ignore[return-value]

    assert await sqlite_store.write(settings) == ("wal", 2)


async def test_a_closed_sqlite_store_is_one_whole_file(sqlite_url: str) -> None:
    store, file = Store(sqlite_url), Path(str(make_url(sqlite_url).database))
    await store.open()
    await store.hear(delivery("1"))
    await store.read(count)
    await store.close()
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    with sqlite3.connect(file) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/vigie"])
def test_a_database_that_cannot_keep_the_promises_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="SQLite"):
        Store(url)
