"""What a clock owes is said when it is due, once, and gravest first after a downtime."""

import asyncio
from datetime import timedelta
from functools import partial

from connectors.store import Connection, Store, clocks, mailbox
from rules import events
from rules.contract import ClockName, Criticality
from rules.effects import PostThread, Say, Tell
from rules.events import Deadline, DelayCommunicated
from scheduler.sweep import Sweep
from tests.rules.calendars import at
from tests.scheduler.crowd import HALF, crowd
from tests.scheduler.given import CP, RAISED, TICKET, Hand, House


async def alerts(house: House) -> list[tuple[Say, str, int]]:
    """What was said of the clocks: the message, the clock, the share."""
    while await house.sweep.once():
        await house.settle()
    said = [one.message for one, _ in house.performer.done if isinstance(one, PostThread)]
    return [
        (message.say, str(message.values["clock"]), int(str(message.values["percent"])))
        for message in said
        if message.say in (Say.WARNING, Say.BREACH)
    ]


async def test_nothing_is_said_before_it_is_due_and_each_threshold_once(store: Store) -> None:
    house = House(store)
    await house.hear(RAISED)
    await house.settle()
    house.hand.turn("2026-11-09 10:59")
    assert await alerts(house) == []
    house.hand.turn("2026-11-09 11:01")
    first = [(Say.WARNING, "acknowledgement", 50)]
    assert await alerts(house) == first
    assert await alerts(house) == first
    house.hand.turn("2026-11-09 12:01")
    assert await alerts(house) == [*first, (Say.WARNING, "acknowledgement", 75)]


async def test_after_a_downtime_only_the_gravest_is_said(store: Store) -> None:
    house = House(store)
    await house.hear(RAISED)
    await house.settle()
    house.hand.turn("2026-11-09 17:00")
    assert await alerts(house) == [(Say.BREACH, "acknowledgement", 175)]


async def test_the_sweep_wakes_at_the_very_instant_of_the_next_alert(store: Store) -> None:
    house = House(store)
    await house.hear(RAISED)
    await house.settle()
    house.hand.turn("2026-11-09 10:59:58")
    await house.sweep.once()
    assert house.alarms == []
    house.hand.turn("2026-11-09 10:59:59.600")
    await house.sweep.once()
    assert house.alarms == [0.4]


async def test_looking_for_what_is_due_reads_no_other_clock(store: Store) -> None:
    wanted = "SELECT * FROM clocks WHERE next_alert_at <= {0} ORDER BY next_alert_at LIMIT 200"
    following = "SELECT min(next_alert_at) FROM clocks WHERE next_alert_at > {0}"
    if store.dialect == "postgresql":
        await store.write(crowded)
    for query in (wanted, following):
        assert "clocks_next_alert" in await store.write(partial(explained, query))


def explained(query: str, tx: Connection) -> str:
    """How the database goes about a query."""
    if tx.dialect.name == "sqlite":
        return str(tx.exec_driver_sql("EXPLAIN QUERY PLAN " + query.format(1)).all())
    return str(tx.exec_driver_sql("EXPLAIN " + query.format("now()")).all())


def crowded(tx: Connection) -> None:
    """Many clocks, few of which are due: PostgreSQL plans by what it counted."""
    tx.exec_driver_sql(
        "INSERT INTO clocks (anomaly_id, clock, cycle, state, elapsed_seconds, next_alert_at)"
        " SELECT n::text, 'resolution', 1, 'running', 0, now() + n * interval '1 minute'"
        " FROM generate_series(1, 5000) n"
    )
    tx.exec_driver_sql("ANALYZE clocks")


async def test_a_clock_that_was_stopped_in_time_says_nothing(store: Store) -> None:
    house = House(store)
    await house.hear(RAISED)
    await house.hear(events.Taken(), CP)
    await house.settle()
    house.hand.turn("2026-11-09 17:00")
    assert await alerts(house) == []


async def test_two_looks_at_once_make_one_alert(store: Store) -> None:
    house = House(store)
    await house.hear(RAISED)
    await house.settle()
    house.hand.turn("2026-11-09 11:01")
    rows = await store.read(lambda tx: clocks.due(tx, house.hand.now(), 10))
    assert len(rows) == 1
    await house.sweep.once()
    await store.write(lambda tx: clocks.save(tx, rows))
    await house.sweep.once()
    await house.settle()
    assert len(await alerts(house)) == 1


async def test_replicas_that_look_together_share_what_is_due(store: Store) -> None:
    house = House(store)
    await crowd(store, [house.casebook.contracts.all[0]], 60, house.hand.now() + HALF)
    house.hand.instant += HALF
    second = Hand(house.hand.now() + timedelta(milliseconds=1))
    other = Sweep(store, house.casebook, second.now, house.wall.now, lambda: None, lambda _: None)
    await asyncio.gather(house.sweep.once(), other.once())
    await asyncio.gather(house.sweep.once(), other.once())
    assert await store.read(mailbox.count_by_state) == {"waiting": 60}


async def test_a_deadline_that_moved_is_set_right_without_a_word(store: Store) -> None:
    house = House(store)
    await house.hear(RAISED)
    await house.settle()
    (row,) = [one for one in await store.read(lambda tx: clocks.of(tx, "a1")) if one.clock == "acknowledgement"]
    stale = row.__class__(**{**{name: getattr(row, name) for name in row.__slots__}, "next_alert_at": house.hand.now()})
    await store.write(lambda tx: clocks.save(tx, [stale]))
    assert await alerts(house) == []
    (again,) = [one for one in await store.read(lambda tx: clocks.of(tx, "a1")) if one.clock == "acknowledgement"]
    assert again.next_alert_at == row.next_alert_at


async def test_a_promised_date_is_spoken_of_before_it_slips_and_once_it_is_gone(store: Store) -> None:
    house = House(store)
    await house.hear(RAISED)
    await house.hear(TICKET)
    house.hand.later(minutes=30)
    await house.hear(events.Qualified(Criticality.MAJEURE), CP)
    await house.settle()
    house.hand.turn("2026-11-09 10:00")
    await house.hear(DelayCommunicated("", (Deadline(ClockName.RESOLUTION, at("2026-11-10 10:00")),)), CP)
    await house.settle()
    told = []
    for instant in ("10 09:11", "10 09:13", "10 09:40", "10 10:00", "10 10:01", "10 11:00"):
        house.hand.turn(f"2026-11-{instant}")
        while await house.sweep.once():
            await house.settle()
        told.append([say for say in private(house) if "promise" in say])
    # Eight opening hours from one day to the next: 7 h 12 of them have passed at 9:12.
    assert [len(one) for one in told] == [0, 1, 1, 1, 2, 2]
    assert told[-1] == ["promise_near", "promise_broken"]


def private(house: House) -> list[str]:
    """What was said to people in private, in order."""
    return [effect.message.say.value for effect, _ in house.performer.done if isinstance(effect, Tell)]
