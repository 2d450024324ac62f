"""Nothing that was heard is lost, told twice, or forgotten when it could not be handled."""

import asyncio
from dataclasses import replace
from datetime import UTC, timedelta, timezone

import pytest

from connectors.parsed_delivery import Delivery
from connectors.store import Connection, Store, mailbox
from tests.connectors.store.samples import MINUTE, NOON, delivery


def oldest(tx: Connection) -> list[Delivery]:
    return mailbox.waiting(tx, 100)


async def test_a_delivery_comes_back_as_it_was_heard(store: Store) -> None:
    heard = replace(delivery("1"), received_at=NOON.astimezone(timezone(timedelta(hours=2))))
    assert await store.hear(heard) is True
    (back,) = await store.write(oldest)
    assert back == replace(heard, id=back.id)
    assert back.received_at.tzinfo is UTC


async def test_a_delivery_heard_twice_is_kept_once(store: Store) -> None:
    assert await store.hear(delivery("1")) is True
    assert await store.hear(delivery("1")) is False
    assert await store.hear(delivery("1", source="slack")) is True
    assert await store.hear(delivery("1", site="other")) is True
    assert len(await store.write(oldest)) == 3


async def test_a_delivery_heard_twice_at_once_is_kept_once_and_only_one_caller_hears_that_it_is_new(
    store: Store,
) -> None:
    fresh = await asyncio.gather(*(store.hear(delivery(str(number % 50))) for number in range(200)))
    assert sum(fresh) == 50
    assert len(await store.write(oldest)) == 50


async def test_one_bad_delivery_does_not_take_the_others_of_its_batch_with_it(store: Store) -> None:
    bad = replace(delivery("bad"), received_at=NOON.replace(tzinfo=None))
    several = [delivery(str(number)) for number in range(20)]
    answers = await asyncio.gather(*(store.hear(one) for one in (*several, bad)), return_exceptions=True)
    assert answers[:-1] == [True] * 20
    assert isinstance(answers[-1], ValueError)
    assert len(await store.write(oldest)) == 20


async def test_the_oldest_deliveries_come_first(store: Store) -> None:
    for identity in "cab":
        await store.hear(delivery(identity))
    first_two = await store.write(lambda tx: mailbox.waiting(tx, 2))
    assert [one.identity for one in first_two] == ["c", "a"]
    assert await store.read(mailbox.oldest_waiting) == NOON


async def test_a_settled_delivery_waits_no_more(store: Store) -> None:
    await store.hear(delivery("1"))
    (heard,) = await store.write(oldest)
    await store.write(lambda tx: mailbox.settle(tx, heard.id, "ignored", "jira: sprint_started", None, NOON + MINUTE))
    assert await store.write(oldest) == []
    shown = await store.read(lambda tx: mailbox.show(tx, heard.id))
    assert shown == mailbox.Kept(heard, "ignored", "jira: sprint_started", None, NOON + MINUTE)
    assert await store.read(mailbox.oldest_waiting) is None
    assert await store.read(mailbox.count_by_state) == {"ignored": 1}


async def test_what_is_set_aside_waits_for_nobody_and_goes_to_the_end_of_the_line_once(store: Store) -> None:
    for identity in "ab":
        await store.hear(delivery(identity))
    first, second = await store.write(oldest)
    await store.write(lambda tx: mailbox.settle(tx, first.id, "aside", "more is read", "a1", NOON))
    assert await store.write(oldest) == [second]
    (aside,) = await store.read(lambda tx: mailbox.aside(tx, 9))
    assert (aside.delivery, aside.handled_at) == (first, NOON)
    assert await store.write(lambda tx: mailbox.line_up(tx, first, {"recall": "read"}))
    assert not await store.write(lambda tx: mailbox.line_up(tx, first, {"recall": "read"}))
    line = await store.write(oldest)
    assert [one.identity for one in line] == ["b", "a"]
    assert line[1].headers == {"x-event": "é", "recall": "read"}


async def test_a_parked_delivery_holds_back_the_later_ones_of_its_anomaly(store: Store) -> None:
    for identity in "123":
        await store.hear(delivery(identity))
    first, second, third = await store.write(oldest)
    assert await store.read(lambda tx: mailbox.blocked(tx, "a1")) is None

    def park(tx: Connection) -> None:
        mailbox.settle(tx, first.id, "parked", "unreadable", "a1", NOON)
        mailbox.settle(tx, second.id, "parked", f"behind {first.id}", "a1", NOON)
        mailbox.settle(tx, third.id, "parked", "unreadable", "a2", NOON)

    await store.write(park)
    assert await store.read(lambda tx: mailbox.blocked(tx, "a1")) == first.id
    assert [kept.delivery.id for kept in await store.read(lambda tx: mailbox.behind(tx, first.id))] == [second.id]
    assert [kept.delivery.id for kept in await store.read(mailbox.parked)] == [first.id, second.id, third.id]


async def test_a_parked_delivery_that_is_replayed_waits_again(store: Store) -> None:
    await store.hear(delivery("1"))
    (heard,) = await store.write(oldest)
    assert await store.write(lambda tx: mailbox.replay(tx, heard.id)) is False
    await store.write(lambda tx: mailbox.settle(tx, heard.id, "parked", "unreadable", "a1", NOON))
    assert await store.write(lambda tx: mailbox.replay(tx, heard.id)) is True
    assert await store.write(oldest) == [heard]


async def test_a_store_that_is_closed_says_so(sqlite_url: str) -> None:
    store = Store(sqlite_url)
    with pytest.raises(RuntimeError, match="not open"):
        await store.hear(delivery("1"))
