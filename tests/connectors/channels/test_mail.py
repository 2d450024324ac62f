"""Mail over real SMTP: what arrives, what is refused, and what nobody can smuggle into it."""

from email import message_from_bytes, policy

import pytest

from connectors.channels import MailChannel
from connectors.channels.mail.address import Server, server
from connectors.channels.mail.letter import Letter, compose
from connectors.outcome import Never, NotNow
from rules.effects import CreateIssue, Mail, Message, Recipient, Say
from sandbox.mail import Mailbox
from tests.connectors.channels import cast
from tests.connectors.channels.cast import CONTRACT, after

ANOMALY = after(*cast.story("Panier <b>vide</b> & prix à 0\u00a0€"))
TO = Recipient(CONTRACT.id, "U0RM", "Responsable", None, "rm@boutique.example")
ASKED = Message(Say.RECETTE_ASKED, {"name": "BOU-214", "title": ANOMALY.title, "who": "Développeur", "text": "2.4.1"})
SENDER = "vigie@prestataire.example"


async def test_a_mail_arrives_readable_as_text_and_as_html(mailbox: Mailbox, letters: MailChannel) -> None:
    await letters.perform(Mail(TO, ASKED), cast.stage(ANOMALY))
    (mail,) = mailbox.to("rm@boutique.example")
    assert mail.subject == "BOU-214 · Recette à prononcer\u00a0: Panier <b>vide</b> & prix à 0\u00a0€"
    assert "Panier <b>vide</b> & prix" in mail.text
    assert cast.LINK in mail.text
    assert "Panier &lt;b&gt;vide&lt;/b&gt; &amp; prix" in mail.html
    assert f'href="{cast.LINK}"' in mail.html
    assert '<html lang="fr">' in mail.html
    assert mail.headers["From"] == "Vigie <vigie@prestataire.example>"
    assert mail.headers["Auto-Submitted"] == "auto-generated"


async def test_a_mail_says_for_which_client_and_never_reads_backwards(mailbox: Mailbox, letters: MailChannel) -> None:
    asked = Message(ASKED.say, {**ASKED.values, "text": "voir \u202efdp.exe\u2069"})
    await letters.perform(Mail(TO, asked), cast.stage(ANOMALY))
    (mail,) = mailbox.mails
    for body in (mail.text, mail.html):
        assert CONTRACT.client in body
        assert CONTRACT.id not in body
        assert not set(body) & {"\u202e", "\u2069"}


async def test_the_mails_of_an_anomaly_make_one_conversation(mailbox: Mailbox, letters: MailChannel) -> None:
    await letters.perform(Mail(TO, ASKED), cast.stage(ANOMALY, key="errand-1"))
    await letters.perform(Mail(TO, ASKED), cast.stage(ANOMALY, key="errand-2"))
    first, second = mailbox.mails
    assert first.headers["References"] == second.headers["References"] == second.headers["In-Reply-To"]
    assert first.headers["Message-ID"] != second.headers["Message-ID"]


async def test_a_repeated_errand_is_the_same_mail(mailbox: Mailbox, letters: MailChannel) -> None:
    refs = [(await letters.perform(Mail(TO, ASKED), cast.stage(ANOMALY))).ref for _ in range(2)]
    assert refs[0] == refs[1] == mailbox.mails[0].headers["Message-ID"]
    assert refs[0].endswith("@prestataire.example>")


async def test_a_mail_about_no_anomaly_belongs_to_no_conversation(mailbox: Mailbox, letters: MailChannel) -> None:
    await letters.send("rm@boutique.example", "Bilan", "Texte", "<p>Texte</p>", "errand-1")
    assert "References" not in mailbox.mails[0].headers


@pytest.mark.parametrize("subject", ["a\r\nBcc: x@y.example", "a\nb", "a\x00b", "x" * 5_000, "é" * 300, "\ud83d"])
async def test_a_title_adds_no_header(subject: str, mailbox: Mailbox, letters: MailChannel) -> None:
    await letters.send("rm@boutique.example", subject, "t\ud83d", "<p>h</p>", "errand-1")
    (mail,) = mailbox.mails
    assert mail.recipients == ("rm@boutique.example",)
    assert {"Bcc", "b"}.isdisjoint(mail.headers)
    assert len(mail.subject) <= 180


