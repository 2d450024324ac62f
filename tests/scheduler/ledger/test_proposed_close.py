"""The close of a month is proposed on the contract's day, once, and the morning list says what a budget asks for."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from connectors.store import Store
from rules.contract.budget_terms import ClosingTime
from scheduler.jobs.timetable import Timetable
from tests.bot.slack.ledger.desk import BUDGET, CP, ID, STRANGER, Desk, at, buttons, known, plain, sold, told
from tests.bot.slack.world import Call, World, said, world

CLOSING = replace(BUDGET, closing=ClosingTime(3, 8 * 60))


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[Desk]:
    """90 minutes in October, and an hour by somebody unknown."""
    async with world(store, known(sold(budget=CLOSING))) as one:
        found = Desk(one)
        one.now = at(10, 5)
        await found.shown()
        await found.spend(90, at(10, 5))
        await found.spend(60, at(10, 6), by=STRANGER)
        yield found


async def looked(one: World) -> list[Call]:
    """What is told at an instant, as after a restart."""
    one.client.calls.clear()
    await Timetable(one.store, one.casebook, lambda: one.now, lambda: one.now, lambda: None).once()
    await one.settle()
    return [call for call in one.client.calls if call.method == "chat.postMessage"]


async def test_a_close_is_proposed_once_on_the_contracts_day(desk: Desk) -> None:
    desk.world.now = at(11, 3, 6)
    assert "est à clore" not in said(await looked(desk.world))
    desk.world.now = at(11, 3, 8)
    calls = await looked(desk.world)
    text = told(calls, CP)
    assert "octobre 2026 est à clore" in text
    assert "1 h 30 sur 5 h" in text
    assert "1 h d’auteurs inconnus" in text
    assert ("close_month", f"{ID}|2026-10") in buttons(calls)
    assert "est à clore" not in said([call for call in await looked(desk.world) if "Votre journée" not in call.text])


async def test_a_month_that_is_closed_is_not_proposed(desk: Desk) -> None:
    desk.world.now = at(11, 2)
    await desk.press(CP, "close_month", "2026-10")
    desk.world.now = at(11, 3, 8)
    assert "est à clore" not in said(await looked(desk.world))


async def test_the_morning_list_says_what_is_to_close_and_whom_to_judge(desk: Desk) -> None:
    desk.world.now = at(11, 5, 8)
    calls = [call for call in await looked(desk.world) if "Budget" in call.text]
    text = plain(said(calls))
    assert "octobre 2026 est à clore" in text
    assert "1 h de Paul Stage à valider" in text
    acts = [act for act, _ in buttons(calls)]
    assert acts == ["close_month", "count_author", "leave_author"]
    await desk.press(CP, "leave_author", "acc-x")
    await desk.press(CP, "close_month", "2026-10")
    desk.world.now = at(11, 6, 8)
    assert "à valider" not in said(await looked(desk.world))
