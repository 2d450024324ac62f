"""A mail server that refuses, says nothing or breaks off: each letter arrives once, as soon as the server is itself."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from connectors.channels import MailChannel, Result, Stage
from connectors.store import Store, outbox
from rules import events
from rules.contract import Criticality
from rules.effects import Effect, Write
from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.mail import Mailbox
from tests.free_ports import free_port
from tests.scheduler.given import House, Performer

PATIENCE = 0.3  # seconds
# What the server says before it hangs up; nothing at all is a black hole.
BUSY, SILENT, HALF = b"421 4.3.2 try again later\r\n", b"", b"220 sandbox.exa"
SPELLS = (BUSY, SILENT, HALF)


class Posting(Performer):
    """Sends the letters for real, and remembers the rest."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.mail = MailChannel(f"smtp://127.0.0.1:{port}", "vigie@prestataire.example")

    async def perform(self, effect: Effect, stage: Stage) -> Result:
        """By the channel, for a letter."""
        if isinstance(effect, Write):
            return await self.mail.perform(effect, stage)
        return await super().perform(effect, stage)


@asynccontextmanager
async def ill(port: int, says: bytes) -> AsyncIterator[list[int]]:
    """A server that says so much to whoever calls, and the calls that it had."""
    calls: list[int] = []

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        calls.append(len(calls))
        writer.write(says)
        with suppress(ConnectionError):
            await (writer.drain() if says else reader.read())
        writer.close()

    async with await asyncio.start_server(meet, "127.0.0.1", port):
        yield calls


async def test_each_letter_arrives_once_whatever_the_server_does_meanwhile(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.channels.mail.mail_channel.PATIENCE", PATIENCE)
    port = free_port()
    house = House(sqlite_store, Posting(port))
    await house.hear(events.Raised("Plus de vente", Criticality.BLOQUANTE))
    await house.settle()
    house.hand.turn("2026-11-09 10:00:01")
    for says in SPELLS:
        async with ill(port, says) as calls:
            while await house.sweep.once():
                await house.settle()
            await house.settle()
            assert calls, says
        house.wall.later(seconds=20)
    assert await sqlite_store.read(outbox.parked) == []
    mailbox = Mailbox(DemoClock(house.hand.now()), Feed(), port)
    mailbox.deferred["*"] = 1
    await mailbox.start()
    for _ in range(2):
        await house.settle()
        house.wall.later(minutes=5)
    await mailbox.stop()
    arrived = Counter(one for mail in mailbox.mails for one in mail.recipients)
    assert arrived["cp@prestataire.example"] == 1
    assert set(arrived.values()) == {1}
    assert (await sqlite_store.read(outbox.count_by_state)).keys() == {"done"}
