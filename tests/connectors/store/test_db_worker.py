"""Deliveries and other transactions take turns: neither waits for a pause in the other."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from connectors.store import Connection, mailbox, migrations
from connectors.store.db_worker import PATIENCE, Line
from connectors.store.engines import WRITE, sqlite_engine
from tests.connectors.store.samples import delivery


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    """The thread of an empty SQLite file, not started yet."""
    engine = sqlite_engine(make_url(f"sqlite:///{tmp_path / 'vigie.db'}"), WRITE, connections=1)
    migrations.apply(engine)
    one = Line(engine, "test")
    yield one
    await asyncio.to_thread(one.stop)
    engine.dispose()


def heard(tx: Connection) -> int:
    """How many deliveries a transaction finds there."""
    return mailbox.count_by_state(tx).get("waiting", 0)


async def test_each_batch_heard_is_followed_by_one_transaction(line: Line) -> None:
    """Deliveries that are there at every turn, as when more come than can be kept."""
    loop, numbers = asyncio.get_running_loop(), iter(range(1000))
    found: list[int] = []

    async def hear_more() -> None:
        for _ in range(5):
            line.hear(delivery(str(next(numbers))))
        line.hand_over()

    def work(tx: Connection) -> None:
        found.append(heard(tx))
        asyncio.run_coroutine_threadsafe(hear_more(), loop).result(10)

    await hear_more()
    asked = [line.perform(work) for _ in range(20)]
    line.start()
    await asyncio.gather(*asked)
    assert found == [5 * turn for turn in range(1, 21)]


def arrive(line: Line, waiting: threading.Event) -> None:
    """A delivery comes, in the event loop."""
    line.hear(delivery("1"))
    line.hand_over()
    waiting.set()


async def test_a_delivery_waits_for_one_transaction_at_most(line: Line) -> None:
    loop, waiting = asyncio.get_running_loop(), threading.Event()
    done: list[str] = []

    def hear(tx: Connection) -> None:
        loop.call_soon_threadsafe(arrive, line, waiting)
        waiting.wait(10)

    works = [line.perform(hear), *(line.perform(lambda tx: done.append(f"{heard(tx)} heard")) for _ in range(3))]
    line.start()
    await asyncio.gather(*works)
    assert done == ["1 heard"] * 3


async def test_a_transaction_is_told_when_a_delivery_has_waited(line: Line) -> None:
    loop, waiting = asyncio.get_running_loop(), threading.Event()

    def long(tx: Connection) -> tuple[bool, bool]:
        alone = line.awaited
        loop.call_soon_threadsafe(arrive, line, waiting)
        waiting.wait(10)
        time.sleep(2 * PATIENCE)
        return alone, line.awaited

    asked = line.perform(long)
    line.start()
    assert await asked == (False, True)
