"""Twenty projects that speak to one Vigie, in a process of its own, and what it asks of their Jira."""

import asyncio
import contextlib
import json
import sqlite3
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sandbox import seed
from sandbox.clock import DemoClock
from sandbox.jira.traffic import Traffic
from sandbox.sandbox_app import Sandbox, open_sandbox
from tests.bench import servers
from tests.bench.figure import Figure
from tests.bench.projects import CHANNELS, MODEL, PROJECTS, contract_text, key

LONGEST = 900.0
# Where the anomaly stands, written in Jira: the fields that `vigie jira setup` makes.
STANDING = (
    *("phase", "criticité", "échéance prise en charge", "échéance contournement", "échéance résolution"),
    *("état SLA", "version du contrat"),
)
READS = ("GET",)
# Asked for all issues at once, whatever is decided.
CATCHING_UP = ("/search/jql", "/status", "/field", "/serverInfo", "/myself")


@dataclass
class Stage:
    """A sandbox with twenty projects, and `vigie serve` with a contract for each."""

    sandbox: Sandbox
    server: servers.Server
    database: Path
    contracts: Path

    @property
    def traffic(self) -> Traffic:
        return self.sandbox.jira.traffic

    def point_at_vigie(self) -> None:
        self.sandbox.point_at(f"http://127.0.0.1:{self.server.port}")

    def forget(self) -> None:
        self.traffic.calls.clear()
        self.traffic.refused = 0

    async def decided(self) -> float:
        """When no delivery waits any more."""
        return await self._until("deliveries")

    async def drained(self) -> float:
        """When neither a delivery nor an errand waits."""
        await self.sandbox.jira.settled()
        return await self._until("deliveries", "errands")

    async def _until(self, *kinds: str) -> float:
        began = time.perf_counter()
        calm = None
        while time.perf_counter() - began < LONGEST:
            counts = await asyncio.to_thread(_counts, self.server.port)
            if not any(counts[kind].get(state) for kind in kinds for state in ("waiting", "doing")):
                # A webhook of what was just written may still be on its way.
                if calm is not None:
                    return calm
                calm = time.perf_counter()
            else:
                calm = None
            await asyncio.sleep(0.2)
        raise RuntimeError(f"still waiting after {LONGEST:.0f} s")

    def asked(self, name: str) -> list[Figure]:
        """The calls of the decisions that had something to ask of Jira, and those that came too fast."""
        decisions, parked = _decisions(self.database)
        calls = [
            (call.partition(" ")[0], number)
            for call, number in self.traffic.calls.items()
            if call.partition(" ")[2] not in CATCHING_UP
        ]
        reads = sum(number for method, number in calls if method in READS)
        writes = sum(number for method, number in calls if method not in READS)
        return [
            Figure(f"{name}_decisions", decisions, "decisions"),
            Figure(f"{name}_writes", writes / decisions, "calls/decision", 1),
            Figure(f"{name}_reads", reads / decisions, "calls/decision", 1),
            Figure(f"{name}_refused", self.traffic.refused, "calls"),
            Figure(f"{name}_parked", parked, "errands"),
        ]


@contextlib.asynccontextmanager
async def twenty_projects() -> AsyncIterator[Stage]:
    """A stage that is closed when the block ends."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with open_sandbox(DemoClock(datetime.now(UTC), speed=1)) as sandbox:
            _furnish(sandbox, folder / "contracts")
            with contextlib.ExitStack() as stack:
                serve = servers.vigie(_settings(sandbox, folder))
                # In a thread: while it starts, it asks the sandbox, which lives in this loop.
                server = await asyncio.to_thread(stack.enter_context, serve)
                try:
                    await _introduced(sandbox.jira.traffic)
                    yield Stage(sandbox, server, folder / "vigie.db", folder / "contracts")
                finally:
                    await asyncio.to_thread(stack.close)


async def _introduced(traffic: Traffic) -> None:
    """What Vigie asks once, when it starts, is not what is measured."""
    for _ in range(100):
        if traffic.calls["GET /myself"]:
            return
        await asyncio.sleep(0.1)
    raise RuntimeError("Vigie never asked who it is in Jira")


def _furnish(sandbox: Sandbox, contracts: Path) -> None:
    home = sandbox.jira.home
    fields = {
        name: home.create_field(name, "datetime" if name.startswith("échéance") else "textfield").id
        for name in STANDING
    }
    mapped = ", ".join(f"{name}: {number}" for name, number in fields.items())
    model = MODEL.read_text(encoding="utf-8").replace("champs: {", f"champs: {{{mapped}, ")
    contracts.mkdir()
    home.screens[seed.PROJECTS[0].id] += fields.values()
    for number in range(PROJECTS):
        if number:
            _open_project(sandbox, number)
        (contracts / f"{key(number)}.yaml").write_text(contract_text(number, model), encoding="utf-8")


def _open_project(sandbox: Sandbox, number: int) -> None:
    """The project and the channels that the contract of that number speaks of."""
    rooms = sandbox.slack.workspace.rooms
    project = replace(seed.PROJECTS[0], id=f"{20_000 + number}", key=key(number), name=f"Projet {number}")
    sandbox.jira.home.open_project(project)
    for room in CHANNELS:
        rooms[f"{room}{number}"] = replace(rooms[room], id=f"{room}{number}", name=f"{rooms[room].name}-{number}")


def _settings(sandbox: Sandbox, folder: Path) -> Mapping[str, str]:
    secrets = sandbox.secrets
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'vigie.db'}",
        "CONTRACTS_DIR": str(folder / "contracts"),
        "JIRA_URL": sandbox.jira_url,
        "JIRA_EMAIL": secrets.jira_email,
        "JIRA_API_TOKEN": secrets.jira_token,
        "JIRA_PAT": "",
        "JIRA_WEBHOOK_SECRET": secrets.jira_webhook,
        "SLACK_BOT_TOKEN": secrets.slack_token,
        "SLACK_SIGNING_SECRET": secrets.slack_signing,
        "SLACK_API_URL": sandbox.slack_api_url,
        "SMTP_URL": f"smtp://127.0.0.1:{sandbox.smtp_port}",
    }


def _counts(port: int) -> Mapping[str, Mapping[str, int]]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=30) as answer:
        counts: Mapping[str, Mapping[str, int]] = json.load(answer)
    return counts


def _decisions(database: Path) -> tuple[int, int]:
    """How many decisions had an errand for Jira (those of one decision share its first fact), and what was parked."""
    with contextlib.closing(sqlite3.connect(database)) as held:
        keys = [key for (key,) in held.execute("SELECT key FROM errands WHERE lane LIKE 'jira:%'")]
        (parked,) = held.execute("SELECT count(*) FROM errands WHERE state = 'parked'").fetchone()
    return len({key.rpartition(":")[0] for key in keys}), parked
