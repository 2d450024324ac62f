"""Killed at any moment and started again: nothing received is lost, nothing is said twice."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import httpx
import pytest

from bot.demo import EXAMPLES, MORNING
from connectors.store import Store, mailbox
from sandbox.app import Sandbox, open_sandbox
from sandbox.clock import DemoClock
from sandbox.page.serving import bound
from tests.stories.hands import ACCOUNTS, BOUTIQUE, RM

ISSUES = 12
KILLS = 4


async def start(sandbox: Sandbox, port: int, folder: Path) -> asyncio.subprocess.Process:
    """`vigie serve` in a process of its own, connected to the sandbox, once it is ready."""
    secrets = sandbox.secrets
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'vigie.db'}",
        "CONTRACTS_DIR": str(EXAMPLES),
        "JIRA_URL": sandbox.jira_url,
        "JIRA_EMAIL": secrets.jira_email,
        "JIRA_API_TOKEN": secrets.jira_token,
        "JIRA_WEBHOOK_SECRET": secrets.jira_webhook,
        "SLACK_BOT_TOKEN": secrets.slack_token,
        "SLACK_SIGNING_SECRET": secrets.slack_signing,
        "SLACK_API_URL": sandbox.slack_api_url,
        "SMTP_URL": f"smtp://127.0.0.1:{sandbox.smtp_port}",
        "MAIL_FROM": "vigie@prestataire.example",
        "LOG_LEVEL": "ERROR",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", "--port", str(port), env=environment, cwd=folder
    )
    async with httpx.AsyncClient() as client, asyncio.timeout(30):
        while True:
            try:
                if (await client.get(f"http://127.0.0.1:{port}/health/ready")).status_code == 200:
                    return process
            except httpx.TransportError:
                await asyncio.sleep(0.05)


@pytest.mark.timeout(180)
async def test_killed_in_the_middle_of_everything_it_loses_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    with bound() as free:
        port = free.getsockname()[1]
    clock = DemoClock(MORNING, speed=0)
    async with open_sandbox(clock, vigie_url=f"http://127.0.0.1:{port}") as sandbox:
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
    async with asyncio.timeout(150):
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
