"""The journal only grows."""

from datetime import UTC

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from connectors.store import Connection, Store, journal
from tests.connectors.store.samples import MINUTE, NOON, fact


async def test_facts_come_back_in_the_order_in_which_they_were_recorded(store: Store) -> None:
    facts = (fact("2", NOON + MINUTE), fact("1"), fact("3"))
    await store.write(lambda tx: journal.append(tx, "a1", facts[:2], NOON))
    await store.write(lambda tx: journal.append(tx, "a1", facts[2:], NOON))
    await store.write(lambda tx: journal.append(tx, "a2", [fact("4")], NOON))
    back = await store.read(lambda tx: journal.read(tx, "a1"))
    assert back == facts
    assert all(one.at.tzinfo is UTC for one in back)
    assert await store.read(lambda tx: list(journal.anomalies(tx))) == ["a1", "a2"]


async def test_the_same_fact_heard_twice_is_recorded_once(store: Store) -> None:
    await store.write(lambda tx: journal.append(tx, "a1", [fact("1")], NOON))
    await store.write(lambda tx: journal.append(tx, "a1", [fact("1", NOON + MINUTE), fact("2")], NOON))
    assert await store.read(lambda tx: journal.read(tx, "a1")) == (fact("1"), fact("2"))
    assert await store.read(lambda tx: journal.known(tx, ["1", "2", "3"])) == {"1", "2"}
    assert await store.read(lambda tx: journal.known(tx, [])) == set()


async def test_a_period_holds_its_first_instant_and_not_its_last(store: Store) -> None:
    facts = [fact(str(minutes), NOON + minutes * MINUTE) for minutes in (2, 1, 0, 3)]
    await store.write(lambda tx: journal.append(tx, "a1", facts, NOON))
    found = await store.read(lambda tx: list(journal.between(tx, NOON, NOON + 2 * MINUTE)))
    assert [(anomaly_id, one.id) for anomaly_id, one in found] == [("a1", "0"), ("a1", "1")]


@pytest.mark.parametrize("edit", ["UPDATE facts SET kind = 'x'", "DELETE FROM facts"])
async def test_the_journal_refuses_to_be_edited(store: Store, edit: str) -> None:
    def try_it(tx: Connection) -> None:
        tx.execute(text(edit))

    await store.write(lambda tx: journal.append(tx, "a1", [fact("1")], NOON))
    with pytest.raises(DatabaseError, match="append-only"):
        await store.write(try_it)
    assert await store.read(lambda tx: journal.read(tx, "a1")) == (fact("1"),)
