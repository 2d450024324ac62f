"""What a contract has consumed is shown as its account adds up, and to each role what its contract says."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from connectors.contracts import Contracts
from connectors.store import Store
from rules.contract import Contract, Role, Side
from rules.contract.budget_terms import (
    Batch,
    BeyondQuestions,
    Booklet,
    Budget,
    Category,
    ClientSees,
    Questions,
    Regie,
    TimeCredit,
)
from rules.contract.envelope_terms import Carry, CarryMode, Envelope, Overrun, OverrunMode
from rules.events import Actor
from rules.events.ledger_events import IssueShown, TimeSpent
from tests.bot.slack.house import CONTRACTS, NOW
from tests.bot.slack.world import HOUSE, World, said, world

BUDGET = Budget(
    fee=150_000,
    categories=(
        Category("évolutif", ("Évolution",)),
        Category("question", ("Question",)),
        Category("out_of_scope", labels=("devis",)),
    ),
    envelopes=(
        Envelope("planifiée", 480, ("évolutif",), overrun=Overrun(OverrunMode.CASCADE, "provision")),
        Envelope("provision", 300, ("correctif",), Carry(CarryMode.KEPT, cap=1200, expires_after=3)),
    ),
    questions=Questions(included=1),
)
COUNTED = replace(HOUSE, budget=BUDGET, effective=date(2026, 11, 1))
DEV = Actor("U0DEV", "Dev", frozenset({Role.DEVELOPER}))
assert DEV.side is Side.PROVIDER


def issue(number: int, title: str = "Ajouter un filtre", kind: str = "Évolution", **more: object) -> IssueShown:
    """A demande of the boutique."""
    shown = IssueShown("default", f"1{number}", f"BOU-{number}", title, kind, opened=NOW - timedelta(days=2))
    return replace(shown, **more)  # type: ignore[arg-type]


def spent(number: int, minutes: int, entry: str = "", days: int = 1) -> TimeSpent:
    """Time on it."""
    return TimeSpent("default", entry or f"w{number}", f"1{number}", minutes * 60, NOW - timedelta(days=days))


def known(contract: Contract = COUNTED) -> Contracts:
    """The examples, the boutique's contract with a budget."""
    return replace(CONTRACTS, all=(contract, *(one for one in CONTRACTS.all if one.id != HOUSE.id)))


@pytest.fixture
async def shop(careless: None, sqlite_store: Store) -> AsyncIterator[World]:
    """A world whose boutique counts its time."""
    async with world(sqlite_store, known()) as one:
        yield one


async def test_the_account_adds_up_with_what_lapses_and_what_is_left(shop: World) -> None:
    await shop.booked(issue(1), spent(1, 570), by=DEV)
    told = said(await shop.type("U0CP", "budget"))
    assert "Budget · Boutique Exemple · novembre 2026" in told
    assert "Il reste 3 h 30 sur 13 h (73 % utilisés)." in told.replace("\u00a0", " ")
    rows = [" ".join(row.split()) for row in told.replace("\u00a0", " ").replace("```", "\\n").split("\\n")]
    for row in (
        "planifiée provision Total",
        "Report 0 min 0 min 0 min",
        "Dotation 8 h 5 h 13 h",
        "Consommé −9 h 30 0 min −9 h 30",
        "Reçu en cascade 0 min −1 h 30 −1 h 30",
        "Versé en cascade 1 h 30 0 min 1 h 30",
        "Solde 0 min 3 h 30 3 h 30",
    ):
        assert row in rows, (row, rows)
    assert "Abonnement du mois : 1 500,00 € HT" in told.replace("\u00a0", " ").replace("\u202f", " ")


async def test_the_client_reads_what_the_contract_says(shop: World) -> None:
    await shop.booked(issue(1), spent(1, 60), by=DEV)
    await shop.booked(issue(2), spent(2, 30), by=Actor("U9", "Inconnu"))
    for sees, shows, hides in (
        (ClientSees.TIME, ("Solde",), ("€", "À valider")),
        (ClientSees.TIME_AND_MONEY, ("Solde", "1\u202f500,00\u00a0€"), ("À valider",)),
        (ClientSees.NOTHING, ("ne prévoit pas de vous montrer le budget",), ("Solde", "€")),
    ):
        shop.casebook.contracts = known(replace(COUNTED, budget=replace(BUDGET, client_sees=sees)))
        told = said(await shop.type("U0RM", "budget"))
        assert all(one in told for one in shows), (sees, told)
        assert not any(one in told for one in hides), (sees, told)
        assert "À valider" in said(await shop.type("U0DIR", "budget"))


