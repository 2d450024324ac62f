"""A room per test, alone or with all that stands behind it."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from connectors.store import Store
from tests.bot.slack.house import Room
from tests.bot.slack.world import World, world


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    """The Slack room, its door open, nobody in it yet."""
    opened = Room()
    yield opened
    await opened.door.settled()
    await opened.http.aclose()


@pytest.fixture
def careless() -> Iterator[None]:
    """SQLite waits for no disk: what a power cut would take away, these tests do not need."""

    def hurry(connection: Any, *_: Any) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    event.listen(Pool, "checkout", hurry)
    yield
    event.remove(Pool, "checkout", hurry)


@pytest.fixture
async def here(careless: None, sqlite_store: Store) -> AsyncIterator[World]:
    """All that stands behind the Slack room."""
    async with world(sqlite_store) as one:
        yield one
