"""Killed at any moment and started again: nothing received is lost, nothing is said twice."""

import asyncio
import json
import signal
from pathlib import Path

import pytest

from bot.commands.demo import MORNING
from connectors.store import Store, mailbox
from sandbox.clock import DemoClock
from sandbox.sandbox_app import Sandbox, open_sandbox
from tests.free_ports import free_port
from tests.stories.hands import ACCOUNTS, BOUTIQUE, RM
from tests.stories.served import start

pytestmark = pytest.mark.long

PATIENT = (2.0,) * 200
"""How often Jira tries again: it usually gives up after 37 s, which a slow machine may need to start Vigie again."""

ISSUES = 12
KILLS = 4


@pytest.mark.timeout(480)
async def test_killed_in_the_middle_of_everything_it_loses_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    port = free_port()
    clock = DemoClock(MORNING, speed=0)
    async with open_sandbox(clock, vigie_url=f"http://127.0.0.1:{port}") as sandbox:
        sandbox.jira.ledger.postman.backoff = PATIENT
        process = await start(sandbox, port, tmp_path)
        for number in range(ISSUES):
            fields = {"summary": f"Export vide {number}", "description": "Le fichier est vide."}
            await sandbox.jira.create("BOU", ACCOUNTS[RM], fields)
            if number % (ISSUES // KILLS) == 1:
                await asyncio.sleep(0.15)
                process.send_signal(signal.SIGKILL)
                await process.wait()
                process = await start(sandbox, port, tmp_path)
        await _until_said(sandbox)
        process.terminate()
        await process.wait()
        await _nothing_is_lost(tmp_path)
        cards = [one for one in sandbox.slack.messages(BOUTIQUE) if not one.is_reply]
        titles = [json.dumps(list(one.blocks), ensure_ascii=False) for one in cards]
        for number in range(ISSUES):
            assert (
                sum(f"Export vide {number}" in title and f"Export vide {number}0" not in title for title in titles) >= 1
            )
        # One message in flight may be repeated for each kill, and no more.
        assert len(cards) <= ISSUES + KILLS


async def _until_said(sandbox: Sandbox) -> None:
    """Every webhook delivered, and every anomaly's card and ticket line posted; leases of the dead run a minute."""
    async with asyncio.timeout(420):
        while True:
            cards = [one for one in sandbox.slack.messages(BOUTIQUE) if not one.is_reply]
            if len({one.text for one in cards}) >= ISSUES:
                return
            await sandbox.feed.after(sandbox.feed.number, patience=1)


async def _nothing_is_lost(folder: Path) -> None:
    store = Store(f"sqlite:///{folder / 'vigie.db'}")
    await store.open()
    counts = await store.read(mailbox.count_by_state)
    await store.close()
    assert counts.get("parked", 0) == 0
    assert counts.get("waiting", 0) == 0
    assert counts["handled"] >= ISSUES
