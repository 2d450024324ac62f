"""`vigie doctor` looks at the mail server as a letter would, and sends none."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from bot.config.settings import Settings
from bot.doctor import mail_findings
from connectors.jira.setup.found import Found, Weight
from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.mail import Mailbox


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    mailbox = Mailbox(DemoClock(datetime(2026, 11, 9, tzinfo=UTC), speed=0), Feed())
    await mailbox.start()
    yield mailbox
    await mailbox.stop()


async def found(url: str) -> Found:
    (one,) = await mail_findings.server(Settings.given(smtp_url=SecretStr(url)))
    return one


async def test_a_server_that_answers_in_clear_is_worth_knowing_and_receives_nothing(mailbox: Mailbox) -> None:
    one = await found(f"smtp://127.0.0.1:{mailbox.port}")
    assert one.weight is Weight.NOTE
    assert "sans chiffrement" in one.said
    assert mailbox.mails == []


async def test_a_server_that_would_take_a_password_in_clear_is_refused_with_the_remedy(mailbox: Mailbox) -> None:
    one = await found(f"smtp://vigie:s3cret@127.0.0.1:{mailbox.port}")
    assert one.weight is Weight.BAD
    assert "smtp+starttls://" in one.said
    assert "s3cret" not in one.said


async def test_a_server_that_does_not_answer_is_named_with_what_to_look_at() -> None:
    one = await found("smtp://127.0.0.1:9")
    assert one.weight is Weight.BAD
    assert "ne répond pas (SMTPConnectError)" in one.said


async def test_without_a_server_there_is_nothing_to_look_at() -> None:
    assert await mail_findings.server(Settings.given()) == []
