"""One anomaly that cannot be read delays no other, wherever on the road it is met, and comes back once it is mended."""

from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import update

from connectors.parsed_delivery import About, AboutAnomaly
from connectors.store import Connection, Store, mailbox
from connectors.store.tables import facts
from rules.effects import PostThread, Say
from scheduler.cases.case_loader import Case
from scheduler.catching_up.outage_log import GAP
from scheduler.sweep import LATER, Sweep
from tests.scheduler.given import RAISED, House

ONE, OTHER = "a1", "b2"
DUE = "2026-11-09 11:01"
LIFTED = {
    "sqlite": ("DROP TRIGGER IF EXISTS facts_no_update",),
    "postgresql": ("ALTER TABLE facts DISABLE TRIGGER USER",),
}


def unreadable(tx: Connection, anomaly: str = ONE, text: str = "{") -> None:
    """Whatever wrote over its journal, as the database's owner can."""
    for lift in LIFTED[tx.dialect.name]:
        tx.exec_driver_sql(lift)
    tx.execute(update(facts).where(facts.c.subject == anomaly).values(fact=text))


def journal_of(tx: Connection) -> str:
    """What its journal said before."""
    return str(tx.execute(facts.select().where(facts.c.subject == ONE)).mappings().one()["fact"])


def warned(house: House) -> list[str]:
    """The anomalies of which a clock was spoken, by the keys of the errands."""
    told = [(one, key) for one, key in house.performer.done if isinstance(one, PostThread)]
    return [key.split(":")[1] for one, key in told if one.message.say in (Say.WARNING, Say.BREACH)]


async def both(store: Store) -> House:
    """Two anomalies whose clocks fall due at the same instant."""
    house = House(store)
    for name in (ONE, OTHER):
        await house.hear(RAISED, anomaly=name)
    await house.settle()
    return house


async def swept(house: House) -> None:
    """Let the sweep, the worker and the relay do all that they can."""
    while await house.sweep.once():
        await house.settle()
    await house.settle()


async def test_a_journal_that_cannot_be_read_delays_no_neighbour_and_is_looked_at_again(store: Store) -> None:
    house = await both(store)
    said = await store.read(journal_of)
    await store.write(unreadable)
    house.hand.turn(DUE)
    await swept(house)
    assert warned(house) == [OTHER]
    await store.write(partial(unreadable, text=said))
    house.hand.instant += LATER
    await swept(house)
    assert sorted(warned(house)) == [ONE, OTHER]


async def test_a_journal_that_breaks_between_the_sweep_and_the_decision_parks_that_alert_alone(store: Store) -> None:
    house = await both(store)
    said = await store.read(journal_of)
    house.hand.turn(DUE)
    while await house.sweep.once():
        pass
    await store.write(unreadable)
    await house.settle()
    assert warned(house) == [OTHER]
    (parked,) = await store.read(mailbox.parked)
    await store.write(partial(unreadable, text=said))
    assert await store.write(lambda tx: mailbox.replay(tx, parked.delivery.id))
    await swept(house)
    assert sorted(warned(house)) == [ONE, OTHER]


async def test_a_contract_whose_file_is_gone_delays_no_neighbour(store: Store) -> None:
    house = House(store)
    await house.hear(RAISED, anomaly=ONE, contract="portail-exemple")
    await house.hear(RAISED, anomaly=OTHER)
    await house.settle()
    kept = house.casebook.contracts
    house.casebook.contracts = type(kept)(tuple(one for one in kept.all if one.id != "portail-exemple"))
    house.hand.turn("2026-11-09 17:00")
    await swept(house)
    assert set(warned(house)) == {OTHER}


async def test_after_a_downtime_neither(store: Store) -> None:
    house = await both(store)
    await swept(house)
    await store.write(unreadable)
    house.hand.turn("2026-11-09 17:00")
    house.wall.instant += 8 * GAP
    house.sweep = Sweep(store, house.casebook, house.hand.now, house.wall.now, lambda: None, house.alarms.append)
    await swept(house)
    assert set(warned(house)) == {OTHER}


@pytest.mark.parametrize("poison", [ZeroDivisionError(), RecursionError(), KeyError("x")])
async def test_an_alert_that_explodes_while_it_is_judged_delays_no_neighbour(
    store: Store, poison: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = await both(store)
    find = house.casebook.find

    def explode(tx: Connection, about: About, at: datetime) -> Case | None:
        if about == AboutAnomaly(ONE):
            raise poison
        return find(tx, about, at)

    monkeypatch.setattr(house.casebook, "find", explode)
    house.hand.turn(DUE)
    await swept(house)
    assert warned(house) == [OTHER]
