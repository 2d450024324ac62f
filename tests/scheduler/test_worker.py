"""Deliveries become decisions: once, in one transaction, and never lost."""

from bot.operations.admin_queries import Rebuilt, rebuild
from connectors.contracts import Contracts, load_folder
from connectors.parsed_delivery import Claim, Delivery, Heard, Stand
from connectors.store import Store, anomalies, clocks, journal, mailbox
from rules import events
from rules.contract import Contract
from rules.events import Fact
from tests.plain_contracts import PLAIN
from tests.scheduler.given import CP, RAISED, RM, TICKET, House

POISON = events.Detected("poison", "")


async def test_a_delivery_becomes_facts_rows_and_errands(store: Store) -> None:
    house = House(store)
    await house.hear(RAISED)
    await house.hear(TICKET)
    await house.settle()
    (row,) = await store.read(lambda tx: anomalies.called(tx, "bou-1"))
    assert (row.id, row.slack_ts) == ("a1", "1.1")
    assert len(await store.read(lambda tx: clocks.of(tx, "a1"))) == 3
    assert "Tell" in house.performer.kinds()


async def test_the_same_fact_told_twice_is_journalled_once_and_said_once(store: Store) -> None:
    house = House(store)
    await house.hear(RAISED)
    await house.settle()
    before = house.performer.kinds()
    fact = (await store.read(lambda tx: journal.ANOMALIES.read(tx, "a1")))[0]
    await house.hear(RAISED, identity="another delivery", fact=fact.id)
    await house.settle()
    assert house.performer.kinds() == before
    assert len(await store.read(lambda tx: journal.ANOMALIES.read(tx, "a1"))) == 1


async def test_a_poisonous_delivery_is_parked_with_its_followers_and_the_other_anomalies_go_on(store: Store) -> None:
    house = House(store)
    await house.hear(POISON, anomaly="a1")
    await house.hear(RAISED, anomaly="a1")
    await house.hear(RAISED, anomaly="b2")
    await house.settle()
    parked = await store.read(mailbox.parked)
    assert [(one.anomaly_id, one.outcome) for one in parked] == [
        ("a1", "erreur interne : ZeroDivisionError"),
        ("a1", f"attend la livraison {parked[0].delivery.id}"),
    ]
    assert await store.read(lambda tx: anomalies.get(tx, "b2")) is not None


async def test_what_was_parked_is_replayed_in_order(store: Store) -> None:
    house = House(store)
    await house.hear(POISON, anomaly="a1", identity="poison")
    await house.hear(RAISED, anomaly="a1")
    await house.settle()
    house.told["poison"] = ("a1", events.Detected("guérie", ""), CP)
    first, second = [one.delivery.id for one in await store.read(mailbox.parked)]
    for number in (first, second):
        assert await store.write(lambda tx, number=number: mailbox.replay(tx, number))  # type: ignore[misc]
    await house.settle()
    assert await store.read(mailbox.parked) == []
    kinds = [fact.what.kind for fact in await store.read(lambda tx: journal.ANOMALIES.read(tx, "a1"))]
    assert kinds == ["detected", "raised"]


async def test_a_rebuilt_row_equals_the_one_that_the_decision_wrote(store: Store) -> None:
    house = House(store)
    for what, by in ((RAISED, RM), (TICKET, CP), (events.Taken(), CP)):
        await house.hear(what, by)
    await house.settle()
    before = await store.read(lambda tx: clocks.of(tx, "a1"))
    assert await rebuild(store, load_folder(PLAIN), house.hand.now()) == Rebuilt(1)
    assert await store.read(lambda tx: clocks.of(tx, "a1")) == before


async def test_anomalies_whose_contract_is_gone_are_named_and_stop_no_rebuilding(store: Store) -> None:
    house = House(store)
    for anomaly in ("a1", "a2"):
        await house.hear(RAISED, anomaly=anomaly)
    await house.settle()
    others = Contracts(tuple(one for one in load_folder(PLAIN).all if one.id != "boutique-exemple"))
    rebuilt = await rebuild(store, others, house.hand.now())
    assert rebuilt.done == 0
    assert [why.partition(" :")[0] for why in rebuilt.gone] == ["contrat boutique-exemple du 2026-01-01"]


async def test_a_fact_dated_in_the_future_or_before_the_contract_is_parked_with_the_reason(store: Store) -> None:
    house = House(store)
    house.hand.turn("2026-11-09 09:20")
    await house.hear(RAISED, anomaly="a1")
    house.hand.turn("2026-11-09 09:00")
    await house.settle()
    house.hand.turn("2025-12-31 23:59")
    await house.hear(RAISED, anomaly="b2")
    await house.settle()
    said = [one.outcome for one in await store.read(mailbox.parked)]
    assert len(said) == 2
    assert "futur" in (said[0] or "")
    assert "antérieur au contrat boutique-exemple" in (said[1] or "")


async def test_a_clock_a_little_ahead_of_ours_is_forgiven(store: Store) -> None:
    house = House(store)
    house.hand.turn("2026-11-09 09:09")
    await house.hear(RAISED)
    house.hand.turn("2026-11-09 09:00")
    await house.settle()
    assert await store.read(mailbox.parked) == []


class Counting(House):
    """The house, with a count of what its reader was asked."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.asked: list[str] = []

    def read(self, delivery: Delivery) -> Heard:
        self.asked.append("read")
        return super().read(delivery)

    def facts(self, heard: Claim, contract: Contract, known: bool, stand: Stand = Stand.PRESENT, /) -> tuple[Fact, ...]:
        self.asked.append("facts")
        return super().facts(heard, contract, known, stand)


async def test_a_delivery_is_read_once_and_its_facts_asked_once(store: Store) -> None:
    house = Counting(store)
    await house.hear(RAISED)
    await house.settle()
    assert house.asked == ["read", "facts"]
