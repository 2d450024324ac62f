"""What exceeds an envelope is never silent: it is warned of once, decided by the provider, agreed by the client."""

from collections.abc import AsyncIterator

import pytest

from connectors.store import Store, journal
from rules.contract.budget_terms import ClientSees
from rules.economy.settlements import ToAgree
from rules.events.ledger_events import Alarm, BudgetWarned, OverrunAgreed, OverrunDecided, OverrunWay
from rules.workdays.month import Month
from scheduler.ledger.budget_watch import BudgetWatch
from tests.bot.slack.house import press
from tests.bot.slack.ledger.desk import (
    AGENT,
    CP,
    DEV,
    DIRECTION,
    ID,
    RM,
    STRANGER,
    Desk,
    at,
    buttons,
    known,
    plain,
    sold,
    told,
)
from tests.bot.slack.world import Call, World, said, world

OF = "2026-11|planifiée"
NOVEMBER = Month(2026, 11)


@pytest.fixture
async def desk(store: Store) -> AsyncIterator[Desk]:
    """The boutique on 2 November: 5 h a month since October, which took nothing, are carried: 10 h."""
    async with world(store, known()) as one:
        found = Desk(one)
        one.now = at(11, 2)
        await found.shown()
        yield found


async def looked(world: World) -> list[Call]:
    """What is told by a look at the budgets, as after a restart."""
    world.client.calls.clear()
    await BudgetWatch(world.store, world.casebook, lambda: world.now, lambda: None).once()
    await world.settle()
    return list(world.client.calls)


async def warned(desk: Desk) -> list[tuple[Alarm, int]]:
    """The warnings of the ledger."""
    facts = await desk.world.store.read(lambda tx: journal.LEDGERS.read(tx, ID))
    return [(one.what.alarm, one.what.percent) for one in facts if isinstance(one.what, BudgetWarned)]


async def test_a_threshold_warns_once_whatever_restarts_or_is_corrected(desk: Desk) -> None:
    await desk.spend(310, at(11, 2), "w1")
    calls = await looked(desk.world)
    assert "50 % consommés" in told(calls, CP)
    assert "5 h 10 sur 10 h" in told(calls, RM)
    assert await looked(desk.world) == []
    await desk.spend(10, at(11, 2), "w1")
    await desk.spend(320, at(11, 2), "w1")
    assert await looked(desk.world) == []
    assert await warned(desk) == [(Alarm.CONSUMED, 50)]


async def test_of_several_thresholds_the_gravest_alone_is_told(desk: Desk) -> None:
    await desk.spend(500, at(11, 2))
    assert plain(said(await looked(desk.world))).count("80 % consommés") >= 1
    await desk.spend(100, at(11, 2))
    assert "100 % consommés" in told(await looked(desk.world), CP)
    assert await warned(desk) == [(Alarm.CONSUMED, 80), (Alarm.CONSUMED, 100)]


async def test_two_replicas_that_look_at_once_warn_once(desk: Desk) -> None:
    await desk.spend(310, at(11, 2))
    one = desk.world
    for _ in range(2):
        await BudgetWatch(one.store, one.casebook, lambda: one.now, lambda: None).once()
    await one.settle()
    assert await warned(desk) == [(Alarm.CONSUMED, 50)]


async def test_nothing_is_told_outside_the_hours_and_it_is_told_at_the_opening(desk: Desk) -> None:
    await desk.spend(310, at(11, 2))
    desk.world.now = at(11, 2, 21)
    assert await looked(desk.world) == []
    desk.world.now = at(11, 3, 9)
    assert "50 % consommés" in told(await looked(desk.world), CP)


async def test_a_month_that_will_exceed_is_told_before(desk: Desk) -> None:
    desk.world.now = at(11, 5)
    await desk.spend(290, at(11, 3))
    calls = await looked(desk.world)
    assert "à ce rythme" in told(calls, CP)
    assert await warned(desk) == [(Alarm.FORECAST, 0)]
    assert await looked(desk.world) == []


@pytest.mark.parametrize("sees", [ClientSees.NOTHING])
async def test_the_client_who_sees_nothing_is_warned_of_nothing(store: Store, sees: ClientSees) -> None:
    async with world(store, known(sold(sees))) as one:
        desk = Desk(one)
        one.now = at(11, 2)
        await desk.shown()
        await desk.spend(310, at(11, 2))
        calls = await looked(one)
        assert told(calls, CP)
        assert told(calls, RM) == ""


async def exceeded(desk: Desk) -> list[Call]:
    """Two hours too much."""
    await desk.spend(720, at(11, 2))
    return await looked(desk.world)


