"""What is remembered of a ledger is never another answer than its journal gives."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from connectors.store import Connection, Store, journal
from connectors.store.chain import Head
from connectors.store.journal import Dated
from rules.contract.budget_terms import Budget, Category
from rules.contract.envelope_terms import Envelope
from rules.economy.agreement import Agreement
from rules.economy.bookkeeping import Books
from rules.economy.budget_view import BudgetView
from rules.economy.month_close import kept
from rules.events.ledger_events import LedgerFact
from scheduler.ledger.budget_book import budget
from scheduler.ledger.kept_ledgers import KeptLedgers
from scheduler.ledger.kept_views import Basis, KeptViews
from scheduler.ledger.ledger_book import agreed, told_whole
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


@pytest.fixture
def agreement(house: House) -> Agreement:
    found = agreed(house.casebook.contracts, BOUTIQUE)
    assert found is not None
    return found


def expected(tx: Connection, agreement: Agreement) -> Books:
    return kept(agreement, told_whole(tx, BOUTIQUE, agreement), NOW.date(), rows=False)


async def same(store: Store, ledgers: KeptLedgers, agreement: Agreement) -> bool:
    """Whether what is remembered comes to what the whole journal does."""
    return await store.read(
        lambda tx: ledgers.ledger(tx, BOUTIQUE, agreement).until(NOW.date()) == expected(tx, agreement)
    )


async def test_only_what_was_recorded_since_is_read_again(
    house: House, agreement: Agreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledgers, read = KeptLedgers(), []
    dated = journal.LEDGERS.dated

    def counted(tx: Connection, contract: str, after: int = 0) -> list[Dated[LedgerFact]]:
        read.append(len(found := dated(tx, contract, after)))
        return found

    monkeypatch.setattr(journal.LEDGERS, "dated", counted)
    first = await house.store.read(lambda tx: ledgers.ledger(tx, BOUTIQUE, agreement))
    await fill(house.store, house.casebook.contracts, LATE)
    assert await house.store.read(lambda tx: ledgers.ledger(tx, BOUTIQUE, agreement)) is not first
    again = await house.store.read(lambda tx: ledgers.ledger(tx, BOUTIQUE, agreement))
    assert again is await house.store.read(lambda tx: ledgers.ledger(tx, BOUTIQUE, agreement))
    assert read == [2, 2, 0, 0]
    assert await same(house.store, ledgers, agreement)


async def test_what_is_remembered_of_another_database_is_not_believed(
    house: House, agreement: Agreement, tmp_path: Path
) -> None:
    ledgers, other = KeptLedgers(), Store(f"sqlite:///{tmp_path / 'other.db'}")
    await house.store.read(lambda tx: ledgers.ledger(tx, BOUTIQUE, agreement))
    await other.open()
    await fill(other, house.casebook.contracts, (*LATE, *EARLY))
    assert await same(other, ledgers, agreement)
    await other.close()


async def test_what_is_remembered_under_other_terms_is_not_believed(house: House, agreement: Agreement) -> None:
    ledgers = KeptLedgers()
    await house.store.read(lambda tx: ledgers.ledger(tx, BOUTIQUE, agreement))
    assert await same(house.store, ledgers, replace(agreement, start=date(2026, 11, 1)))


async def test_as_many_facts_are_remembered_as_there_is_room_for(house: House, agreement: Agreement) -> None:
    ledgers = KeptLedgers(most=3)
    await fill(house.store, house.casebook.contracts, (issue("9", "Autre"),), "portail-exemple")
    first = await house.store.read(lambda tx: ledgers.ledger(tx, BOUTIQUE, agreement))
    await house.store.read(lambda tx: ledgers.ledger(tx, "portail-exemple", agreement))
    assert await house.store.read(lambda tx: ledgers.ledger(tx, BOUTIQUE, agreement)) is first
    await fill(house.store, house.casebook.contracts, LATE)
    await house.store.read(lambda tx: ledgers.ledger(tx, BOUTIQUE, agreement))
    await house.store.read(lambda tx: ledgers.ledger(tx, "portail-exemple", agreement))
    assert await house.store.read(lambda tx: ledgers.ledger(tx, BOUTIQUE, agreement)) is not first
    assert await same(house.store, ledgers, agreement)


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


async def test_as_many_views_are_remembered_as_there_is_room_for(house: House, agreement: Agreement) -> None:
    contract, terms = house.casebook.contracts.all[0], agreement
    view = await house.store.read(lambda tx: budget(tx, house.casebook.contracts, BOUTIQUE, NOW))
    assert view is not None
    views, basis = KeptViews(most=1), Basis(Head(1, "a"), NOW.date(), terms, contract)
    views.keep("one", basis, view)
    assert views.get("one", basis) is view
    assert views.get("one", replace(basis, head=Head(2, "b"))) is None
    views.keep("two", basis, view)
    assert views.get("one", basis) is None
