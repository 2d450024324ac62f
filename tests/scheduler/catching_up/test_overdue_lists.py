"""After a downtime: one late word an anomaly, one list a contract where there are many, and none of it twice."""

import pytest

from connectors.store import Store, journal
from rules import events
from rules.contract import Criticality
from rules.effects import Effect, Message, PostRoom, PostThread, Say, Tell, UpdateCard, Write
from rules.events import Fact, Happening, ThresholdReached
from scheduler.catching_up.overdue_lists import LINES
from scheduler.sweep import Sweep
from tests.rules.calendars import at
from tests.scheduler.given import CP, RAISED, House

ALERTS = (Say.WARNING, Say.BREACH, Say.BREACH_TO_ROLE, Say.OVERDUE, Say.PROMISE_NEAR, Say.PROMISE_BROKEN)


async def looked(house: House) -> None:
    """Let the sweep and the rest do all that they can."""
    await house.sweep.once()
    while await house.sweep.once():
        await house.settle()
    await house.settle()
    while await house.sweep.once():
        await house.settle()


async def stopped(house: House, until: str) -> None:
    """Stop Vigie, and start it again at an instant."""
    away = at(until) - house.hand.now()
    house.hand.instant += away
    house.wall.instant += away
    house.sweep = Sweep(house.store, house.casebook, house.hand.now, house.wall.now, lambda: None, house.alarms.append)
    house.performer.done.clear()
    await looked(house)


def said(house: House, kind: type[PostThread | Tell | Write | PostRoom]) -> list[Message]:
    """What was said of the clocks by one kind of effect."""
    sent: list[Effect] = [one for one, _ in house.performer.done]
    return [one.message for one in sent if isinstance(one, kind) and one.message.say in ALERTS]


async def raised(house: House, count: int, what: Happening = RAISED, contract: str = "boutique-exemple") -> None:
    """So many anomalies of a contract, raised at the hand's instant under the eyes of the sweep."""
    for number in range(count):
        await house.hear(what, anomaly=f"{contract}-{number:04}", contract=contract)
    await house.settle()
    await looked(house)


async def thresholds(house: House, anomaly: str = "boutique-exemple-0000") -> list[tuple[str, float, bool]]:
    """The alerts in an anomaly's journal: the clock, the share, whether it was told with others."""
    facts: tuple[Fact, ...] = await house.store.read(lambda tx: journal.ANOMALIES.read(tx, anomaly))
    told = [one.what for one in facts]
    return [(one.clock.value, one.share, one.gathered) for one in told if isinstance(one, ThresholdReached)]


async def test_an_anomaly_with_several_late_clocks_is_told_once_by_the_gravest_and_as_late(store: Store) -> None:
    house = House(store)
    await raised(house, 1)
    await stopped(house, "2026-11-10 11:00")
    (message,) = said(house, PostThread)
    assert (message.say, message.values["clock"]) == (Say.BREACH, "acknowledgement")
    assert message.values["owed_at"] == at("2026-11-09 14:00:01")
    assert {one.values["owed_at"] for one in said(house, Tell)} == {at("2026-11-09 14:00:01")}
    assert await thresholds(house) == [("acknowledgement", 3.0, False), ("workaround", 0.5, True)]
    await stopped(house, "2026-11-10 11:30")
    assert said(house, PostThread) == []


async def test_what_falls_due_while_vigie_is_awake_is_not_late(store: Store) -> None:
    house = House(store)
    await raised(house, 1)
    house.hand.turn("2026-11-09 11:01")
    house.wall.turn("2026-11-09 09:01")
    await looked(house)
    (message,) = said(house, PostThread)
    assert "owed_at" not in message.values


