"""An anomaly is found by whatever people and tools call it."""

from dataclasses import replace

import pytest

from connectors.store import Store, anomalies
from connectors.store.anomalies import Known
from rules.anomaly.state import Phase, Ticket
from rules.contract import Criticality
from tests.connectors.store.samples import CHEF, MINUTE, NOON, anomaly

TICKET = Ticket("martin", "10042", "BOU-214")


async def test_an_anomaly_is_found_by_its_id_its_issue_and_its_key(store: Store) -> None:
    saved = anomaly(ticket=TICKET)
    await store.write(lambda tx: anomalies.save(tx, saved, NOON))
    known = await store.read(lambda tx: anomalies.get(tx, "a1"))
    assert known == Known(
        id="a1",
        contract_id="boutique",
        effective=saved.effective,
        site="martin",
        issue_id="10042",
        issue_key="BOU-214",
        title="Panier vide",
        phase=saved.phase,
        criticality=Criticality.MAJEURE,
        owner_id=CHEF.id,
        in_scope=True,
        raised_at=NOON,
        closed_at=None,
        updated_at=NOON,
        slack_channel=None,
        slack_ts=None,
        owed="take",
    )
    assert isinstance(known.phase, Phase)
    assert isinstance(known.criticality, Criticality)
    assert isinstance(known.in_scope, bool)
    assert await store.read(lambda tx: anomalies.by_issue(tx, "martin", "10042")) == known
    assert await store.read(lambda tx: anomalies.by_issue(tx, "other", "10042")) is None
    assert await store.read(lambda tx: anomalies.called(tx, "bou-214")) == [known]
    assert await store.read(lambda tx: anomalies.called(tx, "BOU-21")) == []


async def test_a_moved_issue_is_found_by_its_new_key_and_keeps_its_card(store: Store) -> None:
    await store.write(lambda tx: anomalies.save(tx, anomaly(ticket=TICKET), NOON))
    await store.write(lambda tx: anomalies.place_card(tx, "a1", "C1", "1700000000.1"))
    moved = anomaly(ticket=replace(TICKET, key="SHOP-9"))
    await store.write(lambda tx: anomalies.save(tx, moved, NOON + MINUTE))
    assert await store.read(lambda tx: anomalies.called(tx, "BOU-214")) == []
    (known,) = await store.read(lambda tx: anomalies.called(tx, "SHOP-9"))
    assert known.updated_at == NOON + MINUTE
    assert (known.slack_channel, known.slack_ts) == ("C1", "1700000000.1")


async def test_only_open_anomalies_of_the_contract_are_open(store: Store) -> None:
    for one in (anomaly("a1"), anomaly("a2", closed_at=NOON), replace(anomaly("a3"), contract="other"), anomaly("a4")):
        await store.write(lambda tx, one=one: anomalies.save(tx, one, NOON))  # type: ignore[misc]
    assert [known.id for known in await store.read(lambda tx: anomalies.open_of(tx, "boutique"))] == ["a1", "a4"]


async def test_two_anomalies_never_share_an_issue(store: Store) -> None:
    await store.write(lambda tx: anomalies.save(tx, anomaly("a1", TICKET), NOON))
    with pytest.raises(Exception, match=r"(?i)unique"):
        await store.write(lambda tx: anomalies.save(tx, anomaly("a2", TICKET), NOON))
    assert await store.read(lambda tx: anomalies.get(tx, "a2")) is None


async def test_an_anomaly_may_be_locked_before_it_exists(store: Store) -> None:
    await store.write(lambda tx: anomalies.lock(tx, "a1"))


async def test_an_anomaly_without_a_key_is_found_by_the_start_of_its_id(store: Store) -> None:
    await store.write(lambda tx: anomalies.save(tx, anomaly("0297aba512345678"), NOON))
    (found,) = await store.read(lambda tx: anomalies.called(tx, "0297ABA5"))
    assert found.id == "0297aba512345678"
    for other in ("0297aba6", "0297%%%%", "________"):
        assert await store.read(lambda tx, other=other: anomalies.called(tx, other)) == []  # type: ignore[misc]
