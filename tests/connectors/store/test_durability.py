"""Nothing is acknowledged before it is committed, and nothing that was acknowledged is lost."""

import asyncio
import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

import psycopg
from sqlalchemy import make_url, text

from connectors.store import Connection, Store, lane_heads, outbox
from tests.connectors.store.samples import NOON, delivery

LEASE = timedelta(minutes=1)

HEARING = """
import asyncio, sys
from connectors.store import Store
from tests.connectors.store.samples import delivery

async def main():
    store = Store(sys.argv[1])
    await store.open()
    numbers = iter(range(1_000_000))
    async def caller():
        for number in numbers:
            await store.hear(delivery(str(number)))
            print(number, flush=True)
    await asyncio.gather(*(caller() for _ in range(32)))

asyncio.run(main())
"""

PERFORMING = """
import asyncio, sys
from datetime import timedelta
from connectors.store import Store, outbox
from tests.connectors.store.samples import NOON, errand

async def main():
    store = Store(sys.argv[1])
    await store.open()
    numbers = iter(range(1_000_000))
    async def decide():
        for number in numbers:
            await store.write(lambda tx: outbox.put(tx, [errand(f"k{number}", f"lane{number % 7}")]))
            print("put", f"k{number}", flush=True)
    async def relay():
        while True:
            for one in await store.write(lambda tx: outbox.claim(tx, NOON, timedelta(minutes=1), 4)):
                await store.write(lambda tx: outbox.done(tx, one.id, NOON))
                print("done", one.key, flush=True)
    await asyncio.gather(decide(), decide(), relay())

asyncio.run(main())
"""


def kept(url: str) -> set[str]:
    """The identities that another connection sees, which is none of the store's."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(address.database))) as raw:
            return {identity for (identity,) in raw.execute("SELECT identity FROM deliveries")}
    with psycopg.connect(address.set(drivername="postgresql").render_as_string(hide_password=False)) as other:
        return {identity for (identity,) in other.execute("SELECT identity FROM deliveries")}


async def test_nothing_is_acknowledged_before_the_commit(store: Store, store_url: str) -> None:
    async def heard_and_kept(number: int) -> bool:
        await store.hear(delivery(str(number)))
        return str(number) in kept(store_url)

    assert all(await asyncio.gather(*(heard_and_kept(number) for number in range(20))))


async def test_what_was_acknowledged_survives_a_kill(store_url: str) -> None:
    acknowledged = await _killed(HEARING, store_url, 1000)
    assert set(acknowledged) <= kept(store_url)

    again = Store(store_url)
    await again.open()
    assert await again.hear(delivery(acknowledged[0])) is False
    await again.close()


async def test_errands_killed_in_the_middle_are_each_done_once(store_url: str) -> None:
    said = [line.split() for line in await _killed(PERFORMING, store_url, 400)]
    put, done = ([key for what, key in said if what == verb] for verb in ("put", "done"))
    again = Store(store_url)
    await again.open()
    assert await again.write(lane_heads.mend) == []
    left: list[str] = []
    while claimed := await again.write(lambda tx: outbox.claim(tx, NOON + LEASE, LEASE, 4)):
        left += [one.key for one in claimed]
        for one in claimed:
            await again.write(partial(outbox.done, id=one.id, at=NOON))
    assert len(left) == len(set(left))
    assert not set(left) & set(done), "done twice"
    # One put and one end may be committed and not said.
    assert set(put) <= {*left, *done, *await again.read(_ended)}
    await again.close()


def _ended(tx: Connection) -> set[str]:
    return set(tx.execute(text("SELECT key FROM errands WHERE state = 'done'")).scalars())


async def _killed(script: str, store_url: str, lines: int) -> list[str]:
    """What a process said before it was killed, which it was after so many lines."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, store_url, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[3]
    )
    assert process.stdout is not None
    said = [(await process.stdout.readline()).decode().strip() for _ in range(lines)]
    process.kill()
    rest = (await process.stdout.read()).decode()
    await process.wait()
    said += rest.split("\n")[:-1]
    assert len(said) >= lines
    return said
