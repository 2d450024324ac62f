"""E-mail as a channel: one letter a person, kept in the anomaly's own conversation."""

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

import aiosmtplib

from connectors.channels.mail.address import server
from connectors.channels.mail.letter import Letter, address, compose
from connectors.channels.mail.page import page
from connectors.channels.mail.refusals import judged
from connectors.channels.stage import Result, Stage, aside, plain
from connectors.outcome import Never
from connectors.wording import Wording
from rules.anomaly import Ticket
from rules.effects import PERSONAL, Effect, Mail

PATIENCE = 20.0


class MailChannel:
    """Sends by the server of `url` (smtp://, smtps:// or smtp+starttls://) as `sender`, an address or a named one.

    `browse` gives the address of an issue; `operators` words the remedies. Raises ValueError for an address that
    cannot be used.
    """

    performs: ClassVar[tuple[type[Effect], ...]] = (Mail,)

    def __init__(
        self,
        url: str,
        sender: str,
        browse: Callable[[Ticket], str] | None = None,
        operators: Wording | None = None,
    ) -> None:
        self._server = server(url)
        address(sender)
        self._sender = sender
        self._browse = browse
        self._operators = operators or Wording("fr", "UTC")

    async def perform(self, effect: Effect, stage: Stage) -> Result:
        """Write what a Mail asks. Raises NotNow or Never (see `connectors.outcome`)."""
        if not isinstance(effect, Mail):
            raise TypeError(f"mail does not perform {type(effect).__name__}")
        ticket = stage.anomaly.ticket if stage.anomaly else None
        link = stage.link or (self._browse(ticket) if self._browse and ticket else "")
        letter = written(effect, replace(stage, link=link))
        ref = await self.send(
            letter.to, letter.subject, letter.text, letter.html, letter.key, thread_of=letter.thread_of
        )
        return Result(ref=ref)

    async def send(self, to: str, subject: str, text: str, html: str, key: str, thread_of: str = "") -> str:
        """Send one mail to one address; its Message-ID, the same each time for the same `key`."""
        try:
            message = compose(Letter(to, subject, text, html, key, thread_of), self._sender)
        except ValueError:
            raise Never("smtp: unusable address", self._operators.text("remedy.no_address")) from None
        try:
            refused, _ = await aiosmtplib.send(
                message,
                hostname=self._server.host,
                port=self._server.port,
                username=self._server.user,
                password=self._server.password,
                use_tls=self._server.use_tls,
                start_tls=self._server.start_tls,
                timeout=PATIENCE,
            )
        except (aiosmtplib.SMTPException, OSError) as error:
            raise judged(error, self._operators) from None
        if refused:
            code, _ = next(iter(refused.values()))
            raise judged(aiosmtplib.SMTPRecipientRefused(code, "", ""), self._operators)
        return str(message["Message-ID"])


def written(effect: Mail, stage: Stage) -> Letter:
    """The letter of a Mail, in the words of its contract.

    Who is told the same privately in Slack reads there what a security anomaly is about: a mailbox has other readers.
    """
    stage = stage.discreet() if effect.to.slack else stage.discreet("text", "cause", "answer")
    subject = plain(stage, effect.message, "subject")
    text = "\n\n".join(filter(None, (plain(stage, effect.message, "mail"), aside(effect.to, effect.message, stage))))
    name = stage.anomaly.name if stage.anomaly else ""
    opening = stage.wording.text("mail.open", name=name) if stage.link and name else ""
    client = stage.contract.client if stage.contract else effect.to.contract
    personal = effect.message.say in PERSONAL
    footer = stage.wording.text("mail.footer.list" if personal else "mail.footer", client=client)
    html = page(
        language=stage.wording.language,
        subject=subject,
        text=text,
        link=stage.link if opening else "",
        opening=opening,
        footer=footer,
    )
    link = f"\n\n{opening}\n{stage.link}" if opening else ""
    thread_of = stage.anomaly.id if stage.anomaly else ""
    return Letter(effect.to.email or "", subject, f"{text}{link}\n\n-- \n{footer}\n", html, stage.key, thread_of)
