"""Several replicas that do everything to shared lanes at once neither deadlock nor take two errands of one lane."""

import asyncio
from datetime import timedelta
from functools import partial
from itertools import count
from random import Random

from structlog.testing import capture_logs

from connectors.store import Connection, Store, lane_heads, outbox
from connectors.store.outbox import Errand
from tests.connectors.store.lane_reference import kept
from tests.connectors.store.samples import NOON, errand
from tests.connectors.store.test_replicas import replicas

__all__ = ["replicas"]

LEASE = timedelta(seconds=30)
LANES = tuple(f"lane{number}" for number in range(8))
DECISIONS = 25


class Crowd:
    """What was owed, what is under way and what was done, over all replicas."""

    def __init__(self) -> None:
        self.random, self.numbers = Random(12), count()  # noqa: S311 - it chooses what happens
        self.under_way: set[str] = set()
        self.owed: list[str] = []
        self.ended: list[str] = []

    async def decide(self, store: Store) -> None:
        """Owe six errands in lanes of any order, in two parts, as a decision that speaks to several people does."""
        for _ in range(DECISIONS):
            owed = [self._errand() for _ in range(6)]
            await store.write(lambda tx, owed=owed: [outbox.put(tx, part) for part in (owed[:3], owed[3:])])  # type: ignore[misc]
            self.owed += [one.key for one in owed]

    async def relay(self, store: Store) -> None:
        """Perform what is claimed; where nothing is, replay what is parked of some lane."""
        while len(self.ended) < len(self.owed) or not self.owed:
            claimed = await store.write(lambda tx: outbox.claim(tx, NOON, LEASE, 3))
            await asyncio.gather(*(self._perform(store, one) for one in claimed))
            if not claimed:
                await store.write(partial(outbox.replay_lane, lane=self.random.choice(LANES)))

    async def _perform(self, store: Store, one: Errand) -> None:
        assert one.lane not in self.under_way, "two of one lane"
        self.under_way.add(one.lane)
        await asyncio.sleep(self.random.random() / 500)
        self.under_way.remove(one.lane)
        match self.random.randrange(6):
            case 0:
                await store.write(partial(outbox.retry, id=one.id, not_before=NOON, error="later"))
            case 1:
                await store.write(partial(outbox.park, id=one.id, error="never", remedy="mend"))
            case outcome:
                if outcome == 2:
                    await store.write(partial(outbox.hold, ids=[one.id], until=NOON + LEASE))
                notices = [self._errand()] if next(self.numbers) % 5 == 0 else []
                await store.write(partial(_done, one=one, notices=notices))
                self.owed += [notice.key for notice in notices]
                self.ended.append(one.key)

    def _errand(self) -> Errand:
        return errand(f"k{next(self.numbers)}", self.random.choice(LANES))


def _done(tx: Connection, one: Errand, notices: list[Errand]) -> None:
    outbox.put(tx, notices)
    outbox.done(tx, one.id, NOON)


async def test_lanes_shared_by_replicas_keep_right_heads(replicas: list[Store]) -> None:
    crowd = Crowd()
    with capture_logs() as logs:
        async with asyncio.timeout(60):
            relays = (crowd.relay(store) for store in replicas * 2)
            await asyncio.gather(*(crowd.decide(store) for store in replicas), *relays)
    assert logs == [], "a head was wrong"
    assert sorted(crowd.ended) == sorted(crowd.owed)
    assert await replicas[0].write(lane_heads.mend) == []
    assert await replicas[0].write(lambda tx: outbox.claim(tx, NOON, LEASE, 9)) == []
    assert await replicas[0].write(kept) == {}
