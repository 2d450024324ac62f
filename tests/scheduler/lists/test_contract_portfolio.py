"""A portfolio puts first the contract that asks for something first, and its figures follow what is heard."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from connectors.channels.portfolio_data import Portfolio
from connectors.channels.slack.portfolio_blocks import portfolio_blocks, portfolio_post
from connectors.contracts import Contracts
from connectors.store import Store, budget_summaries
from connectors.wording import Wording
from rules import events
from rules.contract import ClockName, Contract, Criticality
from rules.contract.budget_terms import Budget, Category
from rules.contract.compensation_terms import AmountPerUnit, Compensations, ScaleLine
from rules.contract.envelope_terms import Envelope
from rules.economy.budget_summary import EnvelopeShort, Todo, gravest
from rules.events.ledger_events import LedgerFact
from scheduler.ledger.summary_turns import SummaryTurns
from scheduler.lists.contract_portfolio import read_portfolio
from tests.rules.calendars import at
from tests.scheduler.given import RM, House
from tests.scheduler.ledger.kept_ledger import fill, issue, spent

BUDGET = Budget(
    fee=150_000,
    categories=(Category("évolutif", ("Évolution",)),),
    envelopes=(Envelope("planifiée", 480, ("évolutif",)), Envelope("provision", 300, ("correctif",))),
)
PRICED = Compensations(scale=(ScaleLine((ClockName.ACKNOWLEDGEMENT,), AmountPerUnit(5_000)),))
WORK: tuple[LedgerFact, ...] = (
    issue("220", "Filtre", when="2026-11-02 09:00"),
    spent("1", "220", 420, "2026-11-03 09:00"),
)


def counted(one: Contract) -> Contract:
    """The boutique with a budget and a scale; the other contract without."""
    if one.id != "boutique-exemple":
        return one
    return replace(one, effective=date(2026, 11, 1), budget=BUDGET, compensations=PRICED)


@pytest.fixture
def house(store: Store) -> House:
    house = House(store)
    house.casebook.contracts = Contracts(tuple(map(counted, house.casebook.contracts.all)))
    return house


async def seen(house: House, user: str = "U0CP") -> Portfolio | None:
    return await read_portfolio(house.store, house.casebook, user, house.hand.instant)


async def raised(house: House) -> None:
    """A blocking anomaly that nobody takes for three days."""
    house.hand.instant = at("2026-11-10 10:00")
    await house.hear(events.Raised("Panier vide", Criticality.BLOQUANTE), RM, "a1")
    await house.settle()
    house.hand.instant = at("2026-11-13 10:00")


async def test_what_is_late_what_it_costs_and_what_is_nearly_spent_stand_together(house: House) -> None:
    await fill(house.store, house.casebook.contracts, WORK)
    await raised(house)
    found = await seen(house)
    assert found is not None
    (pressing,) = found.pressing
    assert (pressing.contract.id, pressing.left < timedelta()) == ("boutique-exemple", True)
    (exposed,) = found.exposed
    assert (exposed.cents, exposed.late) == (5_000, 1)
    (spending,) = found.spending
    assert (spending.envelope.name, spending.envelope.share, spending.envelope.todo) == ("planifiée", 87, Todo.WARN)
    for language, words in (
        ("fr", ("50,00", "sous réserve", "87\u00a0%")),
        ("en", ("50.00", "subject to review", "87%")),
    ):
        wording = Wording(language, "Europe/Paris")
        said = portfolio_post(found, partial(_spoken, wording), house.hand.instant)
        assert [word for word in words if word not in said.text] == []
        assert "à payer" not in said.text


async def test_the_client_and_the_team_have_no_portfolio(house: House) -> None:
    await fill(house.store, house.casebook.contracts, WORK)
    assert [await seen(house, user) for user in ("U0RM", "U0DEV", "U0AGENT", "U0NOBODY")] == [None] * 4
    assert await seen(house, "U0DIR") is not None


async def test_a_summary_is_kept_until_something_is_heard(house: House) -> None:
    turns = SummaryTurns(house.store, house.casebook, lambda: house.hand.instant)
    house.hand.instant = at("2026-11-10 10:00")
    await fill(house.store, house.casebook.contracts, WORK)
    assert await turns.once() is False
    kept = await house.store.read(budget_summaries.every)
    assert [(name, one.stale) for name, one in kept.items()] == [("boutique-exemple", False)]
    await fill(house.store, house.casebook.contracts, [spent("2", "220", 90, "2026-11-10 09:00")])
    assert (await house.store.read(budget_summaries.every))["boutique-exemple"].stale
    found = await seen(house)
    assert found is not None
    assert found.spending[0].envelope.todo is Todo.AGREE
    house.hand.later(minutes=1)
    await turns.once()
    kept = await house.store.read(budget_summaries.every)
    assert not kept["boutique-exemple"].stale
    assert kept["boutique-exemple"].as_of == house.hand.instant


async def test_a_start_works_out_everything_again_and_an_unreadable_summary_is_replaced(house: House) -> None:
    house.hand.instant = at("2026-11-10 10:00")
    old = {"told": "by another version"}
    await house.store.write(lambda tx: budget_summaries.save(tx, "boutique-exemple", house.hand.instant, old))
    assert await seen(house) is not None
    await SummaryTurns(house.store, house.casebook, lambda: house.hand.instant).once()
    kept = await house.store.read(budget_summaries.every)
    assert "envelopes" in kept["boutique-exemple"].summary


def _spoken(wording: Wording, _contract: Contract | None) -> Wording:
    return wording


def short(name: str = "planifiée", **more: int) -> EnvelopeShort:
    return EnvelopeShort(**{"name": name, "available": 100, "used": 0, "left": 100, **more})  # type: ignore[arg-type]


def test_each_envelope_says_what_to_do_and_the_gravest_comes_first() -> None:
    told = {
        None: short(used=49),
        Todo.WATCH: short(used=50),
        Todo.WARN: short(used=80),
        Todo.STOP: short(used=100),
        Todo.AGREE: short(used=130, pending=30),
    }
    assert {todo: one.todo for todo, one in told.items()} == {todo: todo for todo in told}
    assert short(used=10, over=5).todo is Todo.WARN
    assert gravest(told.values()) == told[Todo.AGREE]
    assert gravest([short()]) is None


def test_a_home_shows_a_few_and_no_empty_list(house: House) -> None:
    nothing = Portfolio(3, (), (), ())
    words = Wording("fr", "Europe/Paris")
    assert list(portfolio_blocks(nothing, partial(_spoken, words), house.hand.instant)) == []


def test_the_age_of_the_figures_is_told_on_the_contracts_own_clock() -> None:
    told = Portfolio(2, (), (), (), at("2026-11-09 09:05"), "Europe/Paris")
    post = portfolio_post(told, partial(_spoken, Wording("fr", "UTC")), at("2026-11-09 10:00"))
    assert "mis à jour aujourd’hui 09:05" in str(post.blocks)
