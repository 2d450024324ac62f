"""What a search keeps of what was found, and what was saved before there were searches."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from connectors.contracts import load_folder
from connectors.store import Connection, Store, anomalies, journal
from rules import events
from rules.anomaly.state import Anomaly
from rules.contract import Criticality
from rules.events import Fact, Source, System
from scheduler.cases.case_loader import Casebook
from scheduler.catching_up.backfill_search import fill
from tests.plain_contracts import PLAIN
from tests.rules.calendars import at
from tests.scheduler.given import CP, RM

NOW = at("2026-11-09 09:00")
CONTRACTS = load_folder(PLAIN)
BOUTIQUE = next(one for one in CONTRACTS.all if one.chat.channel == "C0BOUTIQUE")
OTHER = next(one for one in CONTRACTS.all if one.id != BOUTIQUE.id)


@pytest.fixture
def casebook(store: Store) -> Casebook:
    """The example contracts over an empty store."""
    return Casebook(store, CONTRACTS)


def _anomaly(name: str, title: str, *, closed: int = 0, cause: str = "", contract: str = BOUTIQUE.id) -> Anomaly:
    at_closing = NOW - timedelta(days=closed) if closed else None
    return Anomaly(
        name, contract, BOUTIQUE.effective, title=title, cause=cause, closed_at=at_closing, raised_at=NOW,
        criticality=Criticality.MAJEURE,
    )  # fmt: skip


async def _save(store: Store, *some: Anomaly) -> None:
    def work(tx: Connection) -> None:
        for one in some:
            anomalies.save(tx, one, NOW)

    await store.write(work)


async def test_the_closed_the_best_and_the_latest_come_first(store: Store, casebook: Casebook) -> None:
    await _save(
        store,
        _anomaly("open", "Panier vide"),
        _anomaly("cause", "Lenteur", cause="panier vide", closed=1),
        _anomaly("old", "Panier vide", closed=9),
        _anomaly("new", "Panier vide", closed=5),
        _anomaly("other", "Panier vide", closed=1, contract=OTHER.id),
    )
    found = await casebook.search("U0RM", "le panier est vide", NOW)
    assert [one.id for one in found] == ["new", "old", "cause", "open"]
    assert {one.id for one in await casebook.search("U0CP", "panier", NOW)} >= {"new", "other"}
    assert await casebook.search("U0NOBODY", "panier", NOW) == ()


async def test_open_anomalies_that_sound_alike_are_possible_duplicates(store: Store, casebook: Casebook) -> None:
    secret = replace(_anomaly("s", "Panier vide"), criticality=Criticality.SECURITE)
    await _save(
        store,
        _anomaly("a1", "Panier vide après connexion"),
        _anomaly("a2", "Recherche lente"),
        _anomaly("a3", "Panier vidé", closed=1),
        secret,
    )
    assert [one.id for one in await casebook.alike(BOUTIQUE, "U0AGENT", "paniers vides")] == ["a1"]
    assert {one.id for one in await casebook.alike(BOUTIQUE, "U0RM", "le panier est vide")} == {"a1", "s"}
    assert await casebook.alike(BOUTIQUE, "U0RM", "") == ()


async def test_what_was_saved_before_is_made_findable_once_from_the_journal(store: Store, casebook: Casebook) -> None:
    facts = (
        Fact("1", NOW, RM, Source(System.SLACK, "1"), events.Raised("Panier vide", Criticality.MAJEURE)),
        Fact("2", NOW + timedelta(minutes=1), CP, Source(System.SLACK, "2"), events.CauseFound("Cache périmé")),
    )
    gone = replace(_anomaly("gone", "Panier vide"), effective=BOUTIQUE.effective - timedelta(days=900))
    await _save(store, _anomaly("a1", "Panier vide"), gone)
    await store.write(lambda tx: journal.ANOMALIES.append(tx, "a1", facts, NOW))
    await store.write(lambda tx: tx.execute(text("delete from searches")))
    assert await casebook.search("U0RM", "panier", NOW) == ()
    await fill(store, casebook, NOW)
    (found,) = await casebook.search("U0RM", "panier cache", NOW)
    assert found.cause == "Cache périmé"
    await fill(store, casebook, NOW)
