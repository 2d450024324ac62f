"""Mail over real SMTP: what arrives, what is refused, and what nobody can smuggle into it."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
import trustme

from connectors.channels import MailChannel, Stage
from connectors.channels.mail.mail_address import Server, server
from connectors.channels.mail.mail_letter import Letter, compose
from connectors.delivery_errors import Never, NotNow
from connectors.wording import said
from rules.anomaly.state import Anomaly
from rules.effects import CreateIssue, Message, Recipient, Say, Write
from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.mail import Guard, Mailbox
from tests.connectors.channels import cast
from tests.connectors.channels.cast import CONTRACT, after, at

ANOMALY = after(*cast.story("Panier <b>vide</b> & prix à 0\u00a0€"))
TO = Recipient(CONTRACT.id, "U0RM", "Responsable", None, "rm@boutique.example")
ASKED = Message(Say.RECETTE_ASKED, {"name": "BOU-214", "title": ANOMALY.title, "who": "Développeur", "text": "2.4.1"})
SENDER = "vigie@prestataire.example"
RM = "rm@boutique.example"
USER, PASSWORD = "vigie", "s@cret"
LOGIN = "vigie:s%40cret@"


def letter(to: str = RM, subject: str = "Bilan", text: str = "Texte") -> Letter:
    return Letter(to, subject, text, "<p>Texte</p>", "errand-1")


def stage(anomaly: Anomaly, key: str = "errand-1", now: datetime | None = None) -> Stage:
    """What the channel is given for a message to the RM."""
    return cast.stage(anomaly, key=key, now=now, address=RM)


def told(title: str) -> Message:
    return Message(ASKED.say, {**ASKED.values, "title": title})


async def test_a_mail_arrives_readable_as_text_and_as_html(mailbox: Mailbox, letters: MailChannel) -> None:
    await letters.perform(Write(TO, ASKED), stage(ANOMALY))
    (mail,) = mailbox.to("rm@boutique.example")
    assert mail.subject == "BOU-214 · Panier <b>vide</b> & prix à 0\u00a0€"
    assert "Panier <b>vide</b> & prix" in mail.text
    assert cast.LINK in mail.text
    assert "Panier &lt;b&gt;vide&lt;/b&gt; &amp; prix" in mail.html
    assert f'href="{cast.LINK}"' in mail.html
    assert '<html lang="fr">' in mail.html
    assert mail.headers["From"] == "Vigie <vigie@prestataire.example>"
    assert mail.headers["To"] == RM
    assert mail.headers["Content-Language"] == "fr"


async def test_the_text_comes_first_and_both_say_the_same_in_utf_8(mailbox: Mailbox, letters: MailChannel) -> None:
    await letters.perform(Write(TO, ASKED), stage(ANOMALY))
    message = message_from_bytes(mailbox.mails[0].raw, policy=policy.default)
    assert message.get_content_type() == "multipart/alternative"
    parts = list(message.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert {part.get_content_charset() for part in parts} == {"utf-8"}
    assert "La correction est livrée en recette par Développeur." in mailbox.mails[0].text
    assert "La correction est livrée en recette par Développeur." in mailbox.mails[0].html


class Seen(HTMLParser):
    """What the HTML of a mail asks of its reader."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


async def test_the_html_is_one_column_that_fetches_nothing(mailbox: Mailbox, letters: MailChannel) -> None:
    await letters.perform(Write(TO, ASKED), stage(ANOMALY))
    html = mailbox.mails[0].html
    seen = Seen(html)
    assert not {"img", "link", "script", "style", "iframe", "form"} & {tag for tag, _ in seen.tags}
    assert not any({"src", "background", "srcset"} & attrs.keys() for _, attrs in seen.tags)
    assert "url(" not in html
    widths = [attrs.get("width") for tag, attrs in seen.tags if tag == "table"]
    assert set(widths) == {"100%", None}
    assert '<!--[if mso]><table role="presentation" width="600"' in html
    assert "max-width:600px" in html
    assert all(attrs.get("role") == "presentation" for tag, attrs in seen.tags if tag == "table")


