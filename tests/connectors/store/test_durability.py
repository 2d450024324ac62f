"""Nothing is acknowledged before it is committed, and nothing that was acknowledged is lost."""

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from connectors.store import Store
from tests.connectors.store.samples import delivery

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
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        HEARING,
        store_url,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    assert process.stdout is not None
    acknowledged = [(await process.stdout.readline()).decode().strip() for _ in range(1000)]
    process.kill()
    rest = (await process.stdout.read()).decode()
    await process.wait()
    acknowledged += rest.split("\n")[:-1]
    assert len(acknowledged) >= 1000
    assert set(acknowledged) <= kept(store_url)

    again = Store(store_url)
    await again.open()
    assert await again.hear(delivery(acknowledged[0])) is False
    await again.close()
