"""What Vigie asks of Jira: for each decision of an anomaly's life, and when twenty projects speak at once."""

import asyncio
import contextlib
import json
import re
import sqlite3
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import psutil

from sandbox import seed
from sandbox.app import Sandbox, open_sandbox
from sandbox.clock import DemoClock
from sandbox.jira import JiraSite
from sandbox.jira.traffic import Limit, Traffic
from tests.bench import servers
from tests.bench.figure import Figure
from tests.bench.load import Load, flood, post
from tests.sandbox.jira.listener import Heard, Listener
from tests.sandbox.jira.server import address, free_socket, serving
from tests.stories.hands import Hands
from tests.stories.test_six_phases import six_phases

PROJECTS, ISSUES, WEBHOOKS = 20, 100, 1000
LATENCY, PER_SECOND = 0.5, 10.0
LONGEST = 900.0
MEBIBYTE = 1024 * 1024
RM, CP, DEV = (person.jira or "" for person in seed.PEOPLE[1:4])
SENT = ("content-type", "x-hub-signature", "x-atlassian-webhook-identifier")
# Where the anomaly stands, written in Jira: the fields that `vigie jira setup` makes.
STANDING = (
    *("phase", "criticité", "échéance prise en charge", "échéance contournement", "échéance résolution"),
    *("état SLA", "version du contrat"),
)
READS = ("GET",)
# Asked for all issues at once, whatever is decided.
CATCHING_UP = ("/search/jql", "/status", "/field", "/serverInfo", "/myself")


async def jira_calls() -> list[Figure]:
    """An anomaly through its six phases, moved from Slack, where each decision has to be carried to Jira."""
    async with _stage() as stage:
        stage.point_at_vigie()
        stage.forget()
        await six_phases(Far(stage))
        return stage.asked("jira_calls")


async def jira_burst() -> list[Figure]:
    """A thousand webhooks at once, while Jira takes half a second and lets ten requests a second in."""
    async with _stage() as stage:
        spoken = await stage.captured()
        traffic = stage.sandbox.jira.traffic
        traffic.latency, traffic.limit = LATENCY, Limit(PER_SECOND)
        began = time.perf_counter()
        load = await asyncio.to_thread(asyncio.run, flood(stage.server.port, lambda at: _post(spoken[at]), WEBHOOKS))
        if load.refused:
            raise RuntimeError(f"{load.refused} webhooks were not accepted: the figures would be worth nothing")
        decided = await stage.decided() - began
        written = await stage.drained() - began
        return [*_ingested(load, decided, written), *stage.asked("jira_burst"), *stage.weight.figures()]


def _ingested(load: Load, decided: float, written: float) -> list[Figure]:
    return [
        Figure("jira_burst_ingest_p50", load.at(0.5), "ms"),
        Figure("jira_burst_ingest_p99", load.at(0.99), "ms"),
        Figure("jira_burst_decided", decided, "s"),
        Figure("jira_burst_written", written, "s"),
    ]


@dataclass
class _Weight:
    """The most threads and memory that a process had."""

    process: psutil.Process
    threads: int = 0
    resident: int = 0

    async def watch(self) -> None:
        while True:
            self.threads = max(self.threads, self.process.num_threads())
            self.resident = max(self.resident, self.process.memory_info().rss)
            await asyncio.sleep(0.2)

    def figures(self) -> list[Figure]:
        return [
            Figure("jira_burst_threads", self.threads, "threads"),
            Figure("jira_burst_memory", self.resident / MEBIBYTE, "MiB"),
        ]


