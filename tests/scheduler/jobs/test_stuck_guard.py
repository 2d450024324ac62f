"""A job that is stuck for minutes ends the process, the event loop with it; one that fails or is busy does not."""

import asyncio
import subprocess
import sys
import time

import pytest

from scheduler.jobs import job_loop
from scheduler.jobs.job_loop import Pulse
from scheduler.jobs.stuck_guard import LIMIT, StuckGuard
from scheduler.jobs.ticks import Ticks
from tests.scheduler.jobs.test_watchdog import Seconds, quick, turned

STUCK = """
import asyncio, time
from bot.operations.process_end import end_process
from scheduler.jobs.job_loop import Pulse
from scheduler.jobs.stuck_guard import StuckGuard

async def work():
    {work}

async def main():
    job = Pulse("job", work)
    StuckGuard([job], end_process, limit=0.3, every=0.05).start()
    await asyncio.wait_for(job.run(), 20)

asyncio.run(main())
"""


@pytest.mark.parametrize("work", ["await asyncio.sleep(60)", "time.sleep(60)"], ids=["job", "event loop"])
def test_the_process_ends_at_once_and_by_a_failure(work: str) -> None:
    ended = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", STUCK.format(work=work)], capture_output=True, text=True, timeout=30, check=False
    )
    assert ended.returncode == 70, ended.stderr
    assert "process ended" in ended.stdout


async def test_a_job_that_hangs_or_is_woken_no_more_is_stuck_and_one_that_fails_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(job_loop, "PAUSE_AFTER_A_FAULT", 0.0)
    seconds, ended = Seconds(), list[str]()

    async def hang() -> bool:
        await asyncio.Event().wait()
        return False

    async def fail() -> bool:
        seconds.now += 1
        if seconds.now > before + 4:
            often.set()
        raise ConnectionError

    jobs = {}
    tasks = []
    for name, work in (("hang", hang), ("asleep", quick)):
        jobs[name], task = await turned(seconds, work)
        tasks.append(task)
    seconds.now += LIMIT - 1
    for job in jobs.values():
        StuckGuard([job], lambda: ended.append("early")).look()
    seconds.now += 2
    for name, job in jobs.items():
        StuckGuard([job], lambda name=name: ended.append(name)).look()  # type: ignore[misc]
    assert ended == ["hang", "asleep"]
    before, often = seconds.now, asyncio.Event()
    failing, task = await turned(seconds, fail)
    tasks.append(task)
    async with asyncio.timeout(10):
        await often.wait()
    assert seconds.now > before + 2
    StuckGuard([failing], lambda: ended.append("fail"), limit=2.0).look()
    assert "fail" not in ended
    for one in tasks:
        one.cancel()


async def test_the_ticks_go_on_whatever_is_done_to_the_machines_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    woken = asyncio.Queue[float]()

    async def work() -> bool:
        woken.put_nowait(time.time())
        return False

    job = Pulse("job", work)
    running, ticks = asyncio.create_task(job.run()), Ticks([job], seconds=0.05)
    ticks.start()
    await woken.get()
    real = time.time
    for back in (3600.0, -86_400.0, 0.0):
        monkeypatch.setattr(time, "time", lambda back=back: real() - back)
        for _ in range(2):
            await asyncio.wait_for(woken.get(), 5)
    ticks.shutdown()
    running.cancel()
