"""A delivery from the future holds up what depends on it, and nobody who waits for that is left without a word."""

from datetime import timedelta
from functools import partial

from connectors.parsed_delivery import AboutAnomaly, Claim, Delivery, Heard, Reply
from connectors.store import Store, mailbox
from rules import events
from rules.effects import Answer, Say
from rules.events import Fact, Happening, Source, System
from tests.rules.calendars import at
from tests.scheduler.given import CP, DEV, RAISED, RM, House

REPLY = Reply("U0CP", "C0BOUTIQUE", "https://slack.example/r")


class Pressed(House):
    """A house in which what is heard of the CP comes from a button, where the CP waits."""

    def read(self, delivery: Delivery) -> Heard:
        """Who acted waits for the answer."""
        anomaly, what, by = self.told[delivery.identity]
        fact = Fact(self.ids[delivery.identity], delivery.received_at, by, Source(System.SLACK, "1"), what)
        reply = REPLY if by == CP else None
        return Claim(AboutAnomaly(anomaly, "boutique-exemple"), delivery.received_at, fact, reply=reply)


def answers(house: House) -> list[Say]:
    """What those who wait were told."""
    return [one.message.say for one, _ in house.performer.done if isinstance(one, Answer)]


async def ahead(store: Store, what: Happening) -> Pressed:
    """A raised anomaly, of which one fact is dated a day ahead."""
    house = Pressed(store)
    await house.hear(RAISED, RM)
    await house.settle()
    house.hand.later(hours=24)
    await house.hear(what, DEV)
    house.hand.turn("2026-11-09 10:00")
    await house.settle()
    return house


async def test_who_presses_behind_a_delivery_from_the_future_is_told_at_once_that_it_waits_and_why(
    store: Store,
) -> None:
    house = await ahead(store, events.Delivered())
    await house.hear(events.Taken(), CP)
    await house.settle()
    ((answer, _),) = [(one, key) for one, key in house.performer.done if isinstance(one, Answer)]
    assert answer.message.say is Say.WAITS_BEHIND
    assert answer.message.values["until"] == at("2026-11-10 09:00")
    assert len(await store.read(mailbox.parked)) == 2


async def test_what_waited_goes_on_once_the_delivery_is_replayed_in_its_time(store: Store) -> None:
    house = await ahead(store, events.Delivered())
    await house.hear(events.Taken(), CP)
    await house.settle()
    house.hand.later(hours=24)
    for kept in await store.read(mailbox.parked):
        await store.write(partial(mailbox.replay, id=kept.delivery.id))
    await house.settle()
    assert await store.read(mailbox.parked) == []


async def test_a_strange_fact_on_which_nothing_depends_is_parked_alone(store: Store) -> None:
    for what in (events.WorkLogged("7", 60), events.Retitled("Panier")):
        house = await ahead(store, what)
        await house.hear(events.Taken(), CP)
        await house.settle()
        assert Say.WAITS_BEHIND not in answers(house)
        (parked,) = await store.read(mailbox.parked)
        assert parked.anomaly_id is None
        await store.write(partial(mailbox.replay, id=parked.delivery.id))
        house.hand.instant += timedelta(days=2)
        await house.settle()


async def test_a_clock_that_is_a_little_ahead_holds_up_nothing(store: Store) -> None:
    house = Pressed(store)
    await house.hear(RAISED, RM)
    house.hand.later(minutes=9)
    await house.hear(events.Taken(), DEV)
    house.hand.later(minutes=-9)
    await house.settle()
    assert await store.read(mailbox.parked) == []