async def test_what_is_sold_beside_the_envelopes_is_shown(shop: World) -> None:
    budget = replace(
        BUDGET,
        categories=(*BUDGET.categories, Category("refonte", labels=("refonte",)), Category("conseil", ("Conseil",))),
        booklets=(Booklet("c1", 20_000, 190_000, date(2026, 10, 5), date(2026, 12, 31)),),
        tariff={"évolutif": 3_000, "question": 500},
        credits=(TimeCredit("an1", 4_200, 600_000, date(2026, 10, 1), date(2026, 10, 31)),),
        regie=Regie({"développeur": 52_000}),
        batches=(Batch("refonte", 1_200_000, 9_500, date(2026, 10, 1), date(2026, 12, 31)),),
    )
    shop.casebook.contracts = known(replace(COUNTED, budget=budget))
    await shop.booked(
        issue(1),
        issue(2, "Comment exporter ?", "Question"),
        issue(3, "Et en CSV ?", "Question"),
        issue(4, labels=("refonte",)),
        issue(5, kind="Conseil"),
        spent(4, 600),
        spent(5, 200),
        by=DEV,
    )
    told = said(await shop.type("U0CP", "budget")).replace("\u00a0", " ").replace("\u202f", " ")
    for line in (
        "Carnet c1 : reste 16 sur 20 unités, jusqu’au 31/12/2026",
        "Lot refonte : 7 % du budget utilisé (950,00 € sur 12 000,00 € HT)",
        "Régie ce mois : 0,5 j, 260,00 € HT",
        "Questions ce mois : 2 sur 1 incluses, 1 au-delà",
        "Crédit-temps an1 : reste 70 h sur 70 h, jusqu’au 31/10/2026",
        "c1 : 16 unités, jusqu’au 31/12/2026",
        "Sans tarif dans le contrat : BOU-4, BOU-5",
    ):
        assert line in told, (line, told)
    assert "Sans enveloppe" not in told


async def test_a_contract_without_a_budget_says_so(here: World) -> None:
    assert "n’a pas de budget en cours" in said(await here.type("U0CP", "budget"))


async def test_who_has_several_contracts_chooses_and_a_name_chooses_for_them(shop: World) -> None:
    other = next(one for one in shop.casebook.contracts.all if one.id != HOUSE.id)
    joined = replace(other, people=(*other.people, next(one for one in HOUSE.people if one.chat == "U0CP")))
    rest = (one for one in shop.casebook.contracts.all if one.id not in (HOUSE.id, other.id))
    shop.casebook.contracts = replace(CONTRACTS, all=(COUNTED, joined, *rest))
    offered = said(await shop.type("U0CP", "budget", channel="D1"))
    assert f"budget {HOUSE.id}" in offered
    assert f"budget {other.id}" in offered
    assert "novembre 2026" in said(await shop.type("U0CP", "budget boutique", channel="D1"))


async def test_the_open_demandes_are_listed_with_what_they_took(shop: World) -> None:
    await shop.booked(
        issue(1, estimate=36_000, status="En cours"),
        issue(2, "Tout refaire <!channel>", labels=("devis",)),
        issue(3, "Terminée", ended=True),
        spent(1, 90),
        by=DEV,
    )
    told = said(await shop.type("U0RM", "demandes")).replace("\u00a0", " ")
    assert "2 demandes ouvertes" in told
    assert "Ajouter un filtre · évolutif · En cours · 1 h 30 sur 10 h estimées" in told
    assert "hors périmètre · rien de consommé" in told
    assert "<!channel>" not in told
    assert "Terminée" not in told


async def test_both_sides_learn_that_the_included_questions_are_used_up_before_the_next_one(shop: World) -> None:
    terms = Questions(included=1, beyond=BeyondQuestions.BILLED, price=4_500)
    shop.casebook.contracts = known(replace(COUNTED, budget=replace(BUDGET, questions=terms)))
    shop.client.calls.clear()
    await shop.booked(issue(1), issue(2, "Comment exporter ?", "Question"))
    told = {one.given["channel"]: one.text for one in shop.client.calls if one.method == "chat.postMessage"}
    assert set(told) == {"DU0RM", "DU0CP"}
    assert "La prochaine sera facturée." in told["DU0RM"]
    assert "La prochaine sera facturée 45,00\u00a0€ HT." in told["DU0CP"]
    shop.client.calls.clear()
    await shop.booked(issue(2, "Comment exporter en CSV ?", "Question"))
    assert [one for one in shop.client.calls if one.method == "chat.postMessage"] == []
    await shop.booked(issue(3, "Et en PDF ?", "Question"))
    assert "BOU-3 est la question 2 du mois, 1 sont comprises. Elle sera facturée" in said(shop.client.calls)
    await shop.booked(replace(issue(4, "Ancienne", "Question"), opened=NOW - timedelta(days=60)))
    assert "BOU-4" not in said(shop.client.calls)
