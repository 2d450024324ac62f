"""A job that hangs, fails for ever or is woken no more silences the heartbeat; one that is only busy does not."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from scheduler.jobs import job_loop
from scheduler.jobs.job_loop import Pulse
from scheduler.jobs.watchdog import EVERY, LONGEST_SILENCE, Watchdog


class Seconds:
    """A clock turned by hand."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        """What it shows."""
        return self.now


class Listener:
    """Counts the beats."""

    def __init__(self) -> None:
        self.beats = 0

    async def __call__(self) -> None:
        """One more."""
        self.beats += 1


async def quick() -> bool:
    """Nothing to do."""
    return False


async def turned(seconds: Seconds, work: Callable[[], Awaitable[bool]]) -> tuple[Pulse, asyncio.Task[None]]:
    """A job under way, after its first turn if that ends."""
    job = Pulse("job", work, seconds)
    task = asyncio.create_task(job.run())
    for _ in range(5):
        await asyncio.sleep(0)
    return job, task


async def test_the_heartbeat_beats_while_every_job_turns() -> None:
    seconds, heard = Seconds(), Listener()
    job, task = await turned(seconds, quick)
    watchdog = Watchdog([job], heard)
    for _ in range(10):
        seconds.now += EVERY
        job.wake()
        await job.idle()
        await watchdog.once()
    assert heard.beats == 10
    task.cancel()


async def test_a_job_that_is_woken_no_more_stops_it_within_two_minutes() -> None:
    seconds, heard = Seconds(), Listener()
    job, task = await turned(seconds, quick)
    watchdog = Watchdog([job], heard)
    frozen = seconds.now
    while not watchdog.stuck():
        await watchdog.once()
        seconds.now += EVERY
    assert seconds.now - frozen <= 120
    beats = heard.beats
    await watchdog.once()
    assert heard.beats == beats > 0
    job.wake()
    await job.idle()
    await watchdog.once()
    assert heard.beats == beats + 1
    task.cancel()


async def test_a_job_that_hangs_in_its_work_is_named_and_the_others_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    async def hangs() -> bool:
        await asyncio.Event().wait()
        return False

    seconds, heard = Seconds(), Listener()
    job, task = await turned(seconds, hangs)
    other = Pulse("other", quick, seconds)
    turning = asyncio.create_task(other.run())
    seconds.now += LONGEST_SILENCE + 1
    other.wake()
    await other.idle()
    watchdog = Watchdog([job, other], heard)
    assert watchdog.stuck() == ["job"]
    await watchdog.once()
    assert heard.beats == 0
    assert "jobs stuck" in "".join(capsys.readouterr())
    task.cancel()
    turning.cancel()


async def test_a_job_that_only_fails_is_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_loop, "PAUSE_AFTER_A_FAULT", 0.0)
    seconds, tried = Seconds(), asyncio.Semaphore(0)

    async def fails() -> bool:
        tried.release()
        raise ConnectionError

    job, task = await turned(seconds, fails)
    seconds.now += LONGEST_SILENCE + 1
    for _ in range(20):
        await tried.acquire()
    assert Watchdog([job], None).stuck() == ["job"]
    task.cancel()


async def test_a_long_backlog_is_no_hang() -> None:
    seconds, found = Seconds(), list[list[str]]()

    async def backlog() -> bool:
        found.append(watchdog.stuck())
        seconds.now += LONGEST_SILENCE - 1
        return len(found) < 20

    job = Pulse("job", backlog, seconds)
    watchdog = Watchdog([job], None)
    task = asyncio.create_task(job.run())
    await job.idle()
    assert found == [[]] * 20
    task.cancel()


async def test_one_long_turn_that_shows_signs_of_life_is_no_hang_until_they_cease() -> None:
    seconds, pages = Seconds(), 0
    job = Pulse("job", quick, seconds, lambda: pages)
    watchdog = Watchdog([job], None)
    for _ in range(10):
        seconds.now += EVERY
        pages += 1
        assert watchdog.stuck() == []
    seconds.now += LONGEST_SILENCE + 1
    assert watchdog.stuck() == ["job"]
