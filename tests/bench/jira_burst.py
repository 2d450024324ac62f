"""What becomes of a thousand webhooks at once, and what Vigie asks of Jira then, while Jira is slow."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

from sandbox import seed
from sandbox.jira import JiraSite
from sandbox.jira.traffic import Limit
from tests.bench.figure import Figure
from tests.bench.load import Load, flood, post
from tests.bench.projects import PROJECTS, key
from tests.bench.twenty import Stage, twenty_projects
from tests.sandbox.jira.listener import Heard, Listener
from tests.sandbox.jira.server import address, free_socket, serving

ISSUES, WEBHOOKS = 100, 1000
LATENCY, PER_SECOND = 0.5, 10.0
MEBIBYTE = 1024 * 1024
RM, CP, DEV = (person.jira or "" for person in seed.PEOPLE[1:4])
SENT = ("content-type", "x-hub-signature", "x-atlassian-webhook-identifier")


async def jira_burst() -> list[Figure]:
    """A thousand webhooks at once, while Jira takes half a second and lets ten requests a second in."""
    async with twenty_projects() as stage:
        weight = _Weight(psutil.Process(stage.server.process.pid))
        watching = asyncio.create_task(weight.watch())
        spoken = await _captured(stage)
        traffic = stage.sandbox.jira.traffic
        traffic.latency, traffic.limit = LATENCY, Limit(PER_SECOND)
        began = time.perf_counter()
        load = await asyncio.to_thread(asyncio.run, flood(stage.server.port, lambda at: _post(spoken[at]), WEBHOOKS))
        if load.refused:
            raise RuntimeError(f"{load.refused} webhooks were not accepted: the figures would be worth nothing")
        decided = await stage.decided() - began
        written = await stage.drained() - began
        watching.cancel()
        return [*_ingested(load, decided, written), *stage.asked("jira_burst"), *weight.figures()]


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


async def _captured(stage: Stage) -> Sequence[Heard]:
    """What Jira has to say of a hundred issues, kept back and then Vigie's to hear."""
    jira, listener, held = stage.sandbox.jira, Listener(), free_socket()
    async with serving(listener.app(), held):
        jira.point_at(address(held))
        issues = [await _opened(jira, number) for number in range(ISSUES)]
        for gesture in (_diagnosed, _said, _graver, _given, _started, _awaited, _answered):
            for issue in issues:
                await gesture(jira, issue)
        await jira.settled()
    stage.point_at_vigie()
    stage.forget()
    if len(listener.heard) < WEBHOOKS:
        raise RuntimeError(f"only {len(listener.heard)} webhooks to send")
    return listener.heard


async def _opened(jira: JiraSite, number: int) -> str:
    told = {"summary": f"Panne {number}", "description": "Au paiement.", "priority": {"id": "3"}}
    return await jira.create(key(number % PROJECTS), RM, told)


async def _diagnosed(jira: JiraSite, issue: str) -> None:
    await jira.transition(issue, "21", CP)


async def _said(jira: JiraSite, issue: str) -> None:
    await jira.comment(issue, DEV, "Je regarde.")


async def _graver(jira: JiraSite, issue: str) -> None:
    await jira.edit(issue, CP, {"priority": {"id": "1"}})


async def _given(jira: JiraSite, issue: str) -> None:
    await jira.assign(issue, CP, DEV)


async def _started(jira: JiraSite, issue: str) -> None:
    await jira.transition(issue, "41", DEV)


async def _awaited(jira: JiraSite, issue: str) -> None:
    await jira.transition(issue, "31", CP)


async def _answered(jira: JiraSite, issue: str) -> None:
    """Vigie takes the issue back to diagnosis."""
    await jira.comment(issue, RM, "Voici le compte de test.")


def _post(heard: Heard) -> bytes:
    return post("/webhooks/jira", heard.raw, {name: heard.headers[name] for name in SENT})
