"""The servers under measure, each in a process of its own as an operator would run it."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.bench.projects import write_contracts

SECRET = "bench"
NOWHERE = "http://127.0.0.1:9"
PATIENCE = 12_000  # looks, ten milliseconds apart

BARE = """
from fastapi import FastAPI, Request
app = FastAPI()

@app.post("/webhooks/jira", status_code=202)
async def webhook(request: Request) -> dict[str, bool]:
    await request.body()
    return {"ok": True}

@app.get("/health/ready")
async def ready() -> dict[str, bool]:
    return {"ok": True}
"""

BOLT = """
import os
from fastapi import FastAPI, Request
from slack_bolt.adapter.fastapi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

async def authorize():
    return AuthorizeResult(enterprise_id=None, team_id="T0VIGIE", bot_token="xoxb-bench", bot_user_id="U0VIGIE")

bolt = AsyncApp(signing_secret="bench", authorize=authorize, process_before_response=True)

async def acknowledge(ack):
    await ack()

bolt.command("/anomalie")(acknowledge)
bolt.action("move:take")(acknowledge)
bolt.view("move:answer")(acknowledge)
handler = AsyncSlackRequestHandler(bolt)
app = FastAPI()

@app.post("/slack/events")
async def events(request: Request):
    return await handler.handle(request)

@app.get("/health/ready")
async def ready() -> dict[str, bool]:
    return {"ok": True}
"""

# What any such service imports before it can serve.
INTERPRETER = "import fastapi, slack_bolt.async_app, sqlalchemy, uvicorn"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port, its process, and how long it took to be ready."""

    port: int
    process: "subprocess.Popen[bytes]"
    ready_after: float


@contextlib.contextmanager
def vigie(connected: Mapping[str, str] | None = None) -> Iterator[Server]:
    """`vigie serve` on a fresh SQLite file, with a Jira and a Slack that never answer unless settings say otherwise."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "DATABASE_URL": f"sqlite:///{folder}/bench.db",
            "CONTRACTS_DIR": str(write_contracts(Path(folder) / "contracts")),
            "JIRA_URL": NOWHERE,
            "JIRA_PAT": SECRET,
            "JIRA_WEBHOOK_SECRET": SECRET,
            "SLACK_BOT_TOKEN": "xoxb-bench",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": f"{NOWHERE}/api/",
            "SMTP_URL": "smtp://127.0.0.1:9",
            "MAIL_FROM": "vigie@exemple.example",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "bot", "serve"]
        with _running(command, settings | dict(connected or {}), Path(folder)) as server:
            yield server


@contextlib.contextmanager
def bare() -> Iterator[Server]:
    """The simplest FastAPI endpoint that reads a body, under the same server."""
    with _alone("bare", BARE) as server:
        yield server


@contextlib.contextmanager
def bolt() -> Iterator[Server]:
    """Bolt alone, which verifies each request, acknowledges it and keeps nothing, under the same server."""
    with _alone("bolt", BOLT) as server:
        yield server


@contextlib.contextmanager
def _alone(name: str, source: str) -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"{name}.py").write_text(source)
        command = [sys.executable, "-m", "uvicorn", f"{name}:app", "--log-level", "warning", "--no-access-log"]
        with _running(command, {"PYTHONPATH": folder}, Path(folder)) as server:
            yield server


@contextlib.contextmanager
def _running(command: list[str], settings: dict[str, str], folder: Path) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    process = subprocess.Popen([*command, "--port", str(port)], env=os.environ | settings, cwd=folder)  # noqa: S603
    psutil.Process(process.pid).cpu_affinity(processors()[0])
    try:
        _wait(process, port)
        yield Server(port, process, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(20)


def processors() -> tuple[list[int], list[int]]:
    """Those of a server and those of its client: apart where the machine has two or more."""
    there = psutil.Process().cpu_affinity() or []
    return (there, there) if len(there) < 2 else (there[:-1], there[-1:])


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(PATIENCE):
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped with {process.returncode}")
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2).close()
            return
        time.sleep(0.01)
    raise RuntimeError("the server was never ready")
