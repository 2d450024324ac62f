"""What people say of themselves is kept as their last word, shown to them, and journalled nowhere."""

from datetime import date
from typing import Any

import pytest

from connectors.parsed_delivery import CalledOff, Delivery, Heard, Planned, Preferred, Reply
from connectors.store import Store, absences, journal, mailbox, preferences
from rules.effects import ShowHome
from rules.people.stand_ins import Absence
from tests.rules.calendars import at
from tests.scheduler.given import House

HERE = Reply("U0CP", home=2)
AWAY = Absence("ab1", "U0CP", date(2026, 11, 16), date(2026, 11, 20), "U0DEV", at("2026-11-09 09:00"))


class Person(House):
    """The house, where every delivery of the source « test » says one thing of a person."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.said: dict[str, Heard] = {}

    async def say(self, heard: Any) -> str:
        """Hear it and let it be settled; what became of it."""
        name = str(len(self.said))
        self.said[name] = heard
        await self.store.hear(Delivery("test", "", name, b"{}", self.hand.now()))
        await self.settle()
        number = await self.store.read(mailbox.newest)
        kept = await self.store.read(lambda tx: mailbox.show(tx, number or 0))
        assert kept is not None
        assert (kept.state, kept.anomaly_id) == ("handled", None)
        return kept.outcome or ""

    def read(self, delivery: Delivery) -> Heard:
        return self.said[delivery.identity]


@pytest.fixture
def house(store: Store) -> Person:
    return Person(store)


async def test_a_preference_is_kept_and_shown_on_the_home(house: Person) -> None:
    assert await house.say(Preferred("language", "en", house.hand.now(), HERE)) == "préférence : language"
    assert (await house.store.read(lambda tx: preferences.of(tx, "U0CP"))).language == "en"
    assert [one for one, _ in house.performer.done] == [ShowHome("U0CP", 2)]


async def test_an_absence_is_known_at_once_and_forgotten_once_called_off(house: Person) -> None:
    assert await house.say(Planned(AWAY, HERE)) == "absence"
    assert AWAY in house.casebook.contracts.absences
    assert await house.say(CalledOff("ab1", at("2026-11-09 10:00"), HERE)) == "absence annulée"
    assert len(house.casebook.contracts.absences) == 0
    assert await house.store.read(lambda tx: absences.since(tx, date(2026, 1, 1))) == ()


async def test_nothing_that_a_person_says_of_themselves_is_journalled(house: Person) -> None:
    await house.say(Planned(AWAY, HERE))
    await house.say(Preferred("language", "en", house.hand.now(), HERE))
    assert await house.store.read(lambda tx: list(journal.subjects(tx))) == []