@pytest.mark.parametrize(
    "address", ["", "rm", "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example", "@b.example", "a b@c.example"]
)
async def test_what_is_not_one_address_is_parked_for_somebody_to_mend(
    address: str, mailbox: Mailbox, letters: MailChannel
) -> None:
    with pytest.raises(Never) as never:
        await letters.send(address, "s", "t", "<p>h</p>", "errand-1")
    assert never.value.remedy == cast.FRENCH.text("remedy.no_address")
    assert mailbox.mails == []


async def test_a_full_mailbox_is_tried_again(mailbox: Mailbox, letters: MailChannel) -> None:
    mailbox.deferred["rm@boutique.example"] = 1
    with pytest.raises(NotNow, match="451"):
        await letters.perform(Mail(TO, ASKED), cast.stage(ANOMALY))
    await letters.perform(Mail(TO, ASKED), cast.stage(ANOMALY))
    assert len(mailbox.mails) == 1


async def test_a_refused_recipient_is_parked_with_its_remedy(mailbox: Mailbox, letters: MailChannel) -> None:
    mailbox.refused.add("rm@boutique.example")
    with pytest.raises(Never, match="550") as never:
        await letters.perform(Mail(TO, ASKED), cast.stage(ANOMALY))
    assert never.value.remedy == cast.FRENCH.text("remedy.mail_recipient")
    assert "boutique" not in never.value.why


async def test_a_server_out_of_reach_is_tried_again() -> None:
    with pytest.raises(NotNow):
        await MailChannel("smtp://127.0.0.1:9", SENDER).perform(Mail(TO, ASKED), cast.stage(ANOMALY))


async def test_a_server_that_asks_for_nothing_cannot_check_who_we_are(mailbox: Mailbox) -> None:
    channel = MailChannel(f"smtp://vigie:s%40cret@127.0.0.1:{mailbox.port}", SENDER)
    with pytest.raises(Never) as never:
        await channel.perform(Mail(TO, ASKED), cast.stage(ANOMALY))
    assert "s@cret" not in f"{never.value.why}{never.value.remedy}{never.value.__cause__}"


async def test_encryption_that_the_server_lacks_is_not_done_without(mailbox: Mailbox) -> None:
    with pytest.raises(Never, match="not supported"):
        await MailChannel(f"smtp+starttls://127.0.0.1:{mailbox.port}", SENDER).perform(
            Mail(TO, ASKED), cast.stage(ANOMALY)
        )
    assert mailbox.mails == []


async def test_an_effect_of_another_channel_is_a_fault(letters: MailChannel) -> None:
    with pytest.raises(TypeError):
        await letters.perform(CreateIssue(), cast.stage(ANOMALY))


def test_the_servers_address_says_how_to_reach_it() -> None:
    assert server("smtp://relay.example") == Server("relay.example", 25)
    assert server("smtps://vigie:s%40cret@relay.example") == Server(
        "relay.example", 465, use_tls=True, start_tls=False, user="vigie", password="s@cret"
    )
    assert server("smtp+starttls://relay.example:2525") == Server("relay.example", 2525, start_tls=True)
    assert "s@cret" not in repr(server("smtps://vigie:s%40cret@relay.example"))


@pytest.mark.parametrize("url", ["", "relay.example", "http://relay.example", "smtp://", "smtp://user:pw@relay:port"])
def test_an_address_of_no_server_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(ValueError, match="mail server") as error:
        MailChannel(url, SENDER)
    assert "pw" not in str(error.value)


def test_a_mail_can_be_read_back_by_any_reader() -> None:
    raw = compose(Letter("rm@boutique.example", "é", "é\n" * 500, "<p>é</p>", "k", "a"), SENDER).as_bytes()
    message = message_from_bytes(raw, policy=policy.default)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert max(len(row) for row in raw.split(b"\r\n")) <= 998
