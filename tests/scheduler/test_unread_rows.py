"""One row that cannot be read, of whichever table, stops nothing else: it is set apart, named, and listed."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from functools import partial

import pytest

from bot.operations import admin_queries
from connectors.store import (
    Connection,
    Store,
    absences,
    clocks,
    editions,
    journal,
    mailbox,
    outbox,
    reconcile_cursors,
    row_survey,
    webhooks,
)
from connectors.store.editions import Edition
from connectors.store.reconcile_cursors import Road
from rules.effects import Say
from rules.people.stand_ins import Absence
from tests.rules.calendars import at
from tests.scheduler.given import RAISED, TICKET, House
from tests.scheduler.list_samples import said, timetable
from tests.scheduler.test_poison import DUE, LIFTED, ONE, OTHER, warned

NO_TEXT = "CAST(x'7bff' AS TEXT)"  # what is no UTF-8
ANYWHERE = (
    ("errands", "effect", "'{'"),
    ("errands", "effect", '\'{"effect":"Nope"}\''),
    ("errands", "effect", '\'{"effect":"Tell","to":{"Nope":1}}\''),
    ("errands", "reply", "'[1'"),
    ("errands", "result", "'{'"),
    ("deliveries", "headers", "'{'"),
    ("facts", "fact", "'{'"),
    ("facts", "fact", '\'{"id":"x"}\''),
    ("anomalies", "phase", "'nope'"),
    ("anomalies", "criticality", "'nope'"),
    ("clocks", "state", "'nope'"),
    ("clocks", "clock", "'nope'"),
    ("clocks", "criticality", "'nope'"),
)
TEXT_ALONE = (
    ("errands", "effect", NO_TEXT),
    ("errands", "created_at", "'yesterday'"),
    ("errands", "not_before", "'yesterday'"),
    ("deliveries", "received_at", "'yesterday'"),
    ("deliveries", "headers", NO_TEXT),
    ("facts", "fact", NO_TEXT),
    ("facts", "recorded_at", "'yesterday'"),
    ("anomalies", "raised_at", "'yesterday'"),
    ("anomalies", "effective", "'yesterday'"),
    ("clocks", "deadline", "'yesterday'"),
    ("clocks", "next_alert_at", "'0'"),
    ("absences", "first_day", "'yesterday'"),
    ("editions", "seen_at", "'yesterday'"),
    ("watches", "seen_at", "'yesterday'"),
    ("webhooks", "failing_since", "'yesterday'"),
    ("watermarks", "read_to", "'yesterday'"),
)
HEALED = "clocks"
_OF_ONE = {"errands": "anomaly_id", "facts": "subject", "anomalies": "id", "clocks": "anomaly_id"}

Looked = tuple[list[str], list[str]]


def corrupt(table: str, column: str, value: str, tx: Connection) -> None:
    """Whatever wrote over a row of the one anomaly, or over every row of what belongs to none."""
    for lift in LIFTED[tx.dialect.name]:
        tx.exec_driver_sql(lift)
    mine = f"WHERE {_OF_ONE[table]} = '{ONE}'" if table in _OF_ONE else ""
    mine += " AND clock = 'resolution'" if column == "clock" else ""
    mine = "WHERE substr(identity, 1, 3) = 'a1:'" if table == "deliveries" else mine
    assert tx.exec_driver_sql(f"UPDATE {table} SET {column} = {value} {mine}").rowcount  # noqa: S608 - of the test


def furnish(tx: Connection) -> None:
    """A row in each table that two anomalies leave empty."""
    absences.keep(tx, Absence("x", "U0CP", date(2026, 11, 1), date(2027, 1, 1), "", at("2026-01-01 09:00")))
    editions.add(tx, Edition("boutique-exemple", date(2020, 1, 1), 1, at("2026-01-01 09:00"), "old.yaml", ""))
    webhooks.fails(tx, "portail", at("2026-01-01 09:00"), "500")
    reconcile_cursors.begin(tx, Road("default", "BOU", "live"), at("2026-01-01 09:00"))


async def turned(house: House, *more: Callable[[], Awaitable[bool]]) -> None:
    """Let every job do all that it can; none may fail."""
    for _ in range(30):
        quiet = True
        for job in (house.worker.once, house.relay.once, house.sweep.once, house.fallback.once):
            while await job():
                quiet = False
            await house.relay.settled()
        for once in more:
            await once()
        house.wall.later(seconds=31)
        if quiet:
            return
    raise AssertionError("it never ends")


async def prepared(store: Store) -> House:
    """Two anomalies whose clocks fall due, of whom nothing was said yet, and something more heard of each."""
    house = House(store)
    for name in (ONE, OTHER):
        await house.hear(RAISED, anomaly=name)
    while await house.worker.once():
        pass
    await house.sweep.once()
    await store.write(furnish)
    await house.hear(TICKET, anomaly=ONE)
    return house


@pytest.mark.parametrize(("table", "column", "value"), ANYWHERE)
async def test_the_neighbour_is_warned_and_the_row_is_named(store: Store, table: str, column: str, value: str) -> None:
    await _set_apart(store, table, column, value)


@pytest.mark.parametrize(("table", "column", "value"), TEXT_ALONE)
async def test_so_it_is_where_the_database_takes_any_text(
    sqlite_store: Store, table: str, column: str, value: str
) -> None:
    await _set_apart(sqlite_store, table, column, value)


async def _set_apart(store: Store, table: str, column: str, value: str) -> None:
    house = await prepared(store)
    await store.write(partial(corrupt, table, column, value))
    names = {one.name for one in await store.read(row_survey.unread)}
    assert names
    assert {one.partition(":")[0] for one in names} == {table}
    await store.write(outbox.park_unread)
    lists = timetable(house).once
    for when in (DUE, "2026-12-01 07:31"):
        house.hand.turn(when)
        await turned(house, lists)
    assert OTHER in warned(house)
    assert said(house, Say.MONTHLY)
    await store.read(mailbox.oldest_waiting)
    left = {one.name for one in await store.read(row_survey.unread)}
    assert left == (set() if table == HEALED else names & left)
    listed = await admin_queries.parked(store)
    assert {row[3].split(" ")[0] for row in listed} >= left
    for row in listed:
        assert await admin_queries.show(store, row[0]), row
    if table == HEALED:
        assert set(warned(house)) == {ONE, OTHER}
    elif table == "errands":
        states = await store.read(outbox.count_by_state)
        assert not {"waiting", "doing"} & states.keys()


async def test_an_anomaly_is_explained_as_far_as_its_journal_can_be_read(store: Store) -> None:
    house = await prepared(store)
    await turned(house)
    await store.write(partial(_first_fact, "'{'"))
    told = await admin_queries.explain(store, house.casebook.contracts, ONE, house.hand.now())
    assert told is not None
    (unread,) = (await store.read(lambda tx: journal.ANOMALIES.in_part(tx, ONE)))[1]
    assert unread.name in told.text
    assert "BOU-1" in told.text
    other = await admin_queries.explain(store, house.casebook.contracts, OTHER, house.hand.now())
    assert other is not None
    assert "Panier vide" in other.text


async def test_a_row_of_clocks_that_cannot_be_read_is_computed_again(store: Store) -> None:
    house = await prepared(store)
    before = await store.read(lambda tx: clocks.of(tx, ONE))
    await store.write(partial(corrupt, "clocks", "state", "'nope'"))
    house.hand.instant += timedelta(days=30)
    assert await house.sweep.once()
    after = await store.read(lambda tx: clocks.of(tx, ONE))
    assert {one.clock for one in after} == {one.clock for one in before}
    assert not await store.read(row_survey.unread)


def _first_fact(value: str, tx: Connection) -> None:
    for lift in LIFTED[tx.dialect.name]:
        tx.exec_driver_sql(lift)
    first = "SELECT min(seq) FROM facts WHERE subject = 'a1'"
    tx.exec_driver_sql(f"UPDATE facts SET fact = {value} WHERE seq = ({first})")  # noqa: S608 - of the test
