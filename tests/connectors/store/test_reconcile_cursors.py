"""One reader at a time on each road, and a mark that only its reader moves."""

from datetime import timedelta
from functools import partial

from connectors.store import Store, reconcile_cursors
from connectors.store.reconcile_cursors import Mark, Road
from tests.connectors.store.samples import NOON

BOU = Road("default", "BOU", "live")
LATER, LEASE = NOON + timedelta(minutes=1), timedelta(minutes=2)


async def test_a_road_begins_once(store: Store) -> None:
    assert await store.write(lambda tx: reconcile_cursors.begin(tx, BOU, NOON))
    assert not await store.write(lambda tx: reconcile_cursors.begin(tx, BOU, LATER))
    assert await store.read(lambda tx: reconcile_cursors.get(tx, BOU)) == Mark(BOU, NOON, NOON)
    assert await store.read(reconcile_cursors.every) == [Mark(BOU, NOON, NOON)]


async def test_a_road_never_begun_cannot_be_claimed(store: Store) -> None:
    assert await store.write(lambda tx: reconcile_cursors.claim(tx, BOU, "one", NOON, NOON + LEASE)) is None


async def test_two_readers_are_never_on_one_road_until_a_claim_runs_out(store: Store) -> None:
    await store.write(lambda tx: reconcile_cursors.begin(tx, BOU, NOON))
    assert await store.write(lambda tx: reconcile_cursors.claim(tx, BOU, "one", NOON, NOON + LEASE))
    assert await store.write(lambda tx: reconcile_cursors.claim(tx, BOU, "two", LATER, LATER + LEASE)) is None
    assert await store.write(lambda tx: reconcile_cursors.claim(tx, BOU, "two", NOON + LEASE, LATER + 2 * LEASE))
    assert not await store.write(lambda tx: reconcile_cursors.advance(tx, BOU, "one", LATER, LATER))
    assert not await store.write(lambda tx: reconcile_cursors.hold(tx, BOU, "one", LATER))
    assert not await store.write(lambda tx: reconcile_cursors.restart(tx, BOU, "one", LATER))
    await store.write(lambda tx: reconcile_cursors.release(tx, BOU, "one"))
    assert await store.write(lambda tx: reconcile_cursors.advance(tx, BOU, "two", LATER, LATER + LEASE))
    mark = await store.read(lambda tx: reconcile_cursors.get(tx, BOU))
    assert mark is not None
    assert (mark.begun_at, mark.read_to) == (NOON, LATER)


async def test_a_road_let_go_is_free_at_once_and_others_are_not_touched(store: Store) -> None:
    other = Road("default", "BOU", "import")
    for road in (BOU, other):
        await store.write(partial(reconcile_cursors.begin, road=road, at=NOON))
        await store.write(partial(reconcile_cursors.claim, road=road, who="one", now=NOON, until=NOON + LEASE))
    await store.write(lambda tx: reconcile_cursors.release(tx, BOU, "one"))
    assert await store.write(lambda tx: reconcile_cursors.claim(tx, BOU, "two", LATER, LATER + LEASE))
    assert await store.write(lambda tx: reconcile_cursors.claim(tx, other, "two", LATER, LATER + LEASE)) is None
    assert await store.write(lambda tx: reconcile_cursors.restart(tx, other, "one", LATER))
    assert await store.read(lambda tx: reconcile_cursors.get(tx, other)) == Mark(other, LATER, LATER)
