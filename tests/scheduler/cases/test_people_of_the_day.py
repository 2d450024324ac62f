"""An anomaly keeps the clauses that it was raised under, and is in the hands of the people of the day."""

from dataclasses import replace
from datetime import date

import pytest

from connectors.contracts import Contracts
from connectors.parsed_delivery import AboutAnomaly
from connectors.store import Store
from rules import events
from rules.clock import read
from rules.contract import ChatMap, ClockName, Criticality, Person, Requalification, Role
from rules.effects import Say, Tell
from scheduler.cases.case_loader import Case
from scheduler.lists.person_portfolio import Books
from tests.rules.calendars import at
from tests.scheduler.given import CP, RAISED, RM, TICKET, House

AMENDED = date(2026, 11, 12)
OTHER = Person(frozenset({Role.CP}), "Autre cheffe de projet", "U0CP2", "cp2@prestataire.example")


@pytest.fixture
def house(store: Store) -> House:
    """A contract that an avenant gives another CP, other delays and other choices, three days later."""
    house = House(store)
    known = house.casebook.contracts
    contract = next(one for one in known.all if one.id == "boutique-exemple")
    others = tuple(one for one in contract.people if Role.CP not in one.roles)
    stricter = contract.commitment(Criticality.BLOQUANTE, ClockName.RESOLUTION)
    avenant = replace(
        contract,
        effective=AMENDED,
        people=(*others, OTHER),
        choices=replace(contract.choices, requalification=Requalification.FROM_CHANGE),
        commitments={**contract.commitments, (Criticality.MAJEURE, ClockName.RESOLUTION): stricter},
    )
    house.casebook.contracts = replace(known, all=(*known.all, avenant))
    return house


async def case_of(house: House) -> Case:
    found = await house.casebook.look(AboutAnomaly("a1"), house.hand.now())
    assert found is not None
    return found


async def raised(house: House) -> None:
    await house.hear(RAISED)
    await house.hear(TICKET)
    await house.settle()


def told(house: House, say: Say) -> list[str]:
    done = (effect for effect, _ in house.performer.done)
    return [one.to.id for one in done if isinstance(one, Tell) and one.message.say is say]


async def test_after_an_avenant_its_people_have_the_older_anomalies(house: House) -> None:
    await raised(house)
    assert told(house, Say.RAISED_TO_CP) == ["U0CP"]
    house.hand.turn("2026-11-12 09:00")
    assert [one.chat for one in (await case_of(house)).contract.holders(Role.CP)] == ["U0CP2"]
    await house.hear(events.Qualified(Criticality.MAJEURE, reason="Le panier"), CP)
    await house.settle()
    assert told(house, Say.DELAY_TO_SEND) == ["U0CP2"]


async def test_the_clauses_stay_those_it_was_raised_under(house: House) -> None:
    await raised(house)
    before = (await case_of(house)).contract
    house.hand.turn("2026-11-12 09:00")
    after = (await case_of(house)).contract
    assert replace(after, people=before.people) == before
    assert (after.effective, after.choices.requalification) == (before.effective, Requalification.KEEP_ELAPSED)


async def test_the_day_before_the_avenant_nothing_has_changed(house: House) -> None:
    await raised(house)
    pinned = next(one for one in house.casebook.contracts.all if one.id == "boutique-exemple")
    house.hand.turn("2026-11-11 23:59")
    assert (await case_of(house)).contract is pinned


async def test_a_closed_anomaly_is_read_by_its_old_text_and_opened_again_by_today_s_people(house: House) -> None:
    known = house.casebook.contracts
    edited = tuple(
        replace(one, since=at("2026-11-11 12:00"), previous=replace(one, labels={}))
        if one.id == "boutique-exemple" and one.effective < AMENDED
        else one
        for one in known.all
    )
    await raised(house)
    settled = (events.Qualified(Criticality.MAJEURE, in_scope=False, reason="Hors périmètre"), events.Closed())
    for what in settled:
        house.hand.later(minutes=1)
        await house.hear(what, CP)
    await house.settle()
    house.casebook.contracts = Contracts(edited)
    house.hand.turn("2026-11-12 09:00")
    case = await case_of(house)
    assert case.anomaly.closed
    assert case.contract.labels == {}
    assert [one.chat for one in case.contract.holders(Role.CP)] == ["U0CP2"]
    assert read(ClockName.RESOLUTION, case.anomaly.marks, case.contract, house.hand.now()).deadline is None


async def test_the_home_of_today_s_cp_holds_what_they_owe_of_the_older_ones(house: House) -> None:
    await raised(house)
    house.hand.turn("2026-11-12 09:00")

    async def owed(user: str) -> list[bool]:
        books = Books(house.casebook, user, house.hand.now())
        (contract,) = [
            one for one in house.casebook.contracts.holding(house.hand.now()) if one.id == "boutique-exemple"
        ]
        standing = await house.store.read(lambda tx: books.standings(tx, contract))
        return [books.owes(one) for one in standing]

    assert await owed("U0CP2") == [True]
    assert await owed("U0CP") == []


async def test_what_stands_open_is_listed_with_the_people_of_its_day(house: House) -> None:
    await raised(house)
    days = {"2026-11-11 09:00": "U0CP", "2026-11-12 09:00": "U0CP2"}
    for day, user in days.items():
        (case,) = await house.casebook.open_of("boutique-exemple", at(day))
        assert [one.chat for one in case.contract.holders(Role.CP)] == [user]
    assert RM.id in {one.chat for one in case.contract.people}


async def test_after_an_avenant_it_is_talked_about_in_the_rooms_of_the_day(house: House) -> None:
    known = house.casebook.contracts
    rooms = ChatMap("slack", "C0NOUVEAU", None, "C0EQUIPE")
    house.casebook.contracts = replace(
        known, all=tuple(replace(one, chat=rooms) if one.effective == AMENDED else one for one in known.all)
    )
    await raised(house)
    assert (await case_of(house)).contract.chat.channel == "C0BOUTIQUE"
    house.hand.turn("2026-11-12 09:00")
    assert (await case_of(house)).contract.chat == rooms
