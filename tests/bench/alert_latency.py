"""How long after its instant an alert is owed, and said in Slack, when a thousand fall due at the same one, beside the
same errands put by hand."""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from connectors.contracts import load_folder
from connectors.store import Connection, Store, anomalies, outbox
from rules.contract import Contract
from sandbox.sandbox_app import Sandbox
from sandbox.seed import BOT_USER
from sandbox.slack.message_values import Message
from scheduler.turns import TOGETHER
from tests.bench.figure import Figure
from tests.bench.twenty import LONGEST, Stage, twenty_projects
from tests.scheduler.crowd import awake, crowd

ALERTS = 1000
SOON = timedelta(seconds=5)
_SAID = "SELECT created_at, done_at FROM errands WHERE done_at IS NOT NULL AND effect LIKE '%\"PostThread\"%'"
_NUMBERS = "SELECT id FROM errands WHERE effect LIKE '%\"PostThread\"%' ORDER BY id"


async def alert_latency() -> list[Figure]:
    """On SQLite, in twenty channels, each of which takes a message a second."""
    async with twenty_projects() as stage:
        stage.point_at_vigie()
        contracts = load_folder(stage.contracts).all
        due = await _all_due(stage, contracts)
        told = await asyncio.to_thread(_until_said, stage.database, ALERTS)
        began, by_hand = await _by_hand(stage.database)
    owed, said = (sorted((one[at] - due).total_seconds() for one in told) for at in range(2))
    put, told_too = (sorted((one[at] - began).total_seconds() for one in by_hand) for at in range(2))
    shares = (("p50", ALERTS // 2), ("p99", ALERTS * 99 // 100))
    return [
        Figure(f"alert_latency_{what}_{name}", ours[at], "s", theirs[at])
        for what, ours, theirs in (("outbox", owed, put), ("slack", said, told_too))
        for name, at in shares
    ]


async def _by_hand(database: Path) -> tuple[datetime, list[tuple[datetime, datetime]]]:
    """The same errands again, put by this process a few in each transaction; when it began, and how each went."""
    store = Store(f"sqlite:///{database}")
    await store.open()
    with contextlib.closing(sqlite3.connect(database)) as held:
        numbers = [number for (number,) in held.execute(_NUMBERS)]
    shown = await store.read(lambda tx: [outbox.show(tx, number) for number in numbers])
    began = datetime.now(UTC)
    for first in range(0, len(shown), TOGETHER):
        now = datetime.now(UTC)
        again = [
            replace(one, key=f"again:{one.key}", created_at=now, not_before=None)
            for one in shown[first : first + TOGETHER]
            if one
        ]
        await store.write(partial(outbox.put, errands=again))
    await store.close()
    everything = await asyncio.to_thread(_until_said, database, 2 * ALERTS)
    return began, [one for one in everything if one[0] >= began]


async def _all_due(stage: Stage, contracts: Sequence[Contract]) -> datetime:
    """When the thousand will be due, each with its living message in place."""
    store = Store(f"sqlite:///{stage.database}")
    await store.open()
    ids = await crowd(store, contracts, ALERTS, datetime.now(UTC), asleep=True)
    places = [await _card(stage.sandbox, contracts[at % len(contracts)]) for at in range(ALERTS)]
    await store.write(partial(_placed, dict(zip(ids, places, strict=True))))
    due = datetime.now(UTC) + SOON
    await store.write(partial(awake, due=due))
    await store.close()
    return due


async def _card(sandbox: Sandbox, contract: Contract) -> tuple[str, str]:
    workspace, channel = sandbox.slack.workspace, contract.chat.channel
    said = await workspace.say(Message(channel, workspace.tick(), BOT_USER, "Panne"))
    return channel, said.ts


def _placed(places: Mapping[str, tuple[str, str]], tx: Connection) -> None:
    for name, place in places.items():
        anomalies.place_card(tx, name, *place)


def _until_said(database: Path, wanted: int) -> list[tuple[datetime, datetime]]:
    """When each alert was owed, and said; once there are so many."""
    ending = time.monotonic() + LONGEST
    while time.monotonic() < ending:
        with contextlib.closing(sqlite3.connect(database)) as held:
            times = held.execute(_SAID).fetchall()
        if len(times) >= wanted:
            return [(datetime.fromisoformat(owed), datetime.fromisoformat(said)) for owed, said in times]
        time.sleep(1)
    raise RuntimeError(f"{len(times)} alerts of {wanted} after {LONGEST:.0f} s")
