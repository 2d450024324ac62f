"""The reminders about personal data go out at any hour, after the closing too, and never in a list that others read."""

from connectors.store import Store
from rules import events
from rules.contract import Criticality
from rules.effects import Message, Say, Tell, Write
from tests.scheduler.catching_up.test_overdue_lists import looked, raised, said, stopped
from tests.scheduler.given import CP, House

FOUND = events.PersonalDataFound()
FIRST = "boutique-exemple-0000"
DUE = (Say.CLIENT_WARNING_DUE, Say.AUTHORITY_DECISION_DUE)


def reminders(house: House, kind: type[Tell | Write] = Tell) -> list[tuple[str, Message]]:
    """What was reminded of, and to whom."""
    sent = [one for one, _ in house.performer.done]
    return [(one.to.id, one.message) for one in sent if isinstance(one, kind) and one.message.say in DUE]


async def test_a_closed_anomaly_is_reminded_of_in_the_night_and_once(store: Store) -> None:
    house = House(store)
    await raised(house, 1)
    for what in (events.Qualified(Criticality.MINEURE, False, "hébergeur"), events.Closed("", ""), FOUND):
        await house.hear(what, CP, anomaly=FIRST)
        await house.settle()
    house.performer.done.clear()
    for when in ("2026-11-09 14:59", "2026-11-09 15:00", "2026-11-09 15:01"):
        house.hand.turn(when)
        await looked(house)
    assert sorted((who, told.values["percent"]) for who, told in reminders(house)) == [("U0CP", 50), ("U0DIR", 50)]
    house.hand.turn("2026-11-11 22:00")  # past the end of the provider's delay, and most of the client's
    await looked(house)
    late = {(who, told.say, told.values["percent"]) for who, told in reminders(house)[2:]}
    assert late == {
        ("U0CP", Say.CLIENT_WARNING_DUE, 100),
        ("U0DIR", Say.CLIENT_WARNING_DUE, 100),
        ("U0RM", Say.AUTHORITY_DECISION_DUE, 75),
        ("U0CP", Say.AUTHORITY_DECISION_DUE, 75),
    }
    assert len(reminders(house)) == 6


async def test_after_a_downtime_it_is_told_apart_from_the_list_by_the_gravest(store: Store) -> None:
    house = House(store)
    await raised(house, 8)
    await house.hear(FOUND, CP, anomaly=FIRST)
    await house.settle()
    await stopped(house, "2026-11-10 11:00")
    assert [one.say for one in said(house, Tell)].count(Say.OVERDUE) > 0
    told = reminders(house)
    assert sorted((who, one.say, one.values["percent"]) for who, one in told) == [
        ("U0CP", Say.CLIENT_WARNING_DUE, 100),
        ("U0DIR", Say.CLIENT_WARNING_DUE, 100),
    ]
    house.performer.done.clear()
    await stopped(house, "2026-11-10 11:30")
    assert reminders(house) == []