async def test_what_slack_did_not_say_says_since_when(mailbox: Mailbox, letters: MailChannel) -> None:
    await letters.perform(Write(TO, ASKED, at(10, 9, 5), "slack"), stage(ANOMALY))
    for body in (mailbox.mails[0].text, mailbox.mails[0].html):
        assert "n’a pas pu être remis dans Slack depuis mar. 10 nov. 09:05" in body
    assert cast.LINK in mailbox.mails[0].text


async def test_what_a_letter_is_about_is_seen_in_the_list_of_mails(mailbox: Mailbox, letters: MailChannel) -> None:
    await letters.perform(Write(TO, ASKED), stage(ANOMALY))
    body = mailbox.mails[0].html.partition("<body")[2]
    assert body.index("Recette à prononcer") < body.index("<table")


async def test_a_letter_is_dated_by_the_machines_clock(mailbox: Mailbox) -> None:
    machine = at(10, 10) + timedelta(days=400)
    channel = MailChannel(f"smtp://127.0.0.1:{mailbox.port}", SENDER, wall=lambda: machine)
    await channel.perform(Write(TO, ASKED), stage(ANOMALY, now=at(10, 10)))
    assert parsedate_to_datetime(mailbox.mails[0].headers["Date"]) == machine


async def test_no_machine_answers_a_letter_and_no_list_is_named(mailbox: Mailbox, letters: MailChannel) -> None:
    await letters.perform(Write(TO, ASKED), stage(ANOMALY))
    headers = mailbox.mails[0].headers
    assert (headers["Auto-Submitted"], headers["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert not [name for name in headers if name.startswith("List-") or name in ("Precedence", "Reply-To")]


async def test_a_mail_says_for_which_client_and_never_reads_backwards(mailbox: Mailbox, letters: MailChannel) -> None:
    asked = Message(ASKED.say, {**ASKED.values, "text": "voir \u202efdp.exe\u2069"})
    await letters.perform(Write(TO, asked), stage(ANOMALY))
    (mail,) = mailbox.mails
    for body in (mail.text, mail.html):
        assert CONTRACT.client in body
        assert CONTRACT.id not in body
        assert not set(body) & {"\u202e", "\u2069"}


async def test_the_mails_of_an_anomaly_make_one_conversation(mailbox: Mailbox, letters: MailChannel) -> None:
    closed = Message(Say.CLOSED_TO_RM, {**ASKED.values, "cause": "Cache", "answer": "Vidé"})
    await letters.perform(Write(TO, ASKED), stage(ANOMALY, key="errand-1"))
    await letters.perform(Write(TO, closed), stage(ANOMALY, key="errand-2"))
    first, second = mailbox.mails
    assert first.subject == second.subject
    assert first.headers["References"] == second.headers["References"] == second.headers["In-Reply-To"]
    assert first.headers["Message-ID"] != second.headers["Message-ID"]


async def test_a_repeated_errand_is_the_same_mail(mailbox: Mailbox, letters: MailChannel) -> None:
    refs = [(await letters.perform(Write(TO, ASKED), stage(ANOMALY))).ref for _ in range(2)]
    assert refs[0] == refs[1] == mailbox.mails[0].headers["Message-ID"]
    assert refs[0].endswith("@prestataire.example>")


async def test_a_mail_about_no_anomaly_belongs_to_no_conversation(mailbox: Mailbox, letters: MailChannel) -> None:
    await letters.send(letter())
    assert "References" not in mailbox.mails[0].headers


SMUGGLED = (
    "a\r\nBcc: x@y.example",
    "a\nb",
    "a\x00b",
    "x" * 5_000,
    "é" * 300,
    "\ud83d",
    "\u202egpj.exe\u2066",
    "=?utf-8?q?a=0D=0ABcc:_x@y.example?=",
    "é =?utf-8?b?YQ0KQmNjOiB4QHkuZXhhbXBsZQ==?=",
)


@pytest.mark.parametrize("subject", SMUGGLED, ids=range(len(SMUGGLED)))
async def test_a_title_adds_no_header(subject: str, mailbox: Mailbox, letters: MailChannel) -> None:
    await letters.send(letter(subject=subject, text="t\ud83d"))
    await letters.perform(Write(TO, told(subject)), stage(after(*cast.story(subject))))
    for mail in mailbox.mails:
        assert mail.recipients == (RM,)
        assert {"Bcc", "b"}.isdisjoint(mail.headers)
        assert len(mail.subject) <= 180
        assert not set(mail.subject) & set("\r\n\u202e")


async def test_a_title_of_a_thousand_characters_keeps_its_beginning(mailbox: Mailbox, letters: MailChannel) -> None:
    await letters.perform(Write(TO, ASKED), stage(after(*cast.story("Panier " + "x" * 1_000))))
    assert mailbox.mails[0].subject.startswith("BOU-214 · Panier xxx")
    assert mailbox.mails[0].subject.endswith("…")


@pytest.mark.parametrize(
    "address", ["", "rm", "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example", "@b.example", "a b@c.example"]
)
async def test_what_is_not_one_address_is_parked_for_somebody_to_mend(
    address: str, mailbox: Mailbox, letters: MailChannel
) -> None:
    with pytest.raises(Never) as never:
        await letters.send(letter(address))
    assert never.value.remedy == said("remedy.no_address")
    assert mailbox.mails == []


async def test_a_full_mailbox_is_tried_again(mailbox: Mailbox, letters: MailChannel) -> None:
    mailbox.deferred["rm@boutique.example"] = 1
    with pytest.raises(NotNow, match="451"):
        await letters.perform(Write(TO, ASKED), stage(ANOMALY))
    await letters.perform(Write(TO, ASKED), stage(ANOMALY))
    assert len(mailbox.mails) == 1


async def test_a_refused_recipient_is_parked_with_its_remedy(mailbox: Mailbox, letters: MailChannel) -> None:
    mailbox.refused.add("rm@boutique.example")
    with pytest.raises(Never, match="550") as never:
        await letters.perform(Write(TO, ASKED), stage(ANOMALY))
    assert never.value.remedy == said("remedy.mail_recipient")
    assert "boutique" not in never.value.why


async def test_a_server_out_of_reach_is_tried_again() -> None:
    with pytest.raises(NotNow):
        await MailChannel("smtp://127.0.0.1:9", SENDER).perform(Write(TO, ASKED), stage(ANOMALY))


async def test_a_server_that_takes_the_address_and_not_the_letter_is_said_to(
    mailbox: Mailbox, letters: MailChannel
) -> None:
    mailbox.unwelcome = "554 5.7.1 refused by policy"
    with pytest.raises(Never, match="554") as never:
        await letters.perform(Write(TO, ASKED), stage(ANOMALY))
    assert never.value.remedy == said("remedy.mail_refused")
    assert "policy" not in never.value.why


async def test_an_address_in_letters_goes_where_the_server_takes_them(mailbox: Mailbox, letters: MailChannel) -> None:
    await letters.send(letter("rené@boutique.example"))
    assert mailbox.mails[0].recipients == ("rené@boutique.example",)


@asynccontextmanager
async def guarded(guard: Guard) -> AsyncIterator[Mailbox]:
    mailbox = Mailbox(DemoClock(at(10, 10), speed=1.0), Feed(), guard=guard)
    await mailbox.start()
    yield mailbox
    await mailbox.stop()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA(key_type=trustme.KeyType.ECDSA)


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine knows the authority, as it does once an operator has told it."""
    bundle = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(bundle)
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))


def certified(authority: trustme.CA, host: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    return context


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls", "smtp"])
async def test_a_letter_goes_encrypted_and_under_our_name(scheme: str, authority: trustme.CA) -> None:
    guard = Guard(certified(authority), implicit=scheme == "smtps", user=USER, password=PASSWORD)
    async with guarded(guard) as mailbox:
        channel = MailChannel(f"{scheme}://{LOGIN}127.0.0.1:{mailbox.port}", SENDER)
        await channel.perform(Write(TO, ASKED), stage(ANOMALY))
        assert [mail.recipients for mail in mailbox.mails] == [(RM,)]


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls", "smtp"])
async def test_nothing_is_said_to_a_server_whose_certificate_nobody_vouches_for(
    scheme: str, authority: trustme.CA
) -> None:
    guard = Guard(certified(authority), implicit=scheme == "smtps", user=USER, password=PASSWORD)
    async with guarded(guard) as mailbox:
        channel = MailChannel(f"{scheme}://{LOGIN}127.0.0.1:{mailbox.port}", SENDER)
        with pytest.raises(Never, match="certificate") as never:
            await channel.perform(Write(TO, ASKED), stage(ANOMALY))
        assert never.value.remedy == said("remedy.mail_certificate")
        assert mailbox.mails == []


@pytest.mark.usefixtures("trusted")
async def test_a_certificate_of_another_host_is_not_trusted(authority: trustme.CA) -> None:
    async with guarded(Guard(certified(authority, "other.example"), implicit=True)) as mailbox:
        with pytest.raises(Never, match="certificate"):
            await MailChannel(f"smtps://127.0.0.1:{mailbox.port}", SENDER).send(letter())
        assert mailbox.mails == []


@pytest.mark.usefixtures("trusted")
async def test_a_wrong_password_is_parked_with_its_remedy(authority: trustme.CA) -> None:
    async with guarded(Guard(certified(authority), user=USER, password="another")) as mailbox:
        channel = MailChannel(f"smtp+starttls://{LOGIN}127.0.0.1:{mailbox.port}", SENDER)
        with pytest.raises(Never, match="535") as never:
            await channel.perform(Write(TO, ASKED), stage(ANOMALY))
        assert never.value.remedy == said("remedy.mail_auth")
        assert PASSWORD not in f"{never.value.why}{never.value.remedy}{never.value.__cause__}"
        assert mailbox.mails == []


async def test_a_server_that_wants_a_name_is_not_written_to_without() -> None:
    async with guarded(Guard(user=USER, password=PASSWORD)) as mailbox:
        with pytest.raises(Never, match="530"):
            await MailChannel(f"smtp://127.0.0.1:{mailbox.port}", SENDER).send(letter())
        assert mailbox.mails == []


async def test_a_password_never_goes_in_clear() -> None:
    async with guarded(Guard(user=USER, password=PASSWORD)) as mailbox:
        with pytest.raises(Never) as never:
            await MailChannel(f"smtp://{LOGIN}127.0.0.1:{mailbox.port}", SENDER).send(letter())
        assert never.value.remedy == said("remedy.mail_tls")
        assert mailbox.mails == []


async def test_a_server_without_encryption_is_not_taken_for_one_that_has_it(mailbox: Mailbox) -> None:
    with pytest.raises(Never) as never:
        await MailChannel(f"smtps://127.0.0.1:{mailbox.port}", SENDER).send(letter())
    assert never.value.remedy == said("remedy.mail_tls")


async def test_encryption_that_the_server_lacks_is_not_done_without(mailbox: Mailbox) -> None:
    with pytest.raises(Never, match="not supported"):
        await MailChannel(f"smtp+starttls://127.0.0.1:{mailbox.port}", SENDER).perform(Write(TO, ASKED), stage(ANOMALY))
    assert mailbox.mails == []


async def test_an_effect_of_another_channel_is_a_fault(letters: MailChannel) -> None:
    with pytest.raises(TypeError):
        await letters.perform(CreateIssue(), stage(ANOMALY))


def test_the_servers_address_says_how_to_reach_it() -> None:
    assert server("smtp://relay.example") == Server("relay.example", 25)
    assert server("smtp://vigie:x@relay.example:587") == Server(
        "relay.example", 587, start_tls=True, user="vigie", password="x"
    )
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
    told = Letter(RM, "é", "é\n" * 500, "<p>é</p>", "k", "a")
    raw = compose(told, SENDER, datetime.fromisoformat("2026-11-10T09:00:00+00:00")).as_bytes()
    message = message_from_bytes(raw, policy=policy.default)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert max(len(row) for row in raw.split(b"\r\n")) <= 998
