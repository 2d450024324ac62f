"""A Slack stand-in and a mailbox on the loopback, and the channels that speak to them."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI
from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels import MailChannel, SlackChannel
from connectors.channels.slack.pacing import Pace
from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.mail import Mailbox
from sandbox.page.serving import bound, serving
from sandbox.slack import Keys, Slack, router
from tests.connectors.channels.cast import LINK, at

TOKEN = "xoxb-secret-token"


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    sock = bound()
    slack = Slack(
        DemoClock(at(10, 10), speed=1.0),
        Feed(),
        Keys(TOKEN, "signing"),
        base_url=f"http://127.0.0.1:{sock.getsockname()[1]}",
        vigie_url="http://127.0.0.1:9",
    )
    slack.subscriptions = set()
    app = FastAPI()
    app.include_router(router(slack), prefix="/slack")
    async with serving(app, sock):
        yield slack
        await slack.stop()


@pytest.fixture
def channel(slack: Slack) -> SlackChannel:
    client = AsyncWebClient(token=TOKEN, base_url=f"{slack.base_url}/slack/api/", retry_handlers=[], timeout=5)
    return SlackChannel(client, browse=lambda _: LINK, pace=Pace(0.0))


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    mailbox = Mailbox(DemoClock(at(10, 10), speed=1.0), Feed())
    await mailbox.start()
    yield mailbox
    await mailbox.stop()


@pytest.fixture
def letters(mailbox: Mailbox) -> MailChannel:
    return MailChannel(f"smtp://127.0.0.1:{mailbox.port}", "Vigie <vigie@prestataire.example>", browse=lambda _: LINK)
