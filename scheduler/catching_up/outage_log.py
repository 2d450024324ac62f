"""Records when no Vigie ran, so that later alerts are marked late."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from connectors.store import Connection, Store, uptime_log
from scheduler.service_clocks import passed

BEAT = timedelta(seconds=30)
GAP = timedelta(minutes=2)
REACH = timedelta(days=7)
KEPT = 50


class Outage(NamedTuple):
    """A stretch through which nobody looked, by Vigie's clock."""

    since: datetime
    until: datetime


class Outages:
    """Notes that Vigie is awake, and remembers when it was not; replicas share what they note.

    How long it was away is measured on the machine's clock: the demo's runs fast, and a test turns Vigie's by hand.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._noted: tuple[datetime, datetime] | None = None
        self._known: tuple[Outage, ...] = ()

    async def note(self, now: datetime, wall: datetime) -> None:
        """Vigie is awake at `now`, `wall` by the machine's clock; written down every half minute."""
        if self._noted and not passed(self._noted[0], BEAT, now) and not passed(self._noted[1], BEAT, wall):
            return
        self._known = await self._store.write(lambda tx: _note(tx, now, wall))
        self._noted = (now, wall)

    @property
    def recent(self) -> bool:
        """Whether there was one in the last days."""
        return bool(self._known)

    def over(self, at: datetime) -> Outage | None:
        """The one during which an instant fell."""
        return next((one for one in self._known if one.since < at <= one.until), None)


def _note(tx: Connection, now: datetime, wall: datetime) -> tuple[Outage, ...]:
    last = next(iter(uptime_log.last(tx, 1)), None)
    if last is None or wall - last.wall_at > GAP:
        uptime_log.begin(tx, now, wall)
        uptime_log.forget(tx, KEPT)
    elif last.wall_at - wall > BEAT:
        uptime_log.set_back(tx, last, wall)
    else:
        uptime_log.seen(tx, last, now, wall)
    gaps = (Outage(before.seen_at, after.began_at) for after, before in pairwise(uptime_log.last(tx, KEPT)))
    return tuple(gap for gap in gaps if gap.since < gap.until and now - gap.until < REACH)
