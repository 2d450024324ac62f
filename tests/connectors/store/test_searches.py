"""What was seen before is found by the beginning of its words, on both databases, and by nobody who may not see it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from connectors.store import Connection, Store, anomalies, searches
from connectors.store.searches import Found
from rules.anomaly.state import Absence, Anomaly, Ticket
from rules.contract import Criticality
from rules.reports.text_similarity import terms
from tests.connectors.store.samples import NOON, anomaly


def _said(name: str, title: str, cause: str = "", answer: str = "", closed: int = 0) -> Anomaly:
    closed_at = NOON + timedelta(days=closed) if closed else None
    return replace(anomaly(name, closed_at=closed_at), title=title, cause=cause, answer=answer)


async def _save(store: Store, *some: Anomaly) -> None:
    def work(tx: Connection) -> None:
        for one in some:
            anomalies.save(tx, one, NOON)

    await store.write(work)


async def _find(
    store: Store, words: str, contract: str = "boutique", secret: bool = True, most: int = 10
) -> list[Found]:
    return await store.read(lambda tx: searches.find(tx, contract, terms(words), secret, most))


async def test_closed_anomalies_come_first_and_the_latest_first(store: Store) -> None:
    await _save(
        store,
        _said("a1", "Panier vide"),
        _said("a2", "Panier perdu", "Cache périmé", "Vidé", closed=1),
        _said("a3", "Le PANIER", closed=2),
        _said("a4", "Recherche lente", closed=3),
    )
    found = await _find(store, "panier")
    assert [one.id for one in found] == ["a3", "a2", "a1"]
    assert (found[1].title, found[1].cause, found[1].answer) == ("Panier perdu", "Cache périmé", "Vidé")
    assert found[1].closed_at == NOON + timedelta(days=1)
    assert [one.id for one in await _find(store, "panier", most=1)] == ["a3"]


@pytest.mark.parametrize(
    "words", ["panier cache", "CACHÉ pan", "le panier dans le cache", "perim", "œuvre", "oeuvr", "ca pa pe oe"]
)
async def test_all_the_words_are_found_whatever_their_accents_capitals_and_ends(store: Store, words: str) -> None:
    await _save(store, _said("a1", "Panier vide", "Cache périmé", "Remis en œuvre", closed=1), _said("a2", "Autre"))
    assert [one.id for one in await _find(store, words)] == ["a1"]


@pytest.mark.parametrize("words", ["nier", "panier lent", "%", "_", "", "'; drop table searches; --", "\x00"])
async def test_other_words_find_nothing(store: Store, words: str) -> None:
    await _save(store, _said("a1", "Panier vide"))
    assert await _find(store, words) == []


async def test_nothing_of_another_client_or_of_security_is_found_by_who_may_not_see_it(store: Store) -> None:
    secret = replace(_said("a1", "Fuite du panier", closed=1), criticality=Criticality.SECURITE)
    unsettled = replace(_said("a2", "Panier vide"), criticality=None)
    await _save(store, secret, unsettled, replace(_said("a3", "Panier"), contract="other"))
    assert [one.id for one in await _find(store, "panier")] == ["a1", "a2"]
    assert [one.id for one in await _find(store, "panier", secret=False)] == ["a2"]
    assert [one.id for one in await _find(store, "panier", "other")] == ["a3"]
    assert [one.id for one in await store.read(lambda tx: searches.open_of(tx, "boutique", False))] == ["a2"]


async def test_what_is_said_later_is_found_and_what_is_gone_is_not(store: Store) -> None:
    await _save(store, _said("a1", "Panier vide"))
    await _save(store, replace(_said("a1", "Compte bloqué", "Jeton expiré"), ticket=Ticket("martin", "1", "BOU-1")))
    assert await _find(store, "panier") == []
    (found,) = await _find(store, "jeton compte")
    assert found.ticket == Ticket("martin", "1", "BOU-1")
    await _save(store, replace(_said("a1", "Compte bloqué"), absence=Absence(NOON)))
    assert await _find(store, "compte") == []


async def test_what_was_saved_before_searches_is_told_apart_until_it_is_added(store: Store) -> None:
    await _save(store, _said("a1", "Panier"), _said("a2", "Compte"), _said("a3", "Recherche"))
    await store.write(lambda tx: tx.execute(text("delete from searches where anomaly_id <> 'a2'")))
    assert await store.read(lambda tx: searches.without(tx, "", 10)) == ["a1", "a3"]
    assert await store.read(lambda tx: searches.without(tx, "a1", 10)) == ["a3"]
    await store.write(lambda tx: searches.add(tx, _said("a1", "Panier")))
    await store.write(lambda tx: searches.add(tx, _said("a2", "périmé")))
    assert await store.read(lambda tx: searches.without(tx, "", 10)) == ["a3"]
    assert [len(await _find(store, one)) for one in ("panier", "compte", "perime")] == [1, 1, 0]


async def test_a_row_that_says_the_same_is_not_written_again(sqlite_store: Store) -> None:
    def saved(tx: Connection) -> int:
        before = _changes(tx)
        searches.save(tx, _said("a1", "Panier"))
        return _changes(tx) - before

    assert [await sqlite_store.write(saved) for _ in range(3)] == [1, 0, 0]


def _changes(tx: Connection) -> int:
    return int(tx.execute(text("select total_changes()")).scalar_one())
