"""Who reads euros, tried for every role at every entry point: never somebody of another client."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from connectors.store import Store
from rules import events
from rules.contract import Role
from rules.contract.budget_terms import ClientSees
from rules.people.ledger_rights import PENALTY_MOVES
from scheduler.jobs.timetable import Timetable
from tests.bot.slack.compensation.priced import ACK, ID, LIFE, RESOLUTION, Priced, at, form, known, priced
from tests.bot.slack.house import press
from tests.bot.slack.ledger.desk import DIRECTION
from tests.bot.slack.test_rights import PEOPLE, Person
from tests.bot.slack.world import HOUSE, Call, said, world

EUROS = {Role.CP, Role.DIRECTION}
VALUES = {"on": "2026-11-02", "note": "x", "reference": "C1", "reason": "x", "cause": "force_majeure"}
OTHERS = ("C0PORTAIL", "D1")
"""Rooms that are not the boutique's."""


@pytest.fixture(params=[ClientSees.TIME, ClientSees.TIME_AND_MONEY])
async def shop(store: Store, request: Any) -> AsyncIterator[Priced]:
    """One anomaly of October was late, another one still is; the client reads amounts of the budget or does not."""
    contract = priced(sees=request.param)
    async with world(store, known(contract)) as one:
        one.now = at(11, 3)
        found = Priced(one, contract)
        await found.lived()
        late = tuple((when + timedelta(days=20), what) for when, what in (LIFE[0], LIFE[3]))
        ticket = (late[0][0], events.TicketAttached("default", "215", "BOU-215"))
        await found.lived((late[0], ticket, late[1]), "fedcba9876543210")
        yield found


async def readings(shop: Priced, person: Person, text: str) -> list[list[Call]]:
    """All the ways in which somebody asks for one thing, here and from another room."""
    one, bears = shop.world, person.bears
    home = {"team_id": str(bears["team"]["id"])} if "team" in bears else {}
    mention = {"type": "app_mention", "channel": "C0BOUTIQUE", "text": f"<@U0VIGIE> {text}", "user": person.id}
    return [
        await one.type(person.id, text, **home),
        await one.interact(press(person.id, "say:0", f"{text} {ID}") | bears),
        await one.event(mention, team_id=home.get("team_id", "T0VIGIE")),
        *[await one.type(person.id, f"{text} {ID}", channel=room, **home) for room in OTHERS],
    ]


@pytest.mark.parametrize("text", ["compensations octobre", "compensations 2026-10", "compensations"])
async def test_a_statement_is_read_by_the_cp_and_the_direction_alone(shop: Priced, text: str) -> None:
    for person in PEOPLE:
        for calls in await readings(shop, person, text):
            words = said(calls)
            assert [(one.method, one.given["user"]) for one in calls] == [("chat.postEphemeral", person.id)]
            assert ("€" in words) == bool(person.roles & EUROS), (person.name, words)
            if not person.roles:
                assert HOUSE.client not in words, person.name


async def test_a_portfolio_a_home_and_an_account_show_euros_to_nobody_else(shop: Priced) -> None:
    for person in PEOPLE:
        opened = {"type": "app_home_opened", "user": person.id, "tab": "home", "channel": "D1"}
        home = {"team_id": str(person.bears["team"]["id"])} if "team" in person.bears else {}
        for calls in (await shop.world.type(person.id, "portefeuille", **home), await shop.world.event(opened)):
            words = said(calls)
            assert ("€" in words) == bool(person.roles & EUROS), (person.name, words)
            assert person.roles or HOUSE.client not in words, person.name
        for text in ("sla BOU-214", "BOU-214", "liste", "contrat", "cherche panier"):
            assert "€" not in said(await shop.world.type(person.id, text, **home)), (person.name, text)


@pytest.mark.parametrize("act", [one.name for one in PENALTY_MOVES])
async def test_a_step_is_made_by_the_direction_alone_and_told_to_the_provider_alone(shop: Priced, act: str) -> None:
    values = dict(VALUES)
    if act in ("observe_penalty", "apply_penalty"):
        await shop.send(DIRECTION, "notify_penalty", on="2026-11-02")
        shop.world.now, values["on"] = at(11, 18), "2026-11-18"
    for person in sorted(PEOPLE, key=lambda one: Role.DIRECTION in one.roles):
        before = len(await shop.steps())
        pressed = await shop.world.interact(press(person.id, f"ledger:{act}:0", f"{ID}|{RESOLUTION}") | person.bears)
        calls = await shop.world.interact(form(person.id, act, **values) | person.bears)
        made, may = len(await shop.steps()) > before, Role.DIRECTION in person.roles
        assert made == may, person.name
        assert ([one.method for one in pressed] == ["views.open"]) == may, person.name
        if not may:
            assert "€" not in said([*pressed, *calls]), person.name
            assert HOUSE.client not in said([*pressed, *calls]), person.name
        rooms = {one.given["channel"] for one in calls if "€" in one.text and one.method == "chat.postMessage"}
        assert rooms <= {"DU0CP", "DU0DIR"}, person.name


async def test_what_time_brings_tells_euros_to_the_direction_and_the_list_to_the_cp(shop: Priced) -> None:
    await shop.send(DIRECTION, "notify_penalty", on="2026-11-02", line=ACK)
    one = shop.world
    one.now = at(11, 17, 8)
    calls = await shop.looked()
    one.client.calls.clear()
    await Timetable(one.store, one.casebook, lambda: one.now, lambda: one.now, lambda: None).once()
    await one.settle()
    told = [*calls, *one.client.calls]
    assert {call.given["channel"] for call in told if "€" in call.text} == {"DU0DIR"}
    listed = {call.given["channel"] for call in told if "Compensations" in call.text}
    assert listed == {"DU0CP"}
