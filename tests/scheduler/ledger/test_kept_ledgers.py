"""A ledger that is kept in the store is gone on from, or not believed; it never changes what anybody reads."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from connectors.store import Connection, Store, closed_months, journal, ledger_checkpoints
from connectors.store.checkpoints import Flaw
from connectors.store.journal import Dated
from connectors.store.ledger_checkpoints import KeptLedger
from rules.contract.budget_terms import Budget, Category
from rules.contract.envelope_terms import Carry, CarryMode, Envelope
from rules.economy.agreement import Agreement
from rules.economy.bookkeeping import Books
from rules.economy.month_close import closed as close_whole
from rules.economy.month_close import kept
from rules.events.ledger_events import LedgerFact
from scheduler.cases.contract_fingerprint import fingerprint
from scheduler.ledger import kept_ledgers
from scheduler.ledger.kept_ledgers import KeptLedgers
from scheduler.ledger.ledger_book import agreed, proven, told, told_whole
from scheduler.ledger.ledger_writing import rewrite
from tests.rules.calendars import at
from tests.scheduler.given import House
from tests.scheduler.ledger.kept_ledger import BOUTIQUE, STRANGER, closed, fill, issue, spent

NOW = at("2026-11-20 12:00")
BUDGET = Budget(
    categories=(Category("évolutif", ("Évolution",)),),
    envelopes=(Envelope("planifiée", 480, ("évolutif",), Carry(CarryMode.KEPT)),),
)
BEFORE = (
    issue("220", "Filtre", when="2026-09-02 09:00"),
    spent("1", "220", 60, "2026-09-03 09:00"),
    spent("2", "220", 200, "2026-09-04 09:00"),
    spent("3", "220", 20, "2026-09-05 09:00", by=STRANGER),
    closed("2026-09", "2026-10-02 09:00"),
    spent("4", "220", 30, "2026-10-03 09:00"),
)
SINCE = (
    spent("1", "220", 90, "2026-09-03 09:00", heard="2026-11-03 09:00"),
    spent("5", "220", 45, "2026-11-04 09:00"),
)
WRONG = {
    "UPDATE checkpoints SET state = replace(state, 'planif', 'plan')": Flaw.ALTERED,
    "UPDATE checkpoints SET state = '{}'": Flaw.ALTERED,
    "UPDATE checkpoints SET digest = 'x'": Flaw.ALTERED,
    "UPDATE checkpoints SET length = 3": Flaw.ALTERED,
    "UPDATE checkpoints SET seq = seq - 1": Flaw.JOURNAL,
    "UPDATE checkpoints SET seq = 999999": Flaw.JOURNAL,
    "UPDATE checkpoints SET chain = 'x'": Flaw.JOURNAL,
    "UPDATE checkpoints SET code = 'x'": Flaw.CODE,
    "UPDATE checkpoints SET contract = 'x'": Flaw.CONTRACT,
}


@pytest.fixture
async def house(store: Store, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(kept_ledgers, "LONG", 1)
    house = House(store)
    counted = (replace(one, budget=BUDGET, effective=date(2026, 9, 1)) for one in house.casebook.contracts.all)
    house.casebook.contracts = replace(house.casebook.contracts, all=tuple(counted))
    await fill(store, house.casebook.contracts, BEFORE)
    await keep(house)
    return house


def terms(house: House) -> Agreement:
    found = agreed(house.casebook.contracts, BOUTIQUE)
    assert found is not None
    return found


async def keep(house: House) -> None:
    """Keep the ledger as it stands."""
    ledgers, agreement = KeptLedgers(), terms(house)
    await house.store.read(lambda tx: ledgers.ledger(tx, BOUTIQUE, agreement))
    written = ledgers.to_keep(BOUTIQUE)
    assert written is not None
    await house.store.write(lambda tx: ledger_checkpoints.save(tx, written))
    ledgers.kept(written)
    assert ledgers.to_keep(BOUTIQUE) is None


async def read(house: House) -> tuple[Books, Books]:
    """The books as a process that has just started reads them, and as the whole journal gives them."""
    agreement, today = terms(house), NOW.date()
    found = await house.store.read(lambda tx: told(tx, BOUTIQUE, agreement, KeptLedgers()).books(today))
    whole = await house.store.read(lambda tx: kept(agreement, told_whole(tx, BOUTIQUE, agreement), today, rows=False))
    return found, whole


async def looked(house: House) -> KeptLedger | Flaw | None:
    return await house.store.read(lambda tx: ledger_checkpoints.look(tx, BOUTIQUE, fingerprint(terms(house))))


async def test_a_kept_ledger_is_gone_on_from(house: House) -> None:
    await fill(house.store, house.casebook.contracts, SINCE)
    found, whole = await read(house)
    assert found == whole
    assert found.months[-1].envelopes[0].consumed == 45
    kept_one = await looked(house)
    assert isinstance(kept_one, KeptLedger)
    assert kept_one.length == len(BEFORE)


async def test_the_facts_behind_it_alone_are_read(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await fill(house.store, house.casebook.contracts, SINCE)
    dated, count = journal.LEDGERS.dated, list[int]()

    def counted(tx: Connection, contract: str, after: int = 0) -> list[Dated[LedgerFact]]:
        count.append(len(found := dated(tx, contract, after)))
        return found

    monkeypatch.setattr(journal.LEDGERS, "dated", counted)
    agreement = terms(house)
    await house.store.read(lambda tx: told(tx, BOUTIQUE, agreement, KeptLedgers()))
    assert count == [len(SINCE)]


@pytest.mark.parametrize("damage", WRONG)
async def test_one_that_may_be_wrong_is_not_believed(house: House, damage: str) -> None:
    await house.store.write(lambda tx: tx.execute(text(damage)))
    assert await looked(house) is WRONG[damage]
    await fill(house.store, house.casebook.contracts, SINCE)
    found, whole = await read(house)
    assert found == whole


async def test_it_is_not_believed_once_a_contracts_file_says_something_else(house: House) -> None:
    larger = replace(BUDGET, envelopes=(replace(BUDGET.envelopes[0], grant=600),))
    counted = (replace(one, budget=larger) for one in house.casebook.contracts.all)
    house.casebook.contracts = replace(house.casebook.contracts, all=tuple(counted))
    assert await looked(house) is Flaw.CONTRACT
    found, whole = await read(house)
    assert found == whole
    assert found.months[-1].envelopes[0].granted == 600


async def test_a_close_computes_the_digest_that_the_whole_journal_gives(house: House) -> None:
    await fill(house.store, house.casebook.contracts, SINCE)
    agreement, month = terms(house), (await read(house))[0].months[1].month
    later = NOW + timedelta(days=1)
    found = await house.store.read(
        lambda tx: told(tx, BOUTIQUE, agreement, KeptLedgers()).closing(month, later, "Marc")
    )
    whole = await house.store.read(lambda tx: told_whole(tx, BOUTIQUE, agreement))
    assert found == close_whole(month, agreement, whole, later, "Marc")


async def proves(house: House) -> bool:
    return await house.store.read(lambda tx: proven(tx, house.casebook.contracts, BOUTIQUE, NOW))


@pytest.mark.parametrize("damage", WRONG)
async def test_one_that_was_altered_is_found_by_its_proof(house: House, damage: str) -> None:
    assert await proves(house)
    await house.store.write(lambda tx: tx.execute(text(damage)))
    assert await proves(house) is (WRONG[damage] not in (Flaw.ALTERED, Flaw.JOURNAL))


async def test_a_false_ledger_under_a_right_digest_is_found_by_its_proof(house: House) -> None:
    there = await looked(house)
    assert isinstance(there, KeptLedger)
    false = replace(there.snapshot, left=[["planifiée", [["2026-09", 9]]]])
    written = ledger_checkpoints.written(BOUTIQUE, fingerprint(terms(house)), replace(there, snapshot=false))
    await house.store.write(lambda tx: ledger_checkpoints.save(tx, written))
    found, whole = await read(house)
    assert found != whole
    assert not await proves(house)


async def test_a_rebuild_drops_it(house: House) -> None:
    await house.store.write(lambda tx: rewrite(tx, house.casebook.contracts, BOUTIQUE, NOW))
    assert await looked(house) is None
    assert len(await house.store.read(lambda tx: closed_months.of(tx, BOUTIQUE))) == 1


async def test_one_of_another_journal_is_not_kept(house: House) -> None:
    there = await looked(house)
    assert isinstance(there, KeptLedger)
    written = ledger_checkpoints.written(BOUTIQUE, fingerprint(terms(house)), replace(there, link="x"))
    await house.store.write(lambda tx: ledger_checkpoints.drop(tx, BOUTIQUE))
    await house.store.write(lambda tx: ledger_checkpoints.save(tx, written))
    assert await looked(house) is None
