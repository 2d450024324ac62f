"""A month is closed by a button, once, in its turn, and both sides are told what they may read."""

from collections.abc import AsyncIterator

import pytest

from bot.operations.admin_queries import verify
from connectors.store import Store, chain
from rules.contract.budget_terms import ClientSees
from rules.events.ledger_events import MonthClosed
from rules.workdays.month import Month
from tests.bot.slack.house import interaction, press
from tests.bot.slack.ledger.desk import AGENT, CP, DEV, DIRECTION, ID, RM, Desk, at, buttons, known, sold, told
from tests.bot.slack.world import said, world


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[Desk]:
    """The boutique at the beginning of November, 90 minutes spent in October."""
    async with world(store, known()) as one:
        found = Desk(one)
        one.now = at(10, 5)
        await found.shown()
        await found.spend(90, at(10, 5))
        one.now = at(11, 3)
        yield found


async def test_the_cp_closes_a_month_and_both_sides_are_told(desk: Desk) -> None:
    calls = await desk.press(CP, "close_month", "2026-10")
    fact = await desk.last()
    assert isinstance(fact.what, MonthClosed)
    assert (fact.what.month, len(fact.what.digest), fact.what.before, fact.by.name) == ("2026-10", 64, "", fact.by.name)
    (kept,) = await desk.closed()
    assert (kept.month, kept.digest, kept.by) == ("2026-10", fact.what.digest, fact.by.name)
    assert kept.figures["envelopes"][0]["consumed"] == 90
    assert "a clos octobre 2026" in told(calls, CP)
    assert "1 500,00 €" in told(calls, CP)
    assert "a clos octobre 2026" in told(calls, DIRECTION)
    client = told(calls, RM)
    assert "a clos octobre 2026" in client
    assert "1 h 30" in client
    assert "€" not in client
    books = await desk.books()
    assert books.months[0].closed


async def test_a_month_that_is_not_over_closed_or_out_of_turn_is_refused_with_a_clear_word(desk: Desk) -> None:
    assert "n’est pas terminé" in told(await desk.press(CP, "close_month", "2026-11"), CP)
    desk.world.now = at(12, 2)
    assert "clôturez d’abord octobre 2026" in told(await desk.press(CP, "close_month", "2026-11"), CP)
    assert "n’est pas un mois du contrat" in told(await desk.press(CP, "close_month", "2026-09"), CP)
    after = await desk.press(CP, "close_month", "2026-10")
    assert buttons(after)[0] == ("close_month", f"{ID}|2026-11")
    assert not told(after, DIRECTION), "the last month of a past that is caught up tells the others"
    assert not told(after, RM)
    assert "est déjà clos" in told(await desk.press(DIRECTION, "close_month", "2026-10"), DIRECTION)
    assert "a clos novembre" in told(await desk.press(DIRECTION, "close_month", "2026-11"), DIRECTION)
    facts = await desk.facts()
    assert facts.count("month_closed") == 2
    first, second = await desk.closed()
    last = await desk.last()
    assert isinstance(last.what, MonthClosed)
    assert (last.what.before, last.what.digest) == (first.digest, second.digest)


async def test_of_two_who_press_at_once_the_second_is_told(desk: Desk) -> None:
    for user in (CP, DIRECTION):
        gesture = press(user, "ledger:close_month:0", f"{ID}|2026-10", response_url="")
        await desk.world.send(interaction(gesture))
    await desk.world.settle()
    assert (await desk.facts()).count("month_closed") == 1
    assert "est déjà clos" in said(desk.world.client.calls)


async def test_nobody_else_closes_a_month(desk: Desk) -> None:
    for user in (RM, DEV, AGENT, "U0STRANGER"):
        calls = await desk.press(user, "close_month", "2026-10")
        assert "pas ce droit" in said(calls), user
        assert "Boutique" not in said(calls)
    assert await desk.closed() == []
    await desk.press(CP, "close_month", "2026-10", contract="nulle-part")
    await desk.press(CP, "close_month", "2026-13")
    await desk.press(CP, "close_month", "jamais")
    assert await desk.closed() == []


async def test_a_later_change_is_posted_in_the_first_open_month_with_its_origin(desk: Desk) -> None:
    await desk.press(CP, "close_month", "2026-10")
    before = await desk.closed()
    desk.world.now = at(11, 4)
    await desk.spend(30, at(10, 20))
    books = await desk.books()
    october, november = books.months
    assert (october.envelopes[0].consumed, november.envelopes[0].corrected) == (90, 30)
    (row,) = [one for one in books.rows if one.kind == "correction"]
    assert (row.month, row.origin) == (Month(2026, 11), Month(2026, 10))
    assert await desk.closed() == before
    found = await verify(desk.world.store, None, None)
    assert found is not None
    assert found[0] == []
    assert await desk.world.store.read(chain.verify) == []


@pytest.mark.parametrize(("sees", "words"), [(ClientSees.NOTHING, None), (ClientSees.TIME_AND_MONEY, "€")])
async def test_the_client_reads_what_the_contract_says(store: Store, sees: ClientSees, words: str | None) -> None:
    async with world(store, known(sold(sees))) as one:
        desk = Desk(one)
        one.now = at(11, 3)
        calls = await desk.press(CP, "close_month", "2026-10")
        assert (told(calls, RM) == "") is (words is None)
        assert words is None or words in told(calls, RM)
