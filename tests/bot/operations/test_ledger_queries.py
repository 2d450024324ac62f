"""A closed month that no longer is what its close froze is named, and the rows of a ledger are written again."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, text, update

from bot.operations.ledger_queries import altered_months, rebuild
from connectors.store import Connection, Store, contract_issues, ledger_checkpoints, time_entries
from connectors.store.tables import checkpoints, closed_months, facts
from connectors.store.tables import time_entries as entries
from scheduler.catching_up.contract_editions import remembered
from scheduler.ledger import kept_ledgers
from scheduler.ledger.kept_ledgers import KeptLedgers
from scheduler.ledger.ledger_book import agreed
from tests.bot.slack.ledger.desk import CP, ID, Desk, at, known
from tests.bot.slack.world import world

UNLOCK = {"sqlite": "DROP TRIGGER facts_no_update", "postgresql": "ALTER TABLE facts DISABLE TRIGGER USER"}


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[Desk]:
    """October closed with 90 minutes, 30 more learnt of in November."""
    async with world(store, known()) as one:
        found = Desk(one)
        one.now = at(10, 5)
        await found.shown()
        await found.spend(90, at(10, 5), "w1")
        one.now = at(11, 3)
        await found.press(CP, "close_month", "2026-10")
        one.now = at(11, 4)
        await found.spend(30, at(10, 20), "w2")
        yield found


async def altered(desk: Desk) -> list[str]:
    """What is said of the closed months."""
    return await altered_months(desk.world.store, known(), desk.world.now + timedelta(days=1))


async def test_a_closed_month_that_holds_is_not_named(desk: Desk) -> None:
    assert await altered(desk) == []


async def test_figures_that_were_edited_outside_are_named_and_written_again(desk: Desk) -> None:
    before = await desk.closed()
    await desk.world.store.write(lambda tx: tx.execute(update(closed_months).values(figures='{"envelopes": []}')))
    (line,) = await altered(desk)
    assert (ID in line, "2026-10" in line) == (True, True)
    assert (await rebuild(desk.world.store, known(), desk.world.now)).done == 1
    assert await altered(desk) == []
    assert await desk.closed() == before


async def test_a_journal_that_comes_to_something_else_is_named(desk: Desk) -> None:
    def alter(tx: Connection) -> None:
        tx.execute(text(UNLOCK[tx.dialect.name]))
        rows = tx.execute(select(facts.c.seq, facts.c.fact).where(facts.c.kind == "time_spent")).all()
        for number, told in rows:
            changed = told.replace('"seconds":5400', '"seconds":5460')
            tx.execute(update(facts).where(facts.c.seq == number).values(fact=changed))

    await desk.world.store.write(alter)
    (line,) = await altered(desk)
    assert "2026-10" in line


def spoil(values: dict[str, str], tx: Connection) -> None:
    tx.execute(update(checkpoints).values(values))


async def test_a_ledger_of_which_something_else_was_kept_is_named_and_dropped(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_ledgers, "LONG", 1)
    store, now, ledgers = desk.world.store, desk.world.now, KeptLedgers()
    terms = agreed(await remembered(store, known(), now), ID)
    assert terms is not None
    await store.read(lambda tx: ledgers.ledger(tx, ID, terms))
    written = ledgers.to_keep(ID)
    assert written is not None
    for damage, wrong in (({"contract": "x"}, ()), ({"state": "x"}, (ID,))):
        await store.write(lambda tx: ledger_checkpoints.save(tx, written))
        await store.write(partial(spoil, damage))
        assert (await rebuild(store, known(), now)).wrong == wrong
        assert await store.read(lambda tx: tx.execute(text("SELECT count(*) FROM checkpoints")).scalar()) == 0


async def test_rows_that_were_lost_are_written_again_from_the_journal(desk: Desk) -> None:
    store = desk.world.store
    issues = await store.read(lambda tx: contract_issues.of(tx, ID))
    spent = await store.read(lambda tx: time_entries.of_month(tx, ID, "2026-10"))
    assert (len(issues), len(spent)) == (1, 2)
    await store.write(lambda tx: contract_issues.forget(tx, ID))
    await store.write(lambda tx: tx.execute(update(entries).values(seconds=1)))
    await rebuild(store, known(), desk.world.now)
    assert await store.read(lambda tx: contract_issues.of(tx, ID)) == issues
    assert await store.read(lambda tx: time_entries.of_month(tx, ID, "2026-10")) == spent
