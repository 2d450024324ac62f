"""What may go before others is found among thousands, and what it must follow too."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from sqlalchemy import text

from connectors.parsed_delivery import Delivery
from connectors.store import Connection, Store, mailbox, waiting_line
from connectors.store.prepared_statement import Statement
from tests.connectors.store.samples import NOON, delivery

TOPIC, OTHER = "issue/martin/1", "subject/a1"


def about(identity: str, *topics: str, source: str = "jira") -> Delivery:
    return replace(delivery(identity, source), topics=topics)


async def kept(store: Store, *several: Delivery) -> list[int]:
    """Their ids, once they are kept in this order."""
    for one in several:
        await store.hear(one)
    return [one.id for one in await store.write(lambda tx: mailbox.waiting(tx, 1000))]


@pytest.mark.parametrize("topics", [None, (), (TOPIC,), (TOPIC, OTHER)])
async def test_topics_come_back_as_they_were_heard(store: Store, topics: tuple[str, ...] | None) -> None:
    await store.hear(replace(delivery("1"), topics=topics))
    (back,) = await store.write(lambda tx: mailbox.waiting(tx, 1))
    assert back.topics == topics


async def test_only_clock_and_slack_deliveries_are_urgent(store: Store) -> None:
    await kept(store, *(about(source, TOPIC, source=source) for source in ("jira", "clock", "created", "slack")))
    found = await store.write(lambda tx: waiting_line.urgent(tx, 9))
    assert [one.source for one in found] == ["clock", "slack"]


async def test_a_demoted_delivery_waits_for_its_turn(store: Store) -> None:
    (number,) = await kept(store, about("1", TOPIC, source="slack"))
    await store.write(lambda tx: waiting_line.demote(tx, number))
    assert await store.write(lambda tx: waiting_line.urgent(tx, 9)) == []
    assert [one.id for one in await store.write(lambda tx: mailbox.waiting(tx, 9))] == [number]


async def test_older_deliveries_are_found_by_either_topic(store: Store) -> None:
    ids = await kept(store, about("1", TOPIC), about("2", "x"), about("3", OTHER, TOPIC), about("4", "x", TOPIC))
    found = await store.write(lambda tx: waiting_line.ahead(tx, {TOPIC}, ids[3], 9))
    assert found == [waiting_line.Ahead(ids[0], (TOPIC,)), waiting_line.Ahead(ids[2], (OTHER, TOPIC))]
    assert await store.write(lambda tx: waiting_line.ahead(tx, {TOPIC}, ids[3], 1)) == found[:1]


async def test_more_topics_than_one_query_takes_are_all_found(store: Store) -> None:
    names = [f"issue/martin/{number}" for number in range(20)]
    ids = await kept(store, *(about(name, name) for name in names), about("last", "x"))
    found = await store.write(lambda tx: waiting_line.ahead(tx, names, ids[-1], 99))
    assert [one.id for one in found] == ids[:-1]


async def test_a_delivery_that_tells_nothing_is_ahead_of_all(store: Store) -> None:
    ids = await kept(store, delivery("1"), about("2"), about("3", TOPIC))
    found = await store.write(lambda tx: waiting_line.ahead(tx, {TOPIC}, ids[2], 9))
    assert found == [waiting_line.Ahead(ids[0], None)]
    await store.write(lambda tx: waiting_line.tell(tx, ids[0], ()))
    assert await store.write(lambda tx: waiting_line.ahead(tx, {TOPIC}, ids[2], 9)) == []


async def test_a_settled_delivery_is_ahead_of_nothing(store: Store) -> None:
    first, second = await kept(store, about("1", TOPIC), about("2", TOPIC))
    await store.write(lambda tx: mailbox.settle(tx, first, "handled", None, "a1", NOON))
    assert await store.write(lambda tx: waiting_line.ahead(tx, {TOPIC}, second, 9)) == []
    assert await store.read(waiting_line.first) == second
    assert await store.write(lambda tx: waiting_line.take(tx, [first, second, 99])) != []
    assert [one.id for one in await store.write(lambda tx: waiting_line.take(tx, [first, second, 99]))] == [second]


async def test_no_query_reads_the_whole_backlog(sqlite_store: Store) -> None:
    params = dict.fromkeys(waiting_line._ASKED, TOPIC) | {"before": 9, "most": 9}
    for statement, indexes in (
        (waiting_line._AHEAD, ("deliveries_topic", "deliveries_other_topic")),
        (waiting_line._URGENT, ("deliveries_urgent",)),
    ):
        plan = await sqlite_store.write(lambda tx, one=statement: explained(tx, one, params))  # type: ignore[misc]
        assert all(f"INDEX {index}" in plan for index in indexes), plan
        assert "deliveries_state" not in plan


async def test_no_query_reads_the_whole_backlog_on_postgresql(postgresql_url: str) -> None:
    store = Store(postgresql_url)
    await store.open()
    try:
        plan = await store.write(crowded)
    finally:
        await store.close()
    assert "deliveries_topic" in plan
    assert "deliveries_other_topic" in plan


def explained(tx: Connection, statement: Statement, params: Mapping[str, object]) -> str:
    """How SQLite goes about a statement."""
    compiled = statement._for(tx)
    bound = compiled.bind({name: value for name, value in params.items() if f"{name}" in (compiled.order or ())})
    return str(tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled.sql}", bound).all())


def crowded(tx: Connection) -> str:
    """The same for PostgreSQL, with enough that waits for it to care."""
    tx.execute(
        text(
            "INSERT INTO deliveries (source, site, identity, headers, received_at, body, topic, other_topic)"
            " SELECT 'jira', '', n::text, '{}', now(), 'x', 'issue/x/' || n, 'subject/' || n"
            " FROM generate_series(1, 5000) AS n"
        )
    )
    tx.execute(text("ANALYZE deliveries"))
    compiled = waiting_line._AHEAD._for(tx)
    params = dict.fromkeys(waiting_line._ASKED, TOPIC) | {"before": 4000, "most": 9}
    return str(tx.exec_driver_sql(f"EXPLAIN {compiled.sql}", compiled.bind(params)).all())
