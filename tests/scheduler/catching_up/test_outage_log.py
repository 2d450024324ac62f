"""When nobody looked is remembered as long as it can still be told as late, and no longer."""

from datetime import timedelta

from connectors.store import Store, uptime_log
from scheduler.catching_up.outage_log import KEPT, Outages
from tests.rules.calendars import at

NINE = at("2026-11-09 09:00")
HOUR = timedelta(hours=1)


async def test_only_the_last_watches_are_kept_and_the_outages_between_them(store: Store) -> None:
    for number in range(KEPT + 10):
        outages = Outages(store)
        await outages.note(NINE + number * HOUR, NINE + number * HOUR)
    kept = await store.read(lambda tx: uptime_log.last(tx, 10 * KEPT))
    assert [one.began_at for one in kept] == [NINE + number * HOUR for number in reversed(range(10, KEPT + 10))]
    latest = outages.over(NINE + (KEPT + 9) * HOUR)
    assert latest is not None
    assert (latest.since, latest.until) == (NINE + (KEPT + 8) * HOUR, NINE + (KEPT + 9) * HOUR)
    assert outages.over(NINE + 5 * HOUR) is None


async def test_a_watch_that_goes_on_is_one_watch(store: Store) -> None:
    outages = Outages(store)
    for number in range(100):
        await outages.note(NINE + number * timedelta(minutes=1), NINE + number * timedelta(minutes=1))
    assert len(await store.read(lambda tx: uptime_log.last(tx, KEPT))) == 1
    assert not outages.recent