@dataclass
class Stage:
    """A sandbox with twenty projects, and `vigie serve` with a contract for each."""

    sandbox: Sandbox
    server: servers.Server
    database: Path
    weight: _Weight
    keys: list[str] = field(default_factory=list)

    @property
    def traffic(self) -> Traffic:
        return self.sandbox.jira.traffic

    async def captured(self) -> Sequence[Heard]:
        """What Jira has to say of a hundred issues, kept back and then Vigie's to hear."""
        listener, held = Listener(), free_socket()
        async with serving(listener.app(), held):
            self.sandbox.jira.point_at(address(held))
            for _ in range(ISSUES):
                await self._opened()
            for gesture in (_diagnosed, _said, _graver, _given, _started, _awaited, _answered):
                for key in self.keys:
                    await gesture(self.sandbox.jira, key)
            await self.sandbox.jira.settled()
        self.point_at_vigie()
        self.forget()
        if len(listener.heard) < WEBHOOKS:
            raise RuntimeError(f"only {len(listener.heard)} webhooks to send")
        return listener.heard

    async def _opened(self) -> None:
        number = len(self.keys)
        told = {"summary": f"Panne {number}", "description": "Au paiement.", "priority": {"id": "3"}}
        self.keys.append(await self.sandbox.jira.create(_key(number % PROJECTS), RM, told))

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


class Far(Hands):
    """The hands of people before a Vigie in a process of its own."""

    def __init__(self, stage: Stage) -> None:
        self.sandbox, self._stage = stage.sandbox, stage

    async def settle(self) -> None:
        """Wait until nothing waits."""
        await self._stage.drained()

    async def turn(self, when: str) -> None:
        """The clock of that process runs by itself."""


@contextlib.asynccontextmanager
async def _stage() -> AsyncIterator[Stage]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with open_sandbox(DemoClock(datetime.now(UTC), speed=1)) as sandbox:
            _furnish(sandbox, folder / "contracts")
            with contextlib.ExitStack() as stack:
                serve = servers.vigie(_settings(sandbox, folder))
                # In a thread: while it starts, it asks the sandbox, which lives in this loop.
                server = await asyncio.to_thread(stack.enter_context, serve)
                weight = _Weight(psutil.Process(server.process.pid))
                watching = asyncio.create_task(weight.watch())
                stage = Stage(sandbox, server, folder / "vigie.db", weight)
                try:
                    await _introduced(stage.traffic)
                    yield stage
                finally:
                    watching.cancel()
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
    example = (servers.EXAMPLES / "boutique-exemple-2026-01.yaml").read_text(encoding="utf-8")
    contracts.mkdir()
    home.screens[seed.PROJECTS[0].id] += fields.values()
    for number in range(PROJECTS):
        text = example.replace("champs: {", f"champs: {{{mapped}, ")
        if number:
            text = _another(sandbox, text, number)
        (contracts / f"{_key(number)}.yaml").write_text(text, encoding="utf-8")


def _another(sandbox: Sandbox, text: str, number: int) -> str:
    """The same contract for another client, with a project and channels of its own."""
    key, rooms = _key(number), sandbox.slack.workspace.rooms
    project = replace(seed.PROJECTS[0], id=f"{20_000 + number}", key=key, name=f"Projet {number}")
    sandbox.jira.home.open_project(project)
    for room in ("C0BOUTIQUE", "C0BOUSECU"):
        rooms[f"{room}{number}"] = replace(rooms[room], id=f"{room}{number}", name=f"{rooms[room].name}-{number}")
        text = text.replace(f": {room} ", f": {room}{number} ")
    return re.sub(r"^contrat: \S+", f"contrat: projet-{number}", text, flags=re.MULTILINE).replace(
        "projet: BOU", f"projet: {key}"
    )


def _key(number: int) -> str:
    return f"P{number:02}" if number else "BOU"


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


async def _diagnosed(jira: JiraSite, key: str) -> None:
    await jira.transition(key, "21", CP)


async def _said(jira: JiraSite, key: str) -> None:
    await jira.comment(key, DEV, "Je regarde.")


async def _graver(jira: JiraSite, key: str) -> None:
    await jira.edit(key, CP, {"priority": {"id": "1"}})


async def _given(jira: JiraSite, key: str) -> None:
    await jira.assign(key, CP, DEV)


async def _started(jira: JiraSite, key: str) -> None:
    await jira.transition(key, "41", DEV)


async def _awaited(jira: JiraSite, key: str) -> None:
    await jira.transition(key, "31", CP)


async def _answered(jira: JiraSite, key: str) -> None:
    """Vigie takes the issue back to diagnosis."""
    await jira.comment(key, RM, "Voici le compte de test.")


def _post(heard: Heard) -> bytes:
    return post("/webhooks/jira", heard.raw, {name: heard.headers[name] for name in SENT})


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
