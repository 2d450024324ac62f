"""E-mail as a channel: one letter a person, kept in the anomaly's own conversation."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar

import aiosmtplib

from connectors.channels.mail.mail_address import server
from connectors.channels.mail.mail_letter import Letter, address, compose
from connectors.channels.mail.mail_page import page
from connectors.channels.mail.mail_refusals import judged
from connectors.channels.render_context import Result, Stage, aside, plain
from connectors.delivery_errors import Never
from connectors.route import MAIL
from connectors.wording import said
from rules.anomaly.state import Ticket
from rules.effects import PERSONAL, Effect, Message, Say, Tell, Write

PATIENCE = 20.0


def machine_now() -> datetime:
    """The machine's instant, which a mail is dated by."""
    return datetime.now(UTC)


class MailChannel:
    """Sends by the server of `url` (smtp://, smtps:// or smtp+starttls://) as `sender`, an address or a named one.

    `browse` gives the address of an issue; `wall` is the clock that letters are dated by. Raises
    ValueError for an address that cannot be used.
    """

    name: ClassVar[str] = MAIL
    performs: ClassVar[tuple[type[Effect], ...]] = (Write, Tell)

    def __init__(
        self,
        url: str,
        sender: str,
        browse: Callable[[Ticket], str] | None = None,
        wall: Callable[[], datetime] = machine_now,
    ) -> None:
        self._server = server(url)
        address(sender)
        self._sender = sender
        self._browse = browse
        self._wall = wall

    async def perform(self, effect: Effect, stage: Stage) -> Result:
        """Send what a Write asks, or a Tell to who has no chat. Raises NotNow or Never (see `delivery_errors`)."""
        if not isinstance(effect, Write | Tell):
            raise TypeError(f"mail does not perform {type(effect).__name__}")
        ticket = stage.anomaly.ticket if stage.anomaly else None
        link = stage.link or (self._browse(ticket) if self._browse and ticket else "")
        return Result(ref=await self.send(written(effect, replace(stage, link=link))))

    async def send(self, letter: Letter) -> str:
        """Send one mail to one address; its Message-ID, the same each time for the same `key`."""
        try:
            message = compose(letter, self._sender, self._wall())
        except ValueError:
            raise Never("smtp: unusable address", said("remedy.no_address")) from None
        try:
            refused, _ = await aiosmtplib.send(
                message,
                sender=address(self._sender).addr_spec,
                recipients=[address(letter.to).addr_spec],
                hostname=self._server.host,
                port=self._server.port,
                username=self._server.user,
                password=self._server.password,
                use_tls=self._server.use_tls,
                start_tls=self._server.start_tls,
                timeout=PATIENCE,
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            raise judged(error) from None
        if refused:
            code, _ = next(iter(refused.values()))
            raise judged(aiosmtplib.SMTPRecipientRefused(code, "", ""))
        return str(message["Message-ID"])


async def greet(url: str) -> bool:
    """Go as far as one can without writing to anybody: whether what is said there is encrypted.

    Raises NotNow or Never, as a letter would.
    """
    there = server(url)
    client = aiosmtplib.SMTP(
        hostname=there.host,
        port=there.port,
        username=there.user,
        password=there.password,
        use_tls=there.use_tls,
        start_tls=there.start_tls,
        timeout=PATIENCE,
    )
    try:
        async with client:
            return client.get_transport_info("sslcontext") is not None
    except (aiosmtplib.SMTPException, OSError) as error:
        raise judged(error) from None


def written(effect: Write | Tell, stage: Stage) -> Letter:
    """The e-mail of an effect, in the words of its contract.

    A security anomaly's details are left to the private chat of who has one: others may read a mailbox. All the
    e-mails of an anomaly have one subject, so that mail programs keep them together; the preview shows the news.
    """
    stage = stage.discreet() if effect.to.chat else stage.discreet("text", "cause", "answer")
    about = plain(stage, effect.message, "subject")
    parts = (plain(stage, effect.message, "mail"), _late(effect, stage), aside(effect.to, effect.message, stage))
    text = "\n\n".join(filter(None, parts))
    name = stage.anomaly.name if stage.anomaly else ""
    subject = _named(stage) or about
    opening = stage.wording.text("mail.open", name=name) if stage.link and name else ""
    client = stage.contract.client if stage.contract else effect.to.contract
    personal = effect.message.say in PERSONAL
    footer = stage.wording.text("mail.footer.list" if personal else "mail.footer", client=client)
    html = page(
        language=stage.wording.language,
        subject=subject,
        about=about if about != subject else "",
        text=text,
        link=stage.link if opening else "",
        opening=opening,
        footer=footer,
    )
    link = f"\n\n{opening}\n{stage.link}" if opening else ""
    thread_of = stage.anomaly.id if stage.anomaly else ""
    whole = f"{text}{link}\n\n-- \n{footer}\n"
    return Letter(stage.address, subject, whole, html, stage.key, thread_of, stage.wording.language, stage.files)


def _late(effect: Write | Tell, stage: Stage) -> str:
    """Why it comes by e-mail, where it should have been told by another channel."""
    if not isinstance(effect, Write) or effect.unsaid_since is None:
        return ""
    via = stage.wording.channel(effect.unsaid_by)
    return stage.wording.text("mail.unsaid", since=effect.unsaid_since, via=via)


def _named(stage: Stage) -> str:
    """What the anomaly is called in every subject, "" where there is none."""
    if stage.anomaly is None:
        return ""
    called = Message(Say.LOG_TICKET, {"name": stage.anomaly.name, "title": stage.anomaly.title})
    return stage.wording.text("say.subject", **stage.completed(called).values)
