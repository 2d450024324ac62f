"""Vigie as an operator runs it: a process of its own, in front of the sandbox."""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx

from connectors.tls_context import tls_context
from sandbox.sandbox_app import Sandbox
from tests.plain_contracts import PLAIN

SLOWEST = 60.0  # seconds, on a machine that does much else
SERVE = ("-m", "bot", "serve")


async def start(
    sandbox: Sandbox,
    port: int,
    folder: Path,
    contracts: Path = PLAIN,
    settings: Mapping[str, str] | None = None,
    command: Sequence[str] = SERVE,
) -> asyncio.subprocess.Process:
    """`vigie serve` in a process of its own, connected to the sandbox, once it is ready.

    `settings` go before those that connect it; `command` is what Python is given, the port apart.
    """
    secrets = sandbox.secrets
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'vigie.db'}",
        "CONTRACTS_DIR": str(contracts),
        "JIRA_URL": sandbox.jira_url,
        "JIRA_EMAIL": secrets.jira_email,
        "JIRA_API_TOKEN": secrets.jira_token,
        "JIRA_WEBHOOK_SECRET": secrets.jira_webhook,
        "SLACK_BOT_TOKEN": secrets.slack_token,
        "SLACK_SIGNING_SECRET": secrets.slack_signing,
        "SLACK_API_URL": sandbox.slack_api_url,
        "SLACK_INTERVAL": "0",
        "SMTP_URL": f"smtp://127.0.0.1:{sandbox.smtp_port}",
        "MAIL_FROM": "vigie@prestataire.example",
        "LOG_LEVEL": "ERROR",
        **(settings or {}),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, "--port", str(port), env=environment, cwd=folder
    )
    try:
        await _ready(process, port)
    except BaseException:
        await end(process)
        raise
    return process


async def end(process: asyncio.subprocess.Process) -> None:
    """Nothing of it stays behind, however the test ends."""
    if process.returncode is None:
        process.kill()
    await process.wait()


async def _ready(process: asyncio.subprocess.Process, port: int) -> None:
    async with httpx.AsyncClient(verify=tls_context()) as client, asyncio.timeout(SLOWEST):
        while process.returncode is None:
            try:
                if (await client.get(f"http://127.0.0.1:{port}/health/ready")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.05)
    raise RuntimeError(f"it stopped with {process.returncode}")
