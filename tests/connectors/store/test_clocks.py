"""The sweep finds what is due, and only that; what is over stays as it was."""

from dataclasses import replace

from connectors.store import Store, clocks, periods
from rules.clock import State, Verdict
from rules.contract import ClockName
from tests.connectors.store.samples import MINUTE, NOON, clock


async def test_the_clocks_that_are_due_come_back_the_longest_overdue_first(store: Store) -> None:
    late, soon, later = clock("a1", NOON - MINUTE), clock("a2", NOON), clock("a3", NOON + MINUTE)
    await store.write(lambda tx: clocks.save(tx, [soon, later, late, clock("a4", None)]))
    assert await store.read(lambda tx: clocks.due(tx, NOON, 10)) == [late, soon]
    assert await store.read(lambda tx: clocks.due(tx, NOON, 1)) == [late]


async def test_nothing_is_due_when_no_clock_wants_to_be_looked_at(store: Store) -> None:
    await store.write(lambda tx: clocks.save(tx, [clock(next_alert_at=None)]))
    assert await store.read(lambda tx: clocks.due(tx, NOON, 10)) == []


async def test_a_new_cycle_leaves_the_results_of_the_one_before(store: Store) -> None:
    first = replace(clock(next_alert_at=None), state=State.STOPPED, verdict=Verdict.KEPT, next_share=None)
    second, taken = clock(cycle=2), replace(clock(), clock=ClockName.ACKNOWLEDGEMENT, allowed_seconds=None)
    await store.write(lambda tx: clocks.save(tx, [first, taken]))
    await store.write(lambda tx: clocks.save(tx, [replace(second, elapsed_seconds=0.0)]))
    await store.write(lambda tx: clocks.save(tx, [second]))
    back = await store.read(lambda tx: clocks.of(tx, "a1"))
    assert back == [taken, first, second]
    assert isinstance(back[1].verdict, Verdict)


async def test_the_work_of_a_period_is_claimed_once(store: Store) -> None:
    assert await store.write(lambda tx: periods.claim(tx, "monthly", "2026-01")) is True
    assert await store.write(lambda tx: periods.claim(tx, "monthly", "2026-01")) is False
    assert await store.write(lambda tx: periods.claim(tx, "monthly", "2025-12")) is True
    assert await store.write(lambda tx: periods.claim(tx, "daily", "2026-02-01")) is True