async def test_what_exceeds_is_asked_of_the_cp_who_decides_and_the_client_agrees(desk: Desk) -> None:
    calls = await exceeded(desk)
    assert "2 h dépassent" in told(calls, CP)
    assert buttons(calls) == [("decide_overrun", f"{ID}|{OF}")]
    assert "2 h dépassent" in told(calls, RM)
    opened = await desk.press(CP, "decide_overrun", OF)
    assert [call.method for call in opened] == ["views.open"]
    proposed = await desk.decide(CP, OF, way="invoice", rate="95,50", note="Comme convenu au comité")
    decided = await desk.last()
    assert decided.what == OverrunDecided(
        "2026-11", "planifiée", 120, OverrunWay.INVOICE, rate=9_550, note="Comme convenu au comité"
    )
    assert "191,00 €" in told(proposed, CP)
    client = told(proposed, RM)
    assert "propose de les facturer" in client
    assert "€" not in client
    assert [act for act, _ in buttons(proposed)] == ["agree_overrun", "refuse_overrun"]
    answered = await desk.press(RM, "agree_overrun", decided.id)
    assert (await desk.last()).what == OverrunAgreed("2026-11", "planifiée", decided.id, agreed=True)
    assert "accepte pour les 2 h" in told(answered, CP)
    assert "accepte pour les 2 h" in told(answered, RM)
    books = await desk.books()
    assert books.to_agree == ()
    (row,) = [one for one in books.rows if one.source == decided.id]
    assert (row.minutes, row.cents) == (120, 19_100)


async def test_a_refused_proposal_leaves_the_time_to_be_agreed_and_can_be_made_again(desk: Desk) -> None:
    await exceeded(desk)
    await desk.decide(CP, OF, way="spread", months="2")
    first = await desk.last()
    assert "rien" not in told(await desk.decide(CP, OF, way="waive"), CP)
    assert "aucun dépassement" in said(await desk.decide(CP, OF, way="waive"))
    refused = await desk.press(RM, "refuse_overrun", first.id)
    assert ("decide_overrun", f"{ID}|{OF}") in buttons(refused)
    assert (await desk.books()).to_agree == (ToAgree(NOVEMBER, "planifiée", 120),)
    assert "a déjà répondu" in told(await desk.press(RM, "agree_overrun", first.id), RM)
    calls = await desk.decide(DIRECTION, OF, way="waive")
    assert "vous les offre" in told(calls, RM)
    assert "agree_overrun" not in [act for act, _ in buttons(calls)]
    assert (await desk.books()).to_agree == ()


async def test_a_debt_that_is_spread_weighs_on_the_months_that_follow(desk: Desk) -> None:
    await exceeded(desk)
    await desk.decide(CP, OF, way="spread", months="2")
    await desk.press(RM, "agree_overrun", (await desk.last()).id)
    desk.world.now = at(12, 7)
    november, december = (await desk.books()).months[1:]
    assert (november.envelopes[0].debt, december.envelopes[0].repaid) == (120, 60)


async def test_a_form_that_lacks_something_is_corrected(desk: Desk) -> None:
    await exceeded(desk)
    before = await desk.facts()
    for values in ({"way": "spread"}, {"way": "invoice", "rate": "9,555"}, {"way": "lot", "lot": "x"}, {"way": "don"}):
        await desk.decide(CP, OF, **values)
        assert await desk.facts() == before
    await desk.decide(CP, OF, way="lot", lot="refonte")
    assert (await desk.facts())[-1] == "overrun_decided"


async def test_only_the_client_answers_and_only_the_provider_decides(desk: Desk) -> None:
    await exceeded(desk)
    before = await desk.facts()
    for user in (RM, DEV, AGENT, "U0STRANGER"):
        assert "pas ce droit" in said(await desk.decide(user, OF, way="waive"))
        assert "pas ce droit" in said(await desk.world.interact(press(user, "ledger:decide_overrun:0", f"{ID}|{OF}")))
    assert await desk.facts() == before
    await desk.decide(CP, OF, way="invoice", rate="95")
    decision = (await desk.last()).id
    for user in (CP, DIRECTION, DEV, AGENT, "U0STRANGER"):
        assert "pas ce droit" in said(await desk.press(user, "agree_overrun", decision))
    assert (await desk.facts())[-1] == "overrun_decided"


async def test_where_the_client_sees_nothing_the_provider_records_the_answer(store: Store) -> None:
    async with world(store, known(sold(ClientSees.NOTHING))) as one:
        desk = Desk(one)
        one.now = at(11, 2)
        await desk.shown()
        await exceeded(desk)
        proposed = await desk.decide(CP, OF, way="invoice", rate="95")
        assert told(proposed, RM) == ""
        assert "Notez ici la réponse" in told(proposed, CP)
        answered = await desk.press(CP, "agree_overrun", (await desk.last()).id)
        assert told(answered, RM) == ""
        assert (await desk.books()).to_agree == ()


async def test_time_by_somebody_unknown_is_counted_or_left_out_by_the_provider(desk: Desk) -> None:
    await desk.spend(90, at(11, 2), by=STRANGER)
    for user in (RM, DEV, AGENT):
        assert "pas ce droit" in said(await desk.press(user, "count_author", "acc-x"))
    calls = await desk.press(CP, "count_author", "acc-x")
    assert "Paul Stage (1 h 30) compte" in told(calls, CP)
    assert (await desk.books()).months[1].envelopes[0].consumed == 90
    assert "déjà jugé" in told(await desk.press(CP, "leave_author", "acc-x"), CP)
    await desk.spend(30, at(11, 2), by=STRANGER)
    assert (await desk.books()).months[1].envelopes[0].consumed == 120