async def test_late_alerts_wait_for_the_opening_and_are_still_late(store: Store) -> None:
    """Stopped on Tuesday, started in the evening before a holiday: told on Thursday morning."""
    house = House(store)
    house.hand.turn("2026-11-10 15:00")
    house.wall.turn("2026-11-10 15:00")
    await raised(house, 1)
    await stopped(house, "2026-11-10 20:00")
    assert said(house, PostThread) == []
    house.hand.turn("2026-11-11 10:00")
    await looked(house)
    assert said(house, PostThread) == []
    house.hand.turn("2026-11-12 09:00")
    await looked(house)
    (message,) = said(house, PostThread)
    assert (message.say, message.values["percent"]) == (Say.WARNING, 75)
    assert message.values["owed_at"] == at("2026-11-10 18:00")


async def test_what_was_settled_before_the_opening_is_not_told(store: Store) -> None:
    house = House(store)
    house.hand.turn("2026-11-10 15:00")
    house.wall.turn("2026-11-10 15:00")
    await raised(house, 1)
    await stopped(house, "2026-11-10 20:00")
    await house.hear(events.Taken(), CP, anomaly="boutique-exemple-0000")
    await house.settle()
    house.hand.turn("2026-11-12 09:00")
    await looked(house)
    assert said(house, PostThread) == []


async def test_on_call_criticalities_are_told_as_soon_as_vigie_is_back(store: Store) -> None:
    house = House(store)
    await raised(house, 1, events.Raised("Plus de vente", Criticality.BLOQUANTE))
    await stopped(house, "2026-11-09 23:00")
    (message,) = said(house, PostThread)
    assert (message.say, message.values["owed_at"]) == (Say.BREACH, at("2026-11-09 10:00:01"))


async def test_many_late_anomalies_make_one_list_a_contract_and_each_is_journalled(store: Store) -> None:
    house = House(store)
    await raised(house, 30)
    await raised(house, 6, contract="portail-exemple")
    await stopped(house, "2026-11-09 16:30")
    assert said(house, PostThread) == []
    teams = said(house, PostRoom)
    assert {one.say for one in teams} == {Say.OVERDUE}
    lists = {str(one.values["client"]): one.values for one in teams}
    boutique = lists["Boutique Exemple"]
    assert (boutique["count"], boutique["more"]) == (30, 30 - LINES)
    assert isinstance(boutique["overdue"], tuple)
    assert len(boutique["overdue"]) == LINES
    assert (boutique["since"], boutique["until"]) == (at("2026-11-09 09:00"), at("2026-11-09 16:30"))
    private = [one.to.id for one, _ in house.performer.done if isinstance(one, Tell) and one.message.say in ALERTS]
    assert sorted(private) == ["U0CP", "U0CP", "U0DIR", "U0DIR"]  # once a contract
    for number in range(30):
        assert await thresholds(house, f"boutique-exemple-{number:04}") == [("acknowledgement", 2.0, True)]
    assert sum(isinstance(one, UpdateCard) for one, _ in house.performer.done) >= 30
    await stopped(house, "2026-11-09 16:33")
    assert [*said(house, PostRoom), *said(house, PostThread), *said(house, Tell)] == []


async def test_the_list_survives_a_stop_before_anything_of_it_was_decided(store: Store) -> None:
    house = House(store)
    await raised(house, 10)
    house.hand.turn("2026-11-09 16:00")
    house.wall.turn("2026-11-09 16:00")
    await Sweep(store, house.casebook, house.hand.now, house.wall.now, lambda: None, house.alarms.append).once()
    await stopped(house, "2026-11-09 16:30")
    assert [one.say for one in said(house, PostRoom)] == [Say.OVERDUE]
    assert said(house, PostThread) == []
    assert await thresholds(house) == [("acknowledgement", 2.0, True)]


@pytest.mark.parametrize("order", [0, 1])
async def test_two_replicas_that_come_back_together_say_it_once(store: Store, order: int) -> None:
    house = House(store)
    await raised(house, 8)
    house.hand.turn("2026-11-09 17:00")
    house.wall.turn("2026-11-09 17:00")
    both = [
        Sweep(store, house.casebook, house.hand.now, house.wall.now, lambda: None, house.alarms.append)
        for _ in range(2)
    ]
    await both[order].once()
    await both[1 - order].once()
    await house.settle()
    assert [one.say for one in said(house, PostRoom)] == [Say.OVERDUE]
