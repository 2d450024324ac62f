"""Questions that the contract refuses: both sides are told before, and the provider decides of each one beyond."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from connectors.store import Store
from rules.contract.budget_terms import BeyondQuestions, Category, Questions
from rules.events.ledger_events import IssueShown
from scheduler.ledger.budget_book import budget
from tests.bot.slack.ledger.desk import AGENT, BUDGET, CP, DEV, DIRECTION, ID, RM, Desk, at, buttons, known, sold, told
from tests.bot.slack.world import Call, said, world

ASKED = replace(
    BUDGET,
    categories=(*BUDGET.categories, Category("question", ("Question",))),
    questions=Questions(1, BeyondQuestions.REFUSED),
)


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[Desk]:
    """The boutique, whose contract includes one question a month and refuses others."""
    async with world(store, known(sold(budget=ASKED))) as one:
        found = Desk(one)
        one.now = at(11, 2)
        yield found


async def ask(desk: Desk, number: int) -> list[Call]:
    desk.world.client.calls.clear()
    shown = IssueShown("default", str(number), f"BOU-{number}", "Comment faire ?", "Question", opened=desk.world.now)
    await desk.book(shown)
    return list(desk.world.client.calls)


async def counted(desk: Desk) -> int:
    now, contracts = desk.world.now, desk.world.casebook.contracts
    view = await desk.world.store.read(lambda tx: budget(tx, contracts, ID, now))
    assert view is not None
    assert view.beside.questions is not None
    return view.beside.questions.asked


async def test_both_sides_are_told_at_the_last_included_and_the_cp_decides_of_the_next(desk: Desk) -> None:
    last = await ask(desk, 1)
    assert "toutes posées" in told(last, RM)
    assert buttons(last) == []
    beyond = await ask(desk, 2)
    assert "au chef de projet de décider" in told(beyond, RM)
    assert buttons(beyond) == [("take_question", f"{ID}|default/2"), ("refuse_question", f"{ID}|default/2")]
    assert await counted(desk) == 2
    refused = await desk.press(CP, "refuse_question", "default/2")
    assert "refuse la question BOU-2" in told(refused, RM)
    assert await counted(desk) == 1
    assert "déjà décidée" in told(await desk.press(CP, "take_question", "default/2"), CP)
    assert (await desk.facts()).count("question_judged") == 1


async def test_a_question_that_is_taken_counts(desk: Desk) -> None:
    await ask(desk, 1)
    await ask(desk, 2)
    taken = await desk.press(DIRECTION, "take_question", "default/2")
    assert "prend la question BOU-2" in told(taken, RM)
    assert await counted(desk) == 2


@pytest.mark.parametrize("user", [RM, DEV, AGENT, "U0STRANGER"])
async def test_nobody_else_decides(desk: Desk, user: str) -> None:
    await ask(desk, 1)
    await ask(desk, 2)
    assert "pas ce droit" in said(await desk.press(user, "refuse_question", "default/2"))
    assert "question_judged" not in await desk.facts()


@pytest.mark.parametrize("of", ["default/99", "default", "/2", "default/"])
async def test_what_is_no_question_of_the_contract_changes_nothing(desk: Desk, of: str) -> None:
    await desk.press(CP, "take_question", of)
    assert "question_judged" not in await desk.facts()
