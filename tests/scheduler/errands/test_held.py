"""What waits for somebody's hours holds up nothing else, and is told in their zone, if it still says something."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from connectors.channels import Result, Stage
from connectors.store import Store
from connectors.store.tables import errands as table
from rules import events
from rules.contract import Criticality, Person
from rules.effects import Effect, Say, Tell
from tests.rules.calendars import at
from tests.scheduler.given import CP, RAISED, TICKET, House, Performer

_WAITING = select(table.c.lane).where(table.c.state == "waiting")


class Listener(Performer):
    """Remembers the zone in which each errand was worded, too."""

    async def perform(self, effect: Effect, stage: Stage) -> Result:
        """Remember it."""
        if isinstance(effect, Tell):
            self.zones[effect.message.say] = stage.wording.zone
        return await super().perform(effect, stage)

    def __init__(self) -> None:
        super().__init__()
        self.zones: dict[Say, str] = {}


@pytest.fixture
def house(store: Store) -> House:
    """A house whose CP works office hours in La Réunion, three hours ahead."""
    house = House(store, Listener())

    def living(one: Person) -> Person:
        return replace(one, zone="Indian/Reunion", hours="bureau") if one.chat == "U0CP" else one

    known = house.casebook.contracts
    contracts = tuple(replace(one, people=tuple(map(living, one.people))) for one in known.all)
    house.casebook.contracts = replace(known, all=contracts)
    return house


def told(house: House) -> list[Say]:
    """What the CP was told."""
    done = (effect for effect, _ in house.performer.done)
    return [one.message.say for one in done if isinstance(one, Tell) and one.to.id == "U0CP"]


async def turn(house: House, when: str) -> None:
    house.hand.turn(when)
    house.wall.instant = house.hand.instant
    while await house.sweep.once():
        await house.settle()
    await house.settle()


async def breached(house: House) -> None:
    """The prise en charge is missed at 17:00 in Paris, which is 20:00 for the CP."""
    house.hand.turn("2026-11-09 11:30")
    house.wall.instant = house.hand.instant
    await house.hear(RAISED)
    await house.hear(TICKET)
    await house.settle()
    await turn(house, "2026-11-09 17:00")


async def test_a_breach_is_told_as_the_reader_s_day_begins_in_their_zone(house: House) -> None:
    await breached(house)
    assert told(house) == [Say.RAISED_TO_CP]
    lanes = await house.store.read(lambda tx: tx.execute(_WAITING).scalars().all())
    assert set(lanes) == {"held:slack:a1:U0CP", "held:mail:a1:U0CP"}, "what answers an act goes before"
    await turn(house, "2026-11-10 05:59")
    assert Say.BREACH_TO_ROLE not in told(house)
    await turn(house, "2026-11-10 06:01")
    assert told(house)[-1] is Say.BREACH_TO_ROLE
    assert isinstance(house.performer, Listener)
    assert house.performer.zones[Say.BREACH_TO_ROLE] == "Indian/Reunion"
    assert at("2026-11-10 06:00") == at("2026-11-10 09:00", "Indian/Reunion")


async def test_a_breach_whose_deadline_moved_before_the_reader_s_day_is_not_told(house: House) -> None:
    await breached(house)
    await house.hear(events.Qualified(Criticality.MINEURE, reason="contournée"), CP)
    await house.settle()
    await turn(house, "2026-11-10 06:01")
    assert Say.BREACH_TO_ROLE not in told(house)
