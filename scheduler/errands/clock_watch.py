"""Judges again, after the machine's clock was set back, the errands that wait for an instant which it then made far."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

import structlog

from connectors.store import Store, outbox

JUMP = timedelta(minutes=1)  # backwards: smaller steps, of NTP for instance, pass by themselves

log = structlog.get_logger("vigie.relay")


class ClockWatch:
    """Compares the machine's clock with elapsed time; it looks at the errands at the start and after each set-back.

    `longest` is the longest wait between two tries, `lease` how long an errand is held without being renewed.
    """

    def __init__(self, store: Store, elapsed: Callable[[], float], longest: timedelta, lease: timedelta) -> None:
        self._store, self._elapsed, self._longest, self._lease = store, elapsed, longest, lease
        self._started: datetime | None = None
        self._held: dict[int, datetime] = {}
        self._seen_at: float | None = None

    async def look(self, wall: datetime, ours: Collection[int]) -> None:
        """Judge again what is far, if the clock says so; `ours` are the errands under way here."""
        started = wall - timedelta(seconds=self._elapsed())
        if self._started is None or self._started - started > JUMP:
            await self._judge(wall)
        self._started = started
        if self._seen_at is not None and self._elapsed() - self._seen_at > self._lease.total_seconds():
            await self._free(ours)

    async def _judge(self, wall: datetime) -> None:
        judged = await self._store.write(lambda tx: outbox.judge_again(tx, wall, self._longest))
        self._held = await self._store.read(lambda tx: outbox.leases(tx, wall + 2 * self._lease))
        self._seen_at = self._elapsed() if self._held else None
        if judged or self._held:
            log.warning("clock set back", judged_again=judged, held_too_long=len(self._held))

    async def _free(self, ours: Collection[int]) -> None:
        """What lives renews its lease well within one: what stands as it stood belongs to nobody."""
        dead = {one: until for one, until in self._held.items() if one not in ours}
        await self._store.write(lambda tx: outbox.free(tx, dead))
        self._held, self._seen_at = {}, None
