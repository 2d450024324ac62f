"""The mailbox over real SMTP: what is received, and what is refused."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.message import EmailMessage

import aiosmtplib
import pytest

from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.mail import Mailbox

START = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    mailbox = Mailbox(DemoClock(START, speed=0), Feed())
    await mailbox.start()
    yield mailbox
    await mailbox.stop()


def letter(to: str = "rm@boutique.example") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Vigie <vigie@prestataire.example>"
    message["To"] = to
    message["Subject"] = "Délais de BOU-1 : résolution à 15:40"
    message["X-Vigie-Key"] = "mail:BOU-1:1"
    message.set_content("Prise en charge : 11:05.\n")
    message.add_alternative("<p>Prise en charge : <b>11:05</b></p>", subtype="html")
    message.add_attachment(b"jour;total\n", maintype="text", subtype="csv", filename="décompte.csv")
    return message


async def send(mailbox: Mailbox, message: EmailMessage, recipients: list[str] | None = None) -> None:
    await aiosmtplib.send(message, hostname="127.0.0.1", port=mailbox.port, recipients=recipients)


async def test_a_mail_is_kept_as_it_was_sent(mailbox: Mailbox) -> None:
    await send(mailbox, letter("rm@boutique.example, cp@prestataire.example"))
    (mail,) = mailbox.mails
    assert mail.recipients == ("rm@boutique.example", "cp@prestataire.example")
    assert mail.sender == "vigie@prestataire.example"
    assert mail.subject == "Délais de BOU-1 : résolution à 15:40"
    assert mail.text.strip() == "Prise en charge : 11:05."
    assert "<b>11:05</b>" in mail.html
    assert mail.headers["X-Vigie-Key"] == "mail:BOU-1:1"
    assert mail.received_at == START
    assert [(file.name, file.content.strip()) for file in mail.attachments] == [("décompte.csv", b"jour;total")]


async def test_a_mail_is_told_to_the_page(mailbox: Mailbox) -> None:
    feed = mailbox.feed
    await send(mailbox, letter())
    assert [change.part for change in await feed.after(0, patience=1)] == ["mail"]


async def test_mails_are_found_by_recipient(mailbox: Mailbox) -> None:
    await send(mailbox, letter("rm@boutique.example"))
    await send(mailbox, letter("cp@prestataire.example"))
    assert [mail.number for mail in mailbox.to("cp@prestataire.example")] == [2]


async def test_a_refused_recipient_is_answered_550(mailbox: Mailbox) -> None:
    mailbox.refused.add("rm@boutique.example")
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as caught:
        await send(mailbox, letter())
    assert caught.value.recipients[0].code == 550
    await send(mailbox, letter(), ["rm@boutique.example", "cp@prestataire.example"])
    assert [mail.recipients for mail in mailbox.mails] == [("cp@prestataire.example",)]


async def test_a_deferred_recipient_is_answered_451_then_accepted(mailbox: Mailbox) -> None:
    mailbox.deferred["*"] = 1
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as caught:
        await send(mailbox, letter())
    assert caught.value.recipients[0].code == 451
    await send(mailbox, letter())
    assert len(mailbox.mails) == 1
