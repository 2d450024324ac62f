"""A job works while there is work, sleeps until woken, and survives its own faults."""

import asyncio

import pytest

from scheduler.jobs import job_loop
from scheduler.jobs.job_loop import Pulse
from scheduler.jobs.timetable import ticking


class Work:
    """A number of pieces of work, of which some fail."""

    def __init__(self, left: int, faults: int = 0) -> None:
        self.left, self.faults, self.calls = left, faults, 0
        self._called = asyncio.Condition()

    async def called(self, times: int) -> None:
        """Wait until it was called that often."""
        async with self._called:
            await self._called.wait_for(lambda: self.calls >= times)

    async def __call__(self) -> bool:
        """One piece."""
        self.calls += 1
        async with self._called:
            self._called.notify_all()
        if self.faults:
            self.faults -= 1
            raise ConnectionError("the database is gone, with a secret")
        self.left = max(0, self.left - 1)
        return self.left > 0


async def test_it_works_until_nothing_is_left_and_again_when_woken() -> None:
    work = Work(3)
    job = Pulse("job", work)
    task = asyncio.create_task(job.run())
    await job.idle()
    assert work.calls == 3
    job.wake()
    await job.idle()
    assert work.calls == 4
    task.cancel()


async def test_a_fault_is_named_without_its_text_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(job_loop, "PAUSE_AFTER_A_FAULT", 0.01)
    work = Work(1, faults=2)
    job = Pulse("job", work)
    task = asyncio.create_task(job.run())
    await job.idle()
    assert work.calls == 3
    said = "".join(capsys.readouterr())
    assert "ConnectionError" in said
    assert "secret" not in said
    task.cancel()


async def test_the_ticks_wake_each_job() -> None:
    work = Work(1)
    job = Pulse("job", work)
    task = asyncio.create_task(job.run())
    await job.idle()
    ticks = ticking([job], seconds=0.05)
    ticks.start()
    await asyncio.wait_for(work.called(3), 5)
    ticks.shutdown(wait=False)
    task.cancel()
