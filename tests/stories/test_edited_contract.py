"""An exceptional closure written in the contract's file between two starts of the service."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.commands.demo import MORNING
from sandbox.clock import DemoClock
from sandbox.sandbox_app import Sandbox, open_sandbox
from tests.free_ports import free_port
from tests.plain_contracts import PLAIN
from tests.stories.hands import ACCOUNTS, BOUTIQUE, RM, text_of
from tests.stories.served import start

FILE = "boutique-exemple-2026-01.yaml"
CLOSURES = "    fermetures:"
CHANGED = "Le calendrier ou les règles du contrat ont changé"


@pytest.mark.timeout(120)
async def test_an_exceptional_closure_moves_the_deadlines_of_what_is_open_and_is_said_once(tmp_path: Path) -> None:
    contracts = tmp_path / "contrats"
    shutil.copytree(PLAIN, contracts)
    port = free_port()
    async with open_sandbox(DemoClock(MORNING, speed=0), vigie_url=f"http://127.0.0.1:{port}") as sandbox:
        process = await start(sandbox, port, tmp_path, contracts)
        await sandbox.jira.create("BOU", ACCOUNTS[RM], {"summary": "Export vide", "priority": {"name": "High"}})
        await _until(sandbox, lambda: any("Export vide" in one for one in said(sandbox, BOUTIQUE)))
        for _ in range(2):
            process.terminate()
            await process.wait()
            text = (contracts / FILE).read_text("utf-8")
            if "inventaire" not in text:
                text = text.replace(CLOSURES, f"{CLOSURES}\n      2026-11-10: inventaire exceptionnel")
                (contracts / FILE).write_text(text, "utf-8")
            process = await start(sandbox, port, tmp_path, contracts)
            await _until(sandbox, lambda: any(CHANGED in one for one in said(sandbox, BOUTIQUE)))
        process.terminate()
        await process.wait()
        (told,) = [one for one in said(sandbox, BOUTIQUE) if CHANGED in one]
        assert "Résolution\u00a0: ven. 13 nov. 09:05 → lun. 16 nov. 10:05" in told
        personal = [one for one in said(sandbox, sandbox.slack.dm(RM)) if "Le fichier du contrat a changé" in one]
        assert len(personal) == 1


def said(sandbox: Sandbox, channel: str) -> list[str]:
    """Everything that a channel shows."""
    return [text_of(one) for one in sandbox.slack.messages(channel)]


async def _until(sandbox: Sandbox, holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(40):
        while not holds():
            await sandbox.feed.after(sandbox.feed.number, patience=1)
