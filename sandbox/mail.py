"""A mailbox for everyone: a real SMTP server on the loopback that keeps what it receives, or refuses it on demand."""

import asyncio
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from sandbox.clock import DemoClock
from sandbox.feed import Feed

EVERYONE = "*"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A received mail: `recipients` are the envelope's, `received_at` the demo's time, `text` and `html` its bodies."""

    number: int
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str
    headers: dict[str, str]
    received_at: datetime
    attachments: tuple[Attachment, ...] = ()
    raw: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Guard:
    """The way into the mailbox: over `tls` from the first byte (`implicit`) or after STARTTLS, as `user` if named."""

    tls: ssl.SSLContext | None = None
    implicit: bool = False
    user: str = ""
    password: str = field(default="", repr=False)


class Mailbox:
    """Receives on 127.0.0.1; `port` is 0 until `start`, unless one is asked for. `guard` None lets anyone in.

    `refused` are the recipients answered 550, `deferred` those answered 451 and how many times ("*": anyone);
    `unwelcome` is what every mail is answered once it was read, "" to take it.
    """

    def __init__(self, clock: DemoClock, feed: Feed, port: int = 0, guard: Guard | None = None) -> None:
        self._clock, self.feed = clock, feed
        self.port = port
        self.guard = guard or Guard()
        self.unwelcome = ""
        self.mails: list[Mail] = []
        self.refused: set[str] = set()
        self.deferred: dict[str, int] = {}
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen, within the running loop."""
        loop = asyncio.get_running_loop()
        implicit = self.guard.tls if self.guard.implicit else None
        self._server = await loop.create_server(self._entrance, "127.0.0.1", self.port, ssl=implicit)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    def _entrance(self) -> SMTP:
        guard = self.guard
        return SMTP(
            _Door(self),
            hostname="sandbox.example",
            enable_SMTPUTF8=True,
            loop=asyncio.get_running_loop(),
            tls_context=None if guard.implicit else guard.tls,
            require_starttls=bool(guard.tls) and not guard.implicit,
            auth_required=bool(guard.user),
            auth_require_tls=bool(guard.tls) and not guard.implicit,
            authenticator=self._knows,
        )

    def _knows(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        wanted = LoginPassword(self.guard.user.encode(), self.guard.password.encode())
        return AuthResult(success=given == wanted, handled=False)

    def to(self, address: str) -> list[Mail]:
        """The mails one address received, oldest first."""
        return [mail for mail in self.mails if address in mail.recipients]

    def verdict(self, address: str) -> str:
        """The SMTP answer to a recipient."""
        if {address, EVERYONE} & self.refused:
            return "550 5.1.1 mailbox unavailable"
        for name in (address, EVERYONE):
            if self.deferred.get(name, 0) > 0:
                self.deferred[name] -= 1
                return "451 4.3.0 try again later"
        return "250 OK"

    async def receive(self, sender: str, recipients: tuple[str, ...], raw: bytes) -> None:
        """Keep one mail."""
        message: EmailMessage = message_from_bytes(raw, policy=policy.default)
        self.mails.append(
            Mail(
                len(self.mails) + 1,
                sender,
                recipients,
                str(message["subject"] or ""),
                _body(message, "plain"),
                _body(message, "html"),
                {name: str(value) for name, value in message.items()},
                self._clock.now(),
                tuple(_attachments(message)),
                raw,
            )
        )
        await self.feed.tell("mail")


class _Door:
    """The SMTP conversation, as aiosmtpd calls it."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        verdict = self._mailbox.verdict(address)
        if verdict.startswith("250"):
            envelope.rcpt_tos.append(address)
        return verdict

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self._mailbox.unwelcome:
            return self._mailbox.unwelcome
        await self._mailbox.receive(envelope.mail_from or "", tuple(envelope.rcpt_tos), bytes(envelope.content))
        return "250 OK"


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    for part in message.iter_attachments():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield Attachment(part.get_filename() or "sans-nom", part.get_content_type(), content)
