"""What Slack could not take in time is not said any more once it has stopped being true."""

import pytest

from connectors.delivery_errors import NotNow
from connectors.store import Store, outbox
from rules import effects, events
from rules.contract import Criticality
from rules.effects import Effect, PostThread, Say, Tell
from rules.events import Happening
from tests.scheduler.given import CP, DEV, RAISED, TICKET, House, Performer

ALERTS = (Say.WARNING, Say.BREACH, Say.BREACH_TO_ROLE)


def down(effect: Effect) -> None:
    """Slack takes nothing."""
    if isinstance(effect, effects.UpdateCard | PostThread | Tell):
        raise NotNow("slack: injoignable")


async def heard(store: Store, until: str, *whats: tuple[Happening, events.Actor], back: str) -> list[Say]:
    """The alerts that people read when Slack is down from nine until `back`, and these things happen at `until`."""
    performer = Performer(down)
    house = House(store, performer)
    await house.hear(RAISED)
    await house.hear(TICKET)
    await house.settle()
    house.hand.turn(f"2026-11-09 {until}")
    while await house.sweep.once():
        await house.settle()
    for what, by in whats:
        await house.hear(what, by)
    await house.settle()
    house.hand.turn(f"2026-11-09 {back}")
    performer.answer = lambda _: None
    for _ in range(8):
        house.wall.later(minutes=6)
        await house.settle()
    assert (await store.read(outbox.count_by_state)).keys() == {"done"}
    said = [one.message.say for one, _ in performer.done if isinstance(one, PostThread | Tell)]
    return [one for one in said if one in ALERTS]


async def test_a_warning_still_true_is_said_when_slack_is_back(store: Store) -> None:
    assert await heard(store, "12:01", back="12:10") == [Say.WARNING]


async def test_a_warning_of_a_clock_that_stopped_meanwhile_is_not_said(store: Store) -> None:
    assert await heard(store, "12:01", (events.Taken(), DEV), back="12:10") == []


@pytest.mark.parametrize("by", [DEV, CP])
async def test_a_breach_is_said_even_if_the_clock_stopped_meanwhile(store: Store, by: events.Actor) -> None:
    assert sorted(await heard(store, "14:01", (events.Taken(), by), back="14:10"))[:2] == [
        Say.BREACH,
        Say.BREACH_TO_ROLE,
    ]


async def test_a_breach_whose_deadline_moved_meanwhile_is_not_said(store: Store) -> None:
    lighter = events.Qualified(Criticality.MINEURE, reason="contourné")
    assert await heard(store, "14:01", (lighter, CP), back="14:10") == []
