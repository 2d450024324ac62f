"""How long people wait in Slack: for the acknowledgement while Jira talks too, and for the card to show their act."""

import asyncio
import socket
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sandbox.clock import DemoClock
from sandbox.sandbox_app import Sandbox, open_sandbox
from sandbox.slack.installation import Fault
from sandbox.slack.message_values import Message
from tests.bench import servers
from tests.bench.client import Order, send
from tests.bench.door import FAR, furnish, waits
from tests.bench.figure import Figure
from tests.bench.load import Load
from tests.bench.rounds import Named, in_turn
from tests.stories.hands import ACCOUNTS, BOUTIQUE, CP, RM
from tests.stories.served import start

WEBHOOKS, RATES, SECONDS = 100, (100, 300), 8
PRESSES, LATENCY = 100, 0.115  # seconds a call of the Web API
LONGEST = 120.0
OFTEN = 0.002


async def slack_ack_mixed() -> list[Figure]:
    """Acknowledged commands, presses and forms, each recorded first, beside a hundred webhooks a second.

    The reference is Bolt alone at the same rates, with nothing beside it.
    """
    figures = []
    for rate in RATES:
        names = [Named(f"slack_ack_mixed_{rate}_{share}", "ms") for share in ("p50", "p99")]
        figures += await in_turn(names, partial(_beside_webhooks, rate), partial(_alone, rate), rounds=3)
    return figures


async def _beside_webhooks(rate: int) -> Sequence[float]:
    with servers.vigie() as server:
        await furnish(server)
        await send(Order(server.port, "mixed", rate=50, seconds=2, first=FAR))
        measured, _ = await asyncio.gather(
            send(Order(server.port, "mixed", rate=rate, seconds=SECONDS)),
            send(Order(server.port, "webhook", rate=WEBHOOKS, seconds=SECONDS, first=FAR)),
        )
    return waits(measured)


async def _alone(rate: int) -> Sequence[float]:
    with servers.bolt() as server:
        await send(Order(server.port, "mixed", rate=50, seconds=2, first=FAR))
        return waits(await send(Order(server.port, "mixed", rate=rate, seconds=SECONDS)))


async def button_to_card() -> list[Figure]:
    """From a press of « Je m'en occupe » to the card that shows it, one anomaly after the other."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    clock = DemoClock(datetime.now(UTC), speed=1.0)
    with tempfile.TemporaryDirectory() as folder:
        async with open_sandbox(clock, vigie_url=f"http://127.0.0.1:{port}") as sandbox:
            process = await start(sandbox, port, Path(folder))
            try:
                cards = await _cards(sandbox)
                sandbox.slack.faults.append(Fault("*", times=1_000_000, delay=LATENCY))
                waits = sorted([await _pressed(sandbox, card) for card in cards])
            finally:
                process.terminate()
                await process.wait()
    load = Load(sum(waits), waits, 0)
    return [Figure("button_to_card_p50", load.at(0.5), "ms"), Figure("button_to_card_p95", load.at(0.95), "ms")]


async def _cards(sandbox: Sandbox) -> list[Message]:
    """The living messages of as many anomalies, once nothing more is said of them."""
    for number in range(PRESSES):
        await sandbox.jira.create("BOU", ACCOUNTS[RM], {"summary": f"Panier vide {number}", "description": "Vide."})
    began, said = time.perf_counter(), -1
    while len(found := _living(sandbox)) < PRESSES or said < len(sandbox.slack.calls):
        if time.perf_counter() - began > LONGEST:
            raise RuntimeError(f"{len(found)} cards of {PRESSES} were posted")
        said = len(sandbox.slack.calls)
        await asyncio.sleep(1.0)
    return found


def _living(sandbox: Sandbox) -> list[Message]:
    messages = sandbox.slack.messages(BOUTIQUE)
    return [one for one in messages if not one.is_reply and one.only_for is None and "move:take" in str(one.blocks)]


async def _pressed(sandbox: Sandbox, card: Message) -> float:
    before, began = str(card.blocks), time.perf_counter()
    reply = await sandbox.slack.press(CP, BOUTIQUE, card.ts, "move:take")
    if not reply.ok:
        raise RuntimeError(f"a press was not acknowledged: {reply}")
    while str(_now(sandbox, card).blocks) == before:
        if time.perf_counter() - began > LONGEST:
            raise RuntimeError("a card never showed what was done")
        await asyncio.sleep(OFTEN)
    return time.perf_counter() - began


def _now(sandbox: Sandbox, card: Message) -> Message:
    return next(one for one in sandbox.slack.messages(BOUTIQUE) if one.ts == card.ts)
