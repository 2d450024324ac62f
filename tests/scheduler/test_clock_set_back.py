"""The machine's clock set back by an hour holds nothing up: what it had made far is judged again."""

from datetime import timedelta

import pytest

from connectors.delivery_errors import NotNow
from connectors.store import Connection, Store, outbox, uptime_log
from rules.effects import Effect, PostThread
from scheduler.catching_up.outage_log import Outages
from scheduler.errands.relay import LEASE
from scheduler.service_clocks import passed
from tests.rules.calendars import at
from tests.scheduler.given import RAISED, House, Performer

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(("later", "over"), [(0, False), (9, False), (10, True), (-1, True), (-3600, True)])
def test_a_span_has_passed_when_it_has_or_when_the_clock_is_before_it(later: float, *, over: bool) -> None:
    since = at("2026-11-09 09:00")
    assert passed(since, timedelta(seconds=10), since + timedelta(seconds=later)) is over


async def test_what_waited_for_another_try_is_tried_at_once(store: Store) -> None:
    down = [True]

    def answer(effect: Effect) -> None:
        if down[0] and isinstance(effect, PostThread):
            raise NotNow("slack: 503")

    house = House(store, Performer(answer))
    house.wall.instant += HOUR
    await house.hear(RAISED)
    await house.settle()
    assert "PostThread" not in house.performer.kinds()
    down[0] = False
    house.wall.instant -= HOUR
    await house.settle()
    assert "PostThread" in house.performer.kinds()


async def test_what_was_owed_by_a_clock_that_was_ahead_does_not_wait_for_it(store: Store) -> None:
    house = House(store)
    house.wall.instant += HOUR
    await house.relay.once()
    await house.hear(RAISED)
    while await house.worker.once():
        pass
    house.wall.instant -= HOUR
    await house.settle()
    assert "UpdateCard" in house.performer.kinds()


async def test_a_lease_that_nobody_renews_is_let_go_and_one_that_is_renewed_is_not(store: Store) -> None:
    house = House(store)
    await house.hear(RAISED)
    while await house.worker.once():
        pass
    ahead = house.wall.now() + HOUR
    taken = await store.write(lambda tx: outbox.claim(tx, ahead, LEASE, 1))
    held = await store.read(lambda tx: outbox.leases(tx, house.wall.now() + 2 * LEASE))
    assert list(held) == [taken[0].id]

    def renew(tx: Connection) -> None:
        outbox.hold(tx, [taken[0].id], ahead + 2 * LEASE)

    await store.write(renew)
    assert await store.write(lambda tx: outbox.free(tx, held)) == 0
    held = await store.read(lambda tx: outbox.leases(tx, house.wall.now() + 2 * LEASE))
    assert await store.write(lambda tx: outbox.free(tx, held)) == 1
    await house.settle()
    assert not {"doing", "waiting"} & (await store.read(outbox.count_by_state)).keys()


async def test_vigie_goes_on_noting_that_it_is_awake(store: Store) -> None:
    outages, now = Outages(store), at("2026-11-09 10:00")
    await outages.note(now, now)
    await outages.note(now - HOUR, now - HOUR)
    (watch,) = await store.read(lambda tx: uptime_log.last(tx, 5))
    assert watch.wall_at == now - HOUR
    await outages.note(now - HOUR + timedelta(seconds=31), now - HOUR + timedelta(seconds=31))
    (watch,) = await store.read(lambda tx: uptime_log.last(tx, 5))
    assert watch.wall_at == now - HOUR + timedelta(seconds=31)
