"""The journal only grows."""

from datetime import UTC

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from connectors.store import Connection, Store, journal
from tests.connectors.store.samples import MINUTE, NOON, fact


async def test_facts_come_back_in_the_order_in_which_they_were_recorded(store: Store) -> None:
    facts = (fact("2", NOON + MINUTE), fact("1"), fact("3"))
    await store.write(lambda tx: journal.ANOMALIES.append(tx, "a1", facts[:2], NOON))
    await store.write(lambda tx: journal.ANOMALIES.append(tx, "a1", facts[2:], NOON))
    await store.write(lambda tx: journal.ANOMALIES.append(tx, "a2", [fact("4")], NOON))
    back = await store.read(lambda tx: journal.ANOMALIES.read(tx, "a1"))
    assert back == facts
    assert all(one.at.tzinfo is UTC for one in back)
    assert await store.read(lambda tx: list(journal.anomalies(tx))) == ["a1", "a2"]


async def test_the_same_fact_heard_twice_is_recorded_once(store: Store) -> None:
    await store.write(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("1")], NOON))
    await store.write(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("1", NOON + MINUTE), fact("2")], NOON))
    assert await store.read(lambda tx: journal.ANOMALIES.read(tx, "a1")) == (fact("1"), fact("2"))


async def test_each_fact_keeps_the_instant_at_which_it_was_written_down(store: Store) -> None:
    await store.write(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("1")], NOON))
    await store.write(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("1"), fact("2", NOON)], NOON + MINUTE))
    assert await store.read(lambda tx: journal.ANOMALIES.recorded(tx, "a1")) == {"1": NOON, "2": NOON + MINUTE}
    assert await store.read(lambda tx: journal.ANOMALIES.recorded(tx, "a2")) == {}


@pytest.mark.parametrize("edit", ["UPDATE facts SET kind = 'x'", "DELETE FROM facts"])
async def test_the_journal_refuses_to_be_edited(store: Store, edit: str) -> None:
    def try_it(tx: Connection) -> None:
        tx.execute(text(edit))

    await store.write(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("1")], NOON))
    with pytest.raises(DatabaseError, match="append-only"):
        await store.write(try_it)
    assert await store.read(lambda tx: journal.ANOMALIES.read(tx, "a1")) == (fact("1"),)
