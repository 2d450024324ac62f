"""Time that people type in Slack goes to the ledger of the right contract, and its author learns what is left."""

from collections.abc import AsyncIterator
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.slack.intake.intents import Consult, Log
from bot.slack.meaning.intent_parser import of_text
from connectors.store import Store, journal, time_entries
from tests.bot.slack.answers.test_budget import COUNTED, issue, known
from tests.bot.slack.house import BOUTIQUE, CONTRACTS
from tests.bot.slack.world import World, said, world


@pytest.fixture
async def shop(store: Store) -> AsyncIterator[World]:
    """A world whose boutique counts its time, on each database."""
    async with world(store, known()) as one:
        yield one


async def seconds(shop: World) -> list[int]:
    """The seconds of each entry of the boutique's, the first made first."""
    found = await shop.store.read(lambda tx: time_entries.of_month(tx, BOUTIQUE.id, "2026-11"))
    return [one.seconds for one in sorted(found, key=lambda one: one.heard_at)]


@pytest.mark.parametrize(
    ("text", "minutes", "days", "note"),
    [
        ("imputer 1h30 BOU-214 analyse", 90, "0", "analyse"),
        ("imputer 1 h 30 min sur bou-214 : lecture des journaux", 90, "0", "lecture des journaux"),
        ("imputer BOU-214 45min", 45, "0", ""),
        ("BOU-214 imputer 45 minutes", 45, "0", ""),
        ("imputer 1,5h BOU-214", 90, "0", ""),
        ("imputer 0,5j BOU-214 revue", 0, "0.5", "revue"),
        ("imputer 1h BOU-214 comme BOU-7", 60, "0", "comme BOU-7"),
    ],
)
def test_a_time_is_read_however_it_is_written(text: str, minutes: int, days: str, note: str) -> None:
    assert of_text(text) == Log("BOU-214", minutes, Decimal(days), note)


@pytest.mark.parametrize("text", ["imputer 1x30 BOU-214", "imputer beaucoup BOU-214", "imputer 30 BOU-214"])
def test_what_is_no_time_is_answered_with_an_example(text: str) -> None:
    wanted = of_text(text)
    assert isinstance(wanted, Consult)
    assert wanted.what == "time"


def test_without_a_key_the_usage_is_shown() -> None:
    assert of_text("imputer 1h30") == Consult("usage", values={"subcommand": "imputer"})


async def test_typed_time_is_counted_and_its_author_learns_what_is_left(shop: World) -> None:
    await shop.booked(issue(1))
    told = said(await shop.type("U0DEV", "imputer 1h30 BOU-1 analyse")).replace("\u00a0", " ")
    assert "Compté : 1 h 30 sur BOU-1 « Ajouter un filtre »" in told
    assert "Enveloppe planifiée : reste 6 h 30." in told
    assert await seconds(shop) == [5400]
    facts = await shop.store.read(lambda tx: journal.LEDGERS.read(tx, BOUTIQUE.id))
    assert [(one.source.system, one.what.note) for one in facts if one.what.kind == "time_spent"] == [
        ("slack", "analyse")
    ]


async def test_the_last_typed_time_is_taken_back_once(shop: World) -> None:
    await shop.booked(issue(1), issue(2))
    await shop.type("U0DEV", "imputer 1h BOU-1")
    await shop.type("U0DEV", "imputer 2h BOU-2")
    await shop.type("U0CP", "imputer 3h BOU-2")
    assert "Retiré : 2 h sur BOU-2" in said(await shop.type("U0DEV", "imputer annuler")).replace("\u00a0", " ")
    assert "Retiré : 1 h sur BOU-1" in said(await shop.type("U0DEV", "imputer annuler BOU-1")).replace("\u00a0", " ")
    assert "pas de temps à retirer" in said(await shop.type("U0DEV", "imputer annuler"))
    assert sorted(await seconds(shop)) == [0, 0, 10800]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("imputer 1h BOU-999", "BOU-999 n’est pas un ticket d’un de vos contrats"),
        ("imputer 25h BOU-1", "une saisie va d’une minute à 24 heures"),
        ("imputer 0h BOU-1", "n’est pas une durée"),
        ("imputer 1h BOU-2", "BOU-2 n’est pas un ticket d’un de vos contrats"),
    ],
)
async def test_what_cannot_be_counted_is_answered_with_the_reason(shop: World, text: str, word: str) -> None:
    await shop.booked(issue(1), issue(2, left=True))
    assert word in said(await shop.type("U0DEV", text))
    assert await seconds(shop) == []


async def test_another_clients_issue_is_unknown_and_the_channels_own_comes_first(shop: World) -> None:
    other = next(one for one in CONTRACTS.all if one.id != BOUTIQUE.id)
    other = replace(other, people=tuple(one for one in other.people if one.chat != "U0DEV"))
    shop.casebook.contracts = replace(CONTRACTS, all=(COUNTED, other))
    dev = next(one for one in COUNTED.people if one.chat == "U0DEV")
    await shop.booked(replace(issue(7), site="other", issue="77"), contract=other)
    assert "pas un ticket" in said(await shop.type("U0DEV", "imputer 1h BOU-7"))
    joined = replace(other, people=(*other.people, dev))
    shop.casebook.contracts = replace(CONTRACTS, all=(COUNTED, joined))
    assert "n’a pas de budget" in said(await shop.type("U0DEV", "imputer 1h BOU-7"))
    await shop.booked(issue(7))
    assert "Compté" in said(await shop.type("U0DEV", "imputer 1h BOU-7"))
    assert "plusieurs clients" in said(await shop.type("U0DEV", "imputer 1h BOU-7", channel="D1"))


async def test_what_is_taken_back_is_the_time_of_the_channels_client(shop: World) -> None:
    other = replace(
        COUNTED,
        id="autre-exemple",
        client="Autre",
        chat=replace(COUNTED.chat, channel="C0AUTRE", security_channel=None),
        jira=replace(COUNTED.jira, site="autre"),
    )
    shop.casebook.contracts = replace(known(), all=(*known().all, other))
    await shop.booked(issue(1))
    await shop.booked(issue(1, site="autre"), contract=other)
    await shop.type("U0DEV", "imputer 1h BOU-1", channel="C0BOUTIQUE")
    await shop.type("U0DEV", "imputer 2h BOU-1", channel="C0AUTRE")
    assert await seconds(shop) == [3600]
    told = said(await shop.type("U0DEV", "imputer annuler BOU-1", channel="C0BOUTIQUE")).replace("\u00a0", " ")
    assert "Retiré : 1 h sur BOU-1" in told
    assert await seconds(shop) == [0]
