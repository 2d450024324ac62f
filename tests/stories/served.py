"""Vigie as an operator runs it: a process of its own, in front of the sandbox."""

import asyncio
import os
import sys
from pathlib import Path

import httpx

from bot.demo import EXAMPLES
from sandbox.app import Sandbox


async def start(sandbox: Sandbox, port: int, folder: Path, contracts: Path = EXAMPLES) -> asyncio.subprocess.Process:
    """`vigie serve` in a process of its own, connected to the sandbox, once it is ready."""
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
