"""A database that is locked or full: callers have their 503 within 5 s, readiness is red within 10 s."""

import asyncio
import hashlib
import hmac
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from sqlalchemy import create_engine, make_url, text

from bot.app import Vigie
from bot.slack.intake.slack_signature import sign
from connectors.contracts import load_folder
from connectors.store import Connection, mailbox
from tests.bot.given import SECRET, settings
from tests.plain_contracts import PLAIN

ANSWERED, RED = 5.0, 10.0  # seconds
MUCH = 100_000  # bytes: more than what is left of the pages that are there
FORM = "application/x-www-form-urlencoded"
Trouble = Callable[[str], AbstractContextManager[None]]


@contextmanager
def written_by_another(url: str) -> Iterator[None]:
    """Another process holds SQLite's writing lock."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def tables_locked(url: str) -> Iterator[None]:
    """Somebody holds PostgreSQL's table of deliveries for themselves."""
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.connect() as tx, tx.begin():
        tx.execute(text("LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE"))
        yield
    engine.dispose()


@asynccontextmanager
async def living(folder: Path, url: str) -> AsyncIterator[tuple[Vigie, httpx.AsyncClient]]:
    """A Vigie with all its jobs, and a client."""
    vigie = Vigie(settings(folder, url), load_folder(PLAIN))
    transport = httpx.ASGITransport(vigie.asgi())
    async with httpx.AsyncClient(transport=transport, base_url="http://vigie") as client, vigie.running():
        assert (await client.get("/health/ready")).status_code == 200
        yield vigie, client


async def timed(asked: asyncio.Future[httpx.Response] | asyncio.Task[httpx.Response]) -> tuple[int, float]:
    """The status of an answer, and how long it was in coming."""
    begun = time.monotonic()
    return (await asked).status_code, time.monotonic() - begun


def from_jira(client: httpx.AsyncClient, number: int, size: int = 0) -> asyncio.Task[httpx.Response]:
    """A webhook."""
    body = b'{"number": %d, "more": "%s"}' % (number, b"x" * size)
    headers = {"x-hub-signature": "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()}
    return asyncio.create_task(client.post("/webhooks/jira", content=body, headers=headers))


def from_slack(client: httpx.AsyncClient, size: int = 0) -> asyncio.Task[httpx.Response]:
    """A command."""
    said = {
        "command": "/anomalie",
        "text": f"liste {'x' * size}",
        "user_id": "U0CP",
        "trigger_id": str(time.monotonic_ns()),
    }
    body = urlencode(said | {"team_id": "T0", "channel_id": "C0BOUTIQUE"}).encode()
    stamp = str(int(time.time()))
    headers = {
        "content-type": FORM,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": sign(SECRET, stamp, body),
    }
    return asyncio.create_task(client.post("/slack/events", content=body, headers=headers))


async def refused(client: httpx.AsyncClient, size: int = 0) -> None:
    """Everybody is answered in time that it cannot be, one after the other and together."""
    asked = [from_jira(client, number, size) for number in range(5)] + [from_slack(client, size)]
    for status, seconds in await asyncio.gather(*(timed(one) for one in asked)):
        assert status == 503
        assert seconds < ANSWERED
    status, seconds = await timed(asyncio.create_task(client.get("/health/ready")))
    assert status == 503
    assert seconds < RED - ANSWERED


async def well_again(client: httpx.AsyncClient) -> None:
    """It goes on as soon as it can."""
    until = time.monotonic() + 15
    while (await from_jira(client, 99)).status_code != 202:
        assert time.monotonic() < until
        await asyncio.sleep(0.2)
    assert (await client.get("/health/ready")).status_code == 200


async def test_a_lock_turns_readiness_red_though_nobody_calls(tmp_path: Path, sqlite_url: str) -> None:
    async with living(tmp_path, sqlite_url) as (_, client):
        with written_by_another(sqlite_url):
            status, seconds = await timed(asyncio.create_task(client.get("/health/ready")))
            assert (status, seconds < RED) == (503, True)


@pytest.mark.parametrize(("dialect", "trouble"), [("sqlite", written_by_another), ("postgresql", tables_locked)])
async def test_a_locked_database_is_told_in_time_and_nothing_is_kept_that_was_refused(
    request: pytest.FixtureRequest, tmp_path: Path, dialect: str, trouble: Trouble
) -> None:
    url: str = request.getfixturevalue(f"{dialect}_url")
    async with living(tmp_path, url) as (vigie, client):
        with trouble(url):
            await refused(client)
        await well_again(client)
        assert await vigie.store.read(lambda tx: sum(mailbox.count_by_state(tx).values())) == 1


async def test_a_full_database_is_told_in_time(tmp_path: Path, sqlite_url: str) -> None:
    async with living(tmp_path, sqlite_url) as (vigie, client):
        await vigie.store.write(lambda tx: _room(tx, pages=1))
        await refused(client, size=MUCH)
        await vigie.store.write(lambda tx: _room(tx, pages=1 << 20))
        await well_again(client)


def _room(tx: Connection, pages: int) -> None:
    """SQLite's file may grow so far and no further, but never less than it is."""
    tx.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
