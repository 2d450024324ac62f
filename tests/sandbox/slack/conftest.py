"""A Slack stand-in on the loopback, a real slack_sdk client of it, and a receiver in Vigie's place."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.page.serving import bound, serving
from sandbox.slack import Keys, Slack, router
from tests.sandbox.slack.receiver import Receiver

START = datetime(2026, 11, 9, 9, 5, tzinfo=UTC)


@dataclass
class Monotonic:
    """A real clock that the test turns by hand (seconds)."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def monotonic() -> Monotonic:
    return Monotonic()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    async with serving(receiver.app()) as url:
        receiver.url = url
        yield receiver


@pytest.fixture
async def slack(receiver: Receiver, monotonic: Monotonic) -> AsyncIterator[Slack]:
    sock = bound()
    slack = Slack(
        DemoClock(START, speed=1.0),
        Feed(),
        Keys("xoxb-test", receiver.secret),
        base_url=f"http://127.0.0.1:{sock.getsockname()[1]}",
        vigie_url=receiver.url,
        monotonic=monotonic,
    )
    slack.retry_delays = (0.0, 0.0, 0.0)
    app = FastAPI()
    app.include_router(router(slack), prefix="/slack")
    async with serving(app, sock):
        yield slack
        await slack.stop()


@pytest.fixture
def client(slack: Slack) -> AsyncWebClient:
    return AsyncWebClient(token="xoxb-test", base_url=f"{slack.base_url}/slack/api/")
