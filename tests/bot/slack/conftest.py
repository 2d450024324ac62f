"""A room per test."""

from collections.abc import AsyncIterator

import pytest

from tests.bot.slack.house import Room


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    """The Slack room, its door open, nobody in it yet."""
    opened = Room()
    yield opened
    await opened.door.settled()
    await opened.http.aclose()
