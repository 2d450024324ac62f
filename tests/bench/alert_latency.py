"""How long after its instant an alert is owed, and said in Slack, when a thousand fall due at the same one."""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from connectors.contracts import load_folder
from connectors.store import Connection, Store, anomalies
from rules.contract import Contract
from sandbox.sandbox_app import Sandbox
from sandbox.seed import BOT_USER
from sandbox.slack.message_values import Message
from tests.bench.figure import Figure
from tests.bench.twenty import LONGEST, Stage, twenty_projects
from tests.scheduler.crowd import awake, crowd

ALERTS = 1000
SOON = timedelta(seconds=5)
INTERVAL = 1.0  # seconds that Slack asks between two messages of a channel
_SAID = "SELECT created_at, done_at FROM errands WHERE done_at IS NOT NULL AND effect LIKE '%\"PostThread\"%'"


async def alert_latency() -> list[Figure]:
    """On SQLite, in twenty channels; beside what Slack's own pace leaves possible."""
    async with twenty_projects() as stage:
        stage.point_at_vigie()
        contracts = load_folder(stage.contracts).all
        due = await _all_due(stage, contracts)
        times = await asyncio.to_thread(_until_said, stage.database)
    possible = ALERTS / len({one.chat.channel for one in contracts}) * INTERVAL
    owed, said = (sorted((one[at] - due).total_seconds() for one in times) for at in range(2))
    return [
        Figure("alert_latency_outbox_p50", owed[ALERTS // 2], "s"),
        Figure("alert_latency_outbox_p99", owed[ALERTS * 99 // 100], "s"),
        Figure("alert_latency_slack_p50", said[ALERTS // 2], "s", possible / 2),
        Figure("alert_latency_slack_p99", said[ALERTS * 99 // 100], "s", possible * 0.99),
    ]


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


def _until_said(database: Path) -> list[tuple[datetime, datetime]]:
    """When each alert was owed, and said; once all are."""
    ending = time.monotonic() + LONGEST
    while time.monotonic() < ending:
        with contextlib.closing(sqlite3.connect(database)) as held:
            times = held.execute(_SAID).fetchall()
        if len(times) >= ALERTS:
            return [(datetime.fromisoformat(owed), datetime.fromisoformat(said)) for owed, said in times]
        time.sleep(1)
    raise RuntimeError(f"{len(times)} alerts of {ALERTS} after {LONGEST:.0f} s")
