"""What is sold beside the envelopes warns who may read it, and what was charged to a lot is spent of it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest

from connectors.store import Store
from rules import events
from rules.contract import Criticality
from rules.contract.budget_terms import Batch, Booklet, Budget, ClientSees, TimeCredit
from rules.economy.budget_view import Term
from rules.events.ledger_events import IssueShown
from scheduler.ledger.budget_book import budget
from tests.bot.slack.house import submission
from tests.bot.slack.ledger.desk import BUDGET, CP, ID, RM, Desk, at, known, plain, sold, told
from tests.bot.slack.ledger.test_overruns import OF, looked
from tests.bot.slack.world import said, world

LOT = Batch("refonte", 100_000, 6_000, date(2026, 10, 1), date(2026, 12, 31))
POOLS: Budget = replace(
    BUDGET,
    categories=(),
    envelopes=(),
    credits=(TimeCredit("an1", 600, None, date(2026, 10, 1), date(2026, 11, 10)),),
)


@pytest.fixture
async def prepaid(store: Store) -> AsyncIterator[Desk]:
    """The boutique with ten hours of prepaid time and no envelope."""
    async with world(store, known(sold(budget=POOLS))) as one:
        found = Desk(one)
        one.now = at(11, 9)
        await found.shown()
        yield found


@pytest.fixture
async def charged(store: Store) -> AsyncIterator[Desk]:
    """The boutique with an envelope and a lot, whose euros the client reads."""
    budget = replace(BUDGET, batches=(LOT,))
    async with world(store, known(sold(ClientSees.TIME, budget))) as one:
        found = Desk(one)
        one.now = at(11, 2)
        await found.shown()
        yield found


async def test_prepaid_time_warns_once_at_each_share(prepaid: Desk) -> None:
    await prepaid.spend(300, at(11, 3))
    calls = await looked(prepaid.world)
    assert "crédit-temps an1 : 50 % consommés (5 h sur 10 h)" in told(calls, CP)
    assert "50 % consommés" in told(calls, RM)
    assert await looked(prepaid.world) == []
    await prepaid.spend(200, at(11, 4))
    assert "80 % consommés" in told(await looked(prepaid.world), CP)


async def test_what_an_overrun_charged_to_a_lot_is_spent_of_it_and_warns(charged: Desk) -> None:
    await charged.spend(1200, at(11, 2))
    await looked(charged.world)
    await charged.decide(CP, OF, way="lot", lot="refonte")
    decision = await charged.last()
    calls = await charged.press(RM, "agree_overrun", decision.id)
    calls += await looked(charged.world)
    assert "lot refonte : à ce rythme," in told(calls, CP)
    assert "(600,00 € déjà dépensés sur 1 000,00 € HT)" in told(calls, CP)
    assert "lot refonte : à ce rythme," in told(calls, RM)
    assert "€" not in told(calls, RM)
    shown = plain(said(await charged.world.type(CP, "budget")))
    assert "Lot refonte : 60 % du budget utilisé (600,00 € sur 1 000,00 € HT), dont 10 h imputées au lot" in shown


async def test_a_past_month_is_shown_as_its_close_left_it(charged: Desk) -> None:
    await charged.spend(60, at(10, 5))
    charged.world.now = at(11, 3)
    await charged.press(CP, "close_month", "2026-10")
    charged.world.now = at(11, 4)
    await charged.spend(120, at(10, 6))
    past = plain(said(await charged.world.type(CP, "budget 2026-10")))
    assert "octobre 2026 · mois clos" in past
    assert "reste 4 h sur 5 h" in past.lower()
    present = plain(said(await charged.world.type(CP, "budget")))
    assert "novembre 2026" in present
    assert "mois clos" not in present
    assert "Aucun mois reconnu" in said(await charged.world.type(CP, "budget 2026-13"))
    assert "ne compte rien en janvier 2026" in plain(said(await charged.world.type(CP, "budget 01/2026")))
    now, store = charged.world.now, charged.world.store
    view = await store.read(lambda tx: budget(tx, charged.world.casebook.contracts, ID, now))
    assert view is not None
    assert view.envelopes[0].terms[Term.CORRECTED] == -120


UNITS: Budget = replace(
    BUDGET,
    categories=(),
    envelopes=(),
    booklets=(Booklet("c1", 10_000, 100_000, date(2026, 10, 1), date(2027, 3, 31)),),
    tariff={"anomalie": 2_000, "Évolution": 1_000},
)


async def units_left(desk: Desk) -> int:
    now, contracts = desk.world.now, desk.world.casebook.contracts
    view = await desk.world.store.read(lambda tx: budget(tx, contracts, ID, now))
    assert view is not None
    assert view.beside.booklets is not None
    return view.beside.booklets.lots["c1"]


async def test_an_anomaly_draws_when_it_is_qualified_and_a_demande_when_it_is_created(store: Store) -> None:
    async with world(store, known(sold(budget=UNITS))) as one:
        desk = Desk(one)
        one.now = at(11, 2)
        await desk.shown()
        assert await units_left(desk) == 9_000
        raised = await one.given(events.Raised("Panier vide", Criticality.MAJEURE), contract=sold(budget=UNITS))
        assert raised.ticket is not None
        ticket = raised.ticket
        shown = IssueShown(ticket.site, ticket.id, ticket.key, "Panier vide", "Anomalie", anomaly=True, opened=one.now)
        await desk.book(shown)
        assert await units_left(desk) == 9_000
        one.now = at(11, 3)
        await one.interact(
            submission(
                CP,
                "qualify",
                {"criticality": "majeure", "in_scope": "yes"},
                {"anomaly": raised.id, "contract": ID, "channel": "C0BOUTIQUE", "kept": {}},
            )
        )
        assert await units_left(desk) == 7_000
        await one.interact(
            submission(
                CP,
                "qualify",
                {"criticality": "majeure", "in_scope": "no", "reason": "devis"},
                {"anomaly": raised.id, "contract": ID, "channel": "C0BOUTIQUE", "kept": {}},
            )
        )
        assert await units_left(desk) == 9_000
