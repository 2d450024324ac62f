"""An errand is done, or parked with what would mend it; those of one lane go one at a time, in order."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from connectors.parsed_delivery import Reply
from connectors.required_field import Ask, Unfilled, Wanted
from connectors.store import Connection, Store, outbox
from connectors.store.outbox import Errand
from tests.connectors.store.samples import MINUTE, NOON, errand

LEASE = timedelta(seconds=30)


async def owe(store: Store, *errands: Errand) -> None:
    await store.write(lambda tx: outbox.put(tx, errands))


async def claim(store: Store, now: datetime = NOON, limit: int = 10) -> list[Errand]:
    return await store.write(lambda tx: outbox.claim(tx, now, LEASE, limit))


async def test_an_errand_comes_back_as_it_was_put(store: Store) -> None:
    put = replace(errand("k1"), anomaly_id="a1", reply=Reply("U1", "C1", "https://answer.example/1"))
    await owe(store, put)
    (claimed,) = await claim(store)
    assert claimed == replace(put, id=claimed.id, not_before=NOON, state="doing", attempts=1)


async def test_an_errand_owed_twice_is_owed_once(store: Store) -> None:
    assert await store.write(lambda tx: outbox.put(tx, [errand("k1"), errand("k2", "other")])) == 2
    assert await store.write(lambda tx: outbox.put(tx, [errand("k1"), errand("k3", "third")])) == 1
    assert [one.key for one in await claim(store)] == ["k1", "k2", "k3"]


async def test_a_lane_goes_one_at_a_time_and_in_order(store: Store) -> None:
    await owe(store, errand("k1"), errand("k2"), errand("other", "jira:a1"))
    first, other = await claim(store)
    assert (first.key, other.key) == ("k1", "other")
    assert await claim(store) == []
    await store.write(lambda tx: outbox.done(tx, first.id, NOON))
    assert [one.key for one in await claim(store)] == ["k2"]


async def test_an_errand_is_not_claimed_before_its_time(store: Store) -> None:
    await owe(store, errand("k1", not_before=NOON + MINUTE))
    assert await claim(store, NOON + MINUTE - timedelta(microseconds=1)) == []
    assert len(await claim(store, NOON + MINUTE)) == 1


async def test_an_errand_put_off_holds_its_lane(store: Store) -> None:
    await owe(store, errand("k1"), errand("k2"))
    (first,) = await claim(store)
    await store.write(lambda tx: outbox.retry(tx, first.id, NOON + MINUTE, "429"))
    assert await claim(store, NOON + MINUTE - timedelta(microseconds=1)) == []
    (again,) = await claim(store, NOON + MINUTE)
    assert (again.key, again.attempts, again.error) == ("k1", 2, "429")


async def test_a_lease_that_ran_out_lets_the_errand_be_claimed_again(store: Store) -> None:
    await owe(store, errand("k1"))
    (lost,) = await claim(store)
    assert await claim(store, NOON + LEASE - timedelta(microseconds=1)) == []
    (again,) = await claim(store, NOON + LEASE)
    assert (again.id, again.attempts) == (lost.id, 2)


async def test_what_is_held_on_to_is_claimed_by_nobody_else(store: Store) -> None:
    await owe(store, errand("k1"), errand("k2", "other"))
    first, second = await claim(store)
    await store.write(lambda tx: outbox.done(tx, second.id, NOON))
    await store.write(lambda tx: outbox.hold(tx, [first.id, second.id], NOON + 2 * LEASE))
    assert await claim(store, NOON + LEASE) == []
    assert [one.key for one in await claim(store, NOON + 2 * LEASE)] == ["k1"]


async def test_what_was_done_is_not_undone_by_a_slower_hand(store: Store) -> None:
    await owe(store, errand("k1"))
    (taken,) = await claim(store)
    await store.write(lambda tx: outbox.done(tx, taken.id, NOON, {"ts": "1.2"}))
    await store.write(lambda tx: outbox.retry(tx, taken.id, NOON, "timeout"))
    await store.write(lambda tx: outbox.park(tx, taken.id, "timeout", "none"))
    shown = await store.read(lambda tx: outbox.show(tx, taken.id))
    assert shown == replace(taken, state="done", done_at=NOON, result={"ts": "1.2"})
    assert await claim(store, NOON + LEASE) == []


async def test_an_errand_keeps_what_it_gave_back(store: Store) -> None:
    await owe(store, errand("k1"))
    (taken,) = await claim(store)
    assert taken.result is None
    await store.write(lambda tx: outbox.done(tx, taken.id, NOON, {"id": 3, "clé": ["é"]}))
    shown = await store.read(lambda tx: outbox.show(tx, taken.id))
    assert shown is not None
    assert shown.result == {"id": 3, "clé": ["é"]}


async def test_what_one_cause_refused_is_sent_again_at_once(store: Store) -> None:
    await owe(store, *(errand(f"k{number}", f"lane{number}") for number in range(3)))
    for taken, why in zip(await claim(store), ("revoked", "archived", "revoked"), strict=True):
        await store.write(partial(outbox.park, id=taken.id, error=why, remedy="mend"))
    first, *_ = await store.read(outbox.parked)
    assert await store.write(lambda tx: outbox.replay_alike(tx, first.id)) == 2
    assert await store.write(lambda tx: outbox.replay_alike(tx, first.id)) == 0
    assert [one.key for one in await claim(store)] == ["k0", "k2"]


async def test_a_parked_errand_lets_its_lane_go_on_and_says_what_would_mend_it(store: Store) -> None:
    await owe(store, errand("k1"), errand("k2"))
    (first,) = await claim(store)
    await store.write(lambda tx: outbox.park(tx, first.id, "not_in_channel", "invite the bot"))
    assert [one.key for one in await claim(store)] == ["k2"]
    (parked,) = await store.read(outbox.parked)
    assert (parked.key, parked.error, parked.remedy) == ("k1", "not_in_channel", "invite the bot")
    assert await store.read(outbox.count_by_state) == {"doing": 1, "parked": 1}


async def test_a_replayed_errand_waits_for_the_one_of_its_lane_that_is_under_way(store: Store) -> None:
    await owe(store, errand("k1"), errand("k2"))
    (first,) = await claim(store)
    await store.write(lambda tx: outbox.park(tx, first.id, "not_in_channel", "invite the bot"))
    (second,) = await claim(store)
    assert await store.write(lambda tx: outbox.replay(tx, first.id)) is True
    assert await store.write(lambda tx: outbox.replay(tx, first.id)) is False
    assert await claim(store) == []
    await store.write(lambda tx: outbox.done(tx, second.id, NOON))
    (again,) = await claim(store)
    # Never a first attempt again: it may have succeeded without our knowing.
    assert (again.key, again.attempts, again.error) == ("k1", 2, None)


async def test_a_claim_takes_no_more_than_it_was_told_and_the_longest_due_first(store: Store) -> None:
    await owe(store, *(errand(f"k{minutes}", f"lane{minutes}", NOON - minutes * MINUTE) for minutes in range(5)))
    assert [one.key for one in await claim(store, limit=2)] == ["k4", "k3"]
    assert [one.key for one in await claim(store, limit=9)] == ["k2", "k1", "k0"]


async def test_a_long_lane_costs_no_more_than_a_short_one(sqlite_store: Store) -> None:
    await owe(sqlite_store, *(errand(f"k{number}") for number in range(2000)))
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    def counted(tx: Connection) -> None:
        driver: Any = tx.connection.driver_connection
        driver.set_progress_handler(count, 100)
        outbox.claim(tx, NOON, LEASE, 10)
        driver.set_progress_handler(None, 0)

    await sqlite_store.write(counted)
    assert steps < 10


async def test_a_parked_errand_keeps_what_is_wanted_of_people_and_is_replayed_with_its_move_alone(store: Store) -> None:
    wanted = (Wanted("customfield_1", "Type", Ask.ONE, (("7", "Code"),), "Réservé."),)
    mine = [replace(errand(key, key), anomaly_id="a1") for key in ("slack:1:0", "slack:1:1", "slack:2:0")]
    await owe(store, *mine)
    for one in await claim(store):
        asked = wanted if one.key == "slack:1:0" else ()
        await store.write(partial(outbox.park, id=one.id, error="400", remedy="fill in", wanted=asked))
    assert await store.read(lambda tx: outbox.unfilled(tx, "a1")) == Unfilled("slack:1", wanted)
    assert await store.read(lambda tx: outbox.unfilled(tx, "b2")) is None
    assert await store.write(lambda tx: outbox.replay_move(tx, "a1", "slack:1")) == 2
    assert await store.read(lambda tx: outbox.unfilled(tx, "a1")) is None
    assert [one.key for one in await store.read(outbox.parked)] == ["slack:2:0"]
