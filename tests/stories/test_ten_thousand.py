"""Two replicas, one of which is killed while everything falls due at once: all is said, and hardly anything twice.

`VIGIE_WARNINGS=10000` has ten thousand fall due, which takes minutes.
"""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.contracts import load_folder
from connectors.store import Connection, Store, mailbox, outbox
from sandbox.clock import DemoClock
from sandbox.sandbox_app import Sandbox, open_sandbox
from scheduler.errands.relay import AT_ONCE
from scheduler.service_clocks import utc_now
from tests.free_ports import free_port
from tests.plain_contracts import PLAIN
from tests.scheduler.crowd import awake, crowd
from tests.stories.hands import BOUTIQUE
from tests.stories.served import end, start

pytestmark = pytest.mark.long

WARNINGS = int(os.environ.get("VIGIE_WARNINGS", "200"))
SECONDS = 60 + WARNINGS / 10
# A lease of some seconds, so that what the dead held is not waited for.
SERVE = (
    "-c",
    "from datetime import timedelta; from scheduler.errands import relay; relay.LEASE = timedelta(seconds=3);"
    " from bot.commands.cli import main; import sys; sys.argv.insert(1, 'serve'); main()",
)


@pytest.mark.timeout(SECONDS + 60)
async def test_one_of_two_replicas_dies_while_all_falls_due_and_each_warning_is_said(
    tmp_path: Path, postgresql_url: str
) -> None:
    contracts, store = _contracts(tmp_path / "contracts"), Store(postgresql_url)
    async with (
        open_sandbox(DemoClock(utc_now(), speed=1)) as sandbox,
        _replicas(sandbox, tmp_path, contracts, postgresql_url) as (first, _second),
        _opened(store),
    ):
        await crowd(store, load_folder(contracts).all, WARNINGS, utc_now() - timedelta(seconds=1), asleep=True)
        due = utc_now()
        await store.write(lambda tx: awake(tx, due))
        await _said(sandbox, WARNINGS // 3)
        first.send_signal(signal.SIGKILL)
        killed = len(_warnings(sandbox))
        await _said(sandbox, WARNINGS)
        await _calm(sandbox, store)
        said = _warnings(sandbox)
        figures = f"{WARNINGS} due, {killed} said at the kill, all {(utc_now() - due).total_seconds():.0f} s after"
        print(f"{figures}, {sum(said.values()) - WARNINGS} twice", file=sys.stderr)  # noqa: T201
        assert len(said) == WARNINGS
        assert sum(said.values()) - WARNINGS <= AT_ONCE
        assert await store.read(_lost) == 0


@asynccontextmanager
async def _opened(store: Store) -> AsyncIterator[None]:
    await store.open()
    yield
    await store.close()


def _contracts(folder: Path) -> Path:
    """The example, in force whatever the machine's date is."""
    folder.mkdir()
    text = (PLAIN / "boutique-exemple-2026-01.yaml").read_text(encoding="utf-8")
    (folder / "boutique.yaml").write_text(text.replace("effet: 2026-01-01", "effet: 2020-01-01"), encoding="utf-8")
    return folder


@asynccontextmanager
async def _replicas(
    sandbox: Sandbox, folder: Path, contracts: Path, url: str
) -> AsyncIterator[list[asyncio.subprocess.Process]]:
    ports = free_port(), free_port()
    starting = (start(sandbox, port, folder, contracts, {"DATABASE_URL": url}, SERVE) for port in ports)
    started = await asyncio.gather(*starting, return_exceptions=True)
    running = [one for one in started if not isinstance(one, BaseException)]
    try:
        assert len(running) == len(ports), started
        yield running
    finally:
        for process in running:
            await end(process)


def _warnings(sandbox: Sandbox) -> Counter[str]:
    """How often each was said, by its errand's key."""
    replies = [one for one in sandbox.slack.messages(BOUTIQUE) if one.is_reply and one.metadata]
    return Counter(one.metadata["event_payload"]["key"] for one in replies if one.metadata)


async def _said(sandbox: Sandbox, count: int) -> None:
    async with asyncio.timeout(SECONDS):
        while len(_warnings(sandbox)) < count:
            await sandbox.feed.after(sandbox.feed.number, patience=1)
            await asyncio.sleep(0.2)


async def _calm(sandbox: Sandbox, store: Store) -> None:
    """Until nothing waits, be it for the lease of what the dead held."""
    async with asyncio.timeout(SECONDS):
        while await store.read(_left):
            await sandbox.feed.after(sandbox.feed.number, patience=0.2)


def _left(tx: Connection) -> int:
    heard, owed = mailbox.count_by_state(tx), outbox.count_by_state(tx)
    return heard.get("waiting", 0) + owed.get("waiting", 0) + owed.get("doing", 0)


def _lost(tx: Connection) -> int:
    return mailbox.count_by_state(tx).get("parked", 0) + outbox.count_by_state(tx).get("parked", 0)
