"""What happens to a contract is recorded in a journal of its own, told once to its people, and can be verified."""

from pathlib import Path

import pytest

from bot.operations.admin_queries import explain, verify
from connectors.contracts import Contracts
from connectors.store import Connection, Store, editions, journal, mailbox
from connectors.store.editions import Edition
from connectors.store.tables import editions as table
from rules.effects import Say, Tell, Write
from rules.events.contract_events import ContractEdited
from scheduler.catching_up import contract_editions
from scheduler.catching_up.edition_deliveries import contract_delivery, digest
from tests.rules.calendars import at
from tests.scheduler.catching_up.test_contract_editions import CLOSED_DAY, CLOSURES, FILE, folder, said, start
from tests.scheduler.given import RAISED, House

ID = "boutique-exemple"


@pytest.fixture
def house(store: Store) -> House:
    return House(store)


async def edited(house: House, path: Path, *, raised: bool = True) -> Contracts:
    """An edit of the example's file between two starts, with one open anomaly that it moves where one is `raised`."""
    await start(house, folder(path))
    if raised:
        await house.hear(RAISED)
        await house.settle()
    house.hand.turn("2026-11-09 11:00")
    again = folder(path, CLOSURES, CLOSED_DAY)
    await start(house, again)
    return again


async def test_an_edit_is_a_fact_of_the_contract_with_the_hash_of_both_texts(house: House, tmp_path: Path) -> None:
    await edited(house, tmp_path)
    (fact,) = await house.store.read(lambda tx: journal.CONTRACTS.read(tx, ID))
    first, second = await house.store.read(editions.every)
    assert isinstance(fact.what, ContractEdited)
    assert (fact.what.digest, fact.what.before) == (digest(second.text), digest(first.text))
    assert (fact.at, fact.what.number, fact.what.file, fact.what.moved) == (at("2026-11-09 11:00"), 2, FILE, 1)
    assert await house.store.read(lambda tx: journal.CONTRACTS.recorded(tx, ID)) == {fact.id: fact.at}


async def test_an_edit_that_moves_nothing_is_recorded_and_told_to_nobody(house: House, tmp_path: Path) -> None:
    await edited(house, tmp_path, raised=False)
    (fact,) = await house.store.read(lambda tx: journal.CONTRACTS.read(tx, ID))
    assert isinstance(fact.what, ContractEdited)
    assert fact.what.moved == 0
    assert said(house, Say.CONTRACT_EDITED) == []


async def test_the_first_text_of_a_version_is_no_edit(house: House, tmp_path: Path) -> None:
    await start(house, folder(tmp_path))
    assert await house.store.read(lambda tx: journal.CONTRACTS.read(tx, ID)) == ()
    assert await house.store.read(mailbox.count_by_state) == {}


async def test_an_edit_handled_twice_is_recorded_and_told_once(house: House, tmp_path: Path) -> None:
    await edited(house, tmp_path)
    told = [one for one in said(house, Say.CONTRACT_EDITED) if isinstance(one, Tell | Write)]
    assert told
    newest = await house.store.read(mailbox.newest)
    await house.store.write(lambda tx: mailbox.settle(tx, newest or 0, "parked", "essai", None, house.hand.now()))
    assert await house.store.write(lambda tx: mailbox.replay(tx, newest or 0))
    await house.settle()
    assert len(await house.store.read(lambda tx: journal.CONTRACTS.read(tx, ID))) == 1
    assert said(house, Say.CONTRACT_EDITED) == told


async def test_an_edit_of_a_contract_that_is_gone_is_parked_with_its_remedy(house: House) -> None:
    now = house.hand.now()
    before, after = (Edition("parti", now.date(), number, now, "parti.yaml", str(number)) for number in (1, 2))
    await house.store.hear(contract_delivery(after, before, (), now))
    await house.hear(RAISED)
    await house.settle()
    (parked,) = await house.store.read(mailbox.parked)
    assert parked.outcome == f"contrat parti du {now.date()} : remettez son fichier dans le dossier"
    assert parked.anomaly_id is None


async def test_a_contract_is_explained_by_its_edits(house: House, tmp_path: Path) -> None:
    contracts = await edited(house, tmp_path)
    now = house.hand.now()
    told = await explain(house.store, contracts, ID, now)
    assert told is not None
    assert "édition n° 2 de la version du 01/01/2026" in told.text
    assert "1 anomalie dont les échéances changent" in told.text
    of_anomaly = await explain(house.store, contracts, "a1", now)
    assert of_anomaly is not None
    assert "édition n° 2" not in of_anomaly.text
    assert await explain(house.store, contracts, "inconnu", now) is None


async def test_a_contract_never_edited_says_so(house: House, tmp_path: Path) -> None:
    await start(house, folder(tmp_path))
    told = await explain(house.store, folder(tmp_path), ID, house.hand.now())
    assert told is not None
    assert told.text.endswith("aucun fichier de ce contrat n’a été modifié")


async def test_a_kept_text_changed_behind_our_back_is_named(house: House, tmp_path: Path) -> None:
    await edited(house, tmp_path)
    assert await verify(house.store, None, None) is not None
    for key in (None, ID):
        verdict = await verify(house.store, key, None)
        assert verdict is not None
        assert verdict[0] == []
    whole = await verify(house.store, None, None)
    assert whole is not None
    assert "1 anomalie(s) et 1 contrat(s)" in whole[1]

    def change(tx: Connection) -> None:
        tx.execute(table.update().where(table.c.number == 1).values(text="autre chose"))

    await house.store.write(change)
    told = [f"contrat {ID} : le texte de l'édition n° 1 du 2026-01-01 a été modifié"]
    for key in (None, ID):
        verdict = await verify(house.store, key, None)
        assert verdict is not None
        assert verdict[0] == told
    of_anomaly = await verify(house.store, "a1", None)
    assert of_anomaly is not None
    assert of_anomaly[0] == []


async def test_a_start_cut_short_leaves_texts_that_verify(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start(house, folder(tmp_path))
    with monkeypatch.context() as cut:
        cut.setattr(contract_editions, "_keep", _fault)
        with pytest.raises(OSError, match="disk"):
            await start(house, folder(tmp_path, CLOSURES, CLOSED_DAY))
    longer = f"{CLOSED_DAY}\n      2026-11-12: panne générale du réseau"
    await start(house, folder(tmp_path, CLOSURES, longer))
    verdict = await verify(house.store, ID, None)
    assert verdict is not None
    assert verdict[0] == []
    assert len(await house.store.read(lambda tx: journal.CONTRACTS.read(tx, ID))) == 2


def _fault(_edition: Edition, _tx: Connection) -> None:
    raise OSError("disk")
