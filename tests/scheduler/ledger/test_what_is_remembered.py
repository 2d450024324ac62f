"""What is remembered of a ledger is never another answer than its journal gives."""

from dataclasses import replace
from pathlib import Path

import pytest

from connectors.store import Connection, Store, journal
from connectors.store.chain import Head
from rules.contract.budget_terms import Budget, Category
from rules.contract.envelope_terms import Envelope
from rules.economy.agreement import agreement
from rules.economy.budget_view import BudgetView
from rules.economy.ledger_history import Recorded
from scheduler.ledger.budget_book import budget
from scheduler.ledger.heard_facts import HeardFacts
from scheduler.ledger.kept_views import Basis, KeptViews
from tests.rules.calendars import at
from tests.scheduler.given import House
from tests.scheduler.ledger.kept_ledger import BOUTIQUE, fill, issue, spent

NOW = at("2026-11-20 12:00")
BUDGET = Budget(
    categories=(Category("évolutif", ("Évolution",)),), envelopes=(Envelope("planifiée", 480, ("évolutif",)),)
)
EARLY = (issue("220", "Filtre", when="2026-11-02 09:00"), spent("1", "220", 60, "2026-11-03 09:00"))
LATE = (spent("2", "220", 30, "2026-11-04 09:00"), spent("3", "220", 15, "2026-11-05 09:00"))


@pytest.fixture
async def house(store: Store) -> House:
    house = House(store)
    counted = (replace(one, budget=BUDGET) for one in house.casebook.contracts.all)
    house.casebook.contracts = replace(house.casebook.contracts, all=tuple(counted))
    await fill(store, house.casebook.contracts, EARLY)
    return house


def whole(tx: Connection) -> tuple[Recorded, ...]:
    return tuple(Recorded(one.fact, one.recorded_at) for one in journal.LEDGERS.dated(tx, BOUTIQUE))


async def test_only_what_was_recorded_since_is_read_again(house: House) -> None:
    heard = HeardFacts()
    first = await house.store.read(lambda tx: heard.recorded(tx, BOUTIQUE))
    await fill(house.store, house.casebook.contracts, LATE)
    then = await house.store.read(lambda tx: heard.recorded(tx, BOUTIQUE))
    assert then == await house.store.read(whole)
    assert all(one is two for one, two in zip(first, then, strict=False))
    assert await house.store.read(lambda tx: heard.recorded(tx, BOUTIQUE)) is then


async def test_what_is_remembered_of_another_database_is_not_believed(house: House, tmp_path: Path) -> None:
    heard, other = HeardFacts(), Store(f"sqlite:///{tmp_path / 'other.db'}")
    await house.store.read(lambda tx: heard.recorded(tx, BOUTIQUE))
    await other.open()
    await fill(other, house.casebook.contracts, (*LATE, *EARLY))
    assert await other.read(lambda tx: heard.recorded(tx, BOUTIQUE)) == await other.read(whole)
    await other.close()


async def test_as_many_facts_are_remembered_as_there_is_room_for(house: House) -> None:
    heard = HeardFacts(most=3)
    await fill(house.store, house.casebook.contracts, (issue("9", "Autre"),), "portail-exemple")
    for _ in range(2):
        assert len(await house.store.read(lambda tx: heard.recorded(tx, BOUTIQUE))) == 2
        await house.store.read(lambda tx: heard.recorded(tx, "portail-exemple"))
    await fill(house.store, house.casebook.contracts, LATE)
    assert len(await house.store.read(lambda tx: heard.recorded(tx, BOUTIQUE))) == 4


async def test_a_budget_follows_what_is_heard_and_the_terms(house: House) -> None:
    def look(tx: Connection) -> BudgetView | None:
        return budget(tx, house.casebook.contracts, BOUTIQUE, NOW)

    before = await house.store.read(look)
    assert before is not None
    assert await house.store.read(look) is before
    await fill(house.store, house.casebook.contracts, LATE)
    after = await house.store.read(look)
    assert after is not None
    assert (before.envelopes[0].used, after.envelopes[0].used) == (60, 105)
    larger = replace(BUDGET, envelopes=(replace(BUDGET.envelopes[0], grant=600),))
    counted = (replace(one, budget=larger) for one in house.casebook.contracts.all)
    house.casebook.contracts = replace(house.casebook.contracts, all=tuple(counted))
    amended = await house.store.read(look)
    assert amended is not None
    assert amended.envelopes[0].available > after.envelopes[0].available


async def test_as_many_views_are_remembered_as_there_is_room_for(house: House) -> None:
    contract = house.casebook.contracts.all[0]
    terms = agreement([contract])
    view = await house.store.read(lambda tx: budget(tx, house.casebook.contracts, BOUTIQUE, NOW))
    assert view is not None
    assert terms is not None
    views, basis = KeptViews(most=1), Basis(Head(1, "a"), NOW.date(), terms, contract)
    views.keep("one", basis, view)
    assert views.get("one", basis) is view
    assert views.get("one", replace(basis, head=Head(2, "b"))) is None
    views.keep("two", basis, view)
    assert views.get("one", basis) is None
