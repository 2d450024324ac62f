"""The year that the demo has behind it: taken up from Jira, closed month by month, told to nobody."""

from collections.abc import AsyncIterator
from functools import partial

import pytest

from bot.commands.demo import EXAMPLES
from connectors.store import chain, closed_months, mailbox
from scheduler.ledger.ledger_book import books
from tests.stories.hands import AGENT, BOUTIQUE, CP, DEV, DIRECTION, RM, Hands, story

CONTRACTS = ("boutique-exemple", "portail-exemple")


@pytest.fixture
async def hands() -> AsyncIterator[Hands]:
    """The demo as its visitor finds it, on a clock that stands still."""
    async with story(past=True, contracts=EXAMPLES) as found:
        await found.settle()
        yield found


async def test_the_demo_begins_after_a_year_that_was_told_to_nobody(hands: Hands) -> None:
    store, sandbox = hands.vigie.store, hands.sandbox
    assert set(await store.read(mailbox.count_by_state)) == {"handled"}
    assert await store.read(chain.verify) == []
    assert sandbox.mailbox.mails == []
    told = {
        room.id: [one.text for one in sandbox.slack.messages(room.id)]
        for room in sandbox.slack.workspace.rooms.values()
    }
    assert all(not said for room, said in told.items() if room != sandbox.slack.dm(CP)), told
    assert any("octobre 2026 est à clore" in one for one in told[sandbox.slack.dm(CP)])
    assert not any("janvier" in one for one in told[sandbox.slack.dm(CP)])
    for contract in CONTRACTS:
        closed = await store.read(partial(closed_months.of, contract=contract))
        assert [one.month for one in closed] == [f"2026-{month:02}" for month in range(1, 10)]


async def test_what_jira_holds_of_the_year_is_what_its_envelopes_consumed(hands: Hands) -> None:
    vigie, jira = hands.vigie, hands.sandbox.jira
    now = vigie.clocks.now()
    found = await vigie.store.read(lambda tx: books(tx, vigie.casebook.contracts, CONTRACTS[0], now))
    assert found is not None
    worked = sum(log.seconds // 60 for one in jira.ledger.issues if one.key.startswith("BOU-") for log in one.worklogs)
    consumed = sum(one.consumed for month in found.months for one in month.envelopes)
    assert worked <= consumed < worked + 15 * len(jira.ledger.issues), "each ticket's time, by the quarter of an hour"


async def test_the_visitor_reads_the_budget_and_closes_october(hands: Hands) -> None:
    await hands.type(CP, "budget")
    answer = [one for one in hands.sandbox.slack.messages(BOUTIQUE) if one.only_for == CP][-1]
    assert "novembre 2026" in str(answer.blocks)
    room = hands.sandbox.slack.dm(CP)
    assert hands.sandbox.slack.messages(room)[-1].files, "the picture of the envelopes"
    offer = next(one for one in hands.sandbox.slack.messages(room) if one.text.startswith("🧾 Boutique"))
    action = next(
        part
        for block in offer.blocks
        for part in block.get("elements", ())
        if str(part.get("action_id", "")).startswith("ledger:close_month")
    )
    reply = await hands.sandbox.slack.press(CP, room, offer.ts, action["action_id"], value=action["value"])
    assert reply.ok, reply
    await hands.settle()
    closed = await hands.vigie.store.read(lambda tx: closed_months.of(tx, CONTRACTS[0]))
    assert closed[-1].month == "2026-10"
    for person in (RM, DIRECTION):
        assert "a clos octobre 2026" in str(
            [one.text for one in hands.sandbox.slack.messages(hands.sandbox.slack.dm(person))]
        )
    direction = hands.sandbox.slack.messages(hands.sandbox.slack.dm(DIRECTION))
    assert "compensation calculée, sous réserve" in str([one.text for one in direction]), "one of October was late"
    for person in (AGENT, DEV):
        assert hands.sandbox.slack.messages(hands.sandbox.slack.dm(person)) == []
