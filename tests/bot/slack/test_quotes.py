"""A quote goes to the account manager with what is known, and its answer to whoever asked."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.slack.intake.intents import Consult, Quote, QuoteForm
from bot.slack.meaning.intent_parser import of_text
from connectors.store import Store, journal
from rules.contract import Role
from rules.events.ledger_events import QuoteAnswered, QuoteAsked
from tests.bot.slack.answers.test_budget import COUNTED, issue, known
from tests.bot.slack.house import BOUTIQUE, Json, press, submission
from tests.bot.slack.world import Call, World, said, world


@pytest.fixture
async def shop(store: Store) -> AsyncIterator[World]:
    """A world whose boutique has a budget, on each database."""
    async with world(store, known()) as one:
        yield one


def filled(user: str, name: str, contract: str = "", channel: str = "C0BOUTIQUE", **values: str) -> Json:
    """The form of a quote's answer, sent."""
    sent = submission(user, "", values, {"contract": contract, "channel": channel, "kept": {"name": name}})
    sent["view"]["callback_id"] = "quote"
    return sent


def told(calls: list[Call], room: str) -> str:
    """What was said in one conversation."""
    return said(one for one in calls if one.given.get("channel") == room).replace("\u00a0", " ").replace("\u202f", " ")


async def quotes(shop: World) -> list[QuoteAsked | QuoteAnswered]:
    """What the ledger holds of quotes."""
    facts = await shop.store.read(lambda tx: journal.LEDGERS.read(tx, BOUTIQUE.id))
    return [one.what for one in facts if isinstance(one.what, QuoteAsked | QuoteAnswered)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("devis BOU-220 pour Noël", Quote("BOU-220", "pour Noël")),
        ("BOU-220 devis", Quote("BOU-220", "")),
        ("devis Refonte du panier", Quote("", "Refonte du panier")),
        ("devis BOU-220 répondre", QuoteForm("BOU-220")),
        ("devis répondre BOU-220", QuoteForm("BOU-220")),
        ("devis", Consult("usage", values={"subcommand": "devis"})),
    ],
)
def test_what_is_typed_asks_or_answers(text: str, wanted: object) -> None:
    assert of_text(text) == wanted


async def test_a_quote_is_asked_and_answered(shop: World) -> None:
    await shop.booked(issue(1, estimate=144_000))
    calls = await shop.type("U0RM", "devis BOU-1 avant <!channel> Noël")
    asked = told(calls, "DU0DIR")
    assert "demande un devis pour Boutique Exemple : BOU-1 « Ajouter un filtre » · estimé à 40 h" in asked
    assert "<!channel>" not in asked
    pressed = await shop.interact(press("U0DIR", "ledger:answer_quote:0", f"{BOUTIQUE.id}|BOU-1"))
    assert [one.given["view"]["callback_id"] for one in pressed if one.method == "views.open"] == ["quote"]
    opened = await shop.type("U0DIR", "devis BOU-1 répondre")
    assert [one.given["view"]["callback_id"] for one in opened if one.method == "views.open"] == ["quote"]
    calls = await shop.interact(
        filled("U0DIR", "BOU-1", outcome="accepted", amount="1234.5", days="2.5", note="Dès mai")
    )
    assert "Devis BOU-1 « Ajouter un filtre » : 1 234,50 € HT, 2,5 j." in told(calls, "DU0RM")
    assert [one.kind for one in await quotes(shop)] == ["quote_asked", "quote_answered"]
    answer = (await quotes(shop))[-1]
    assert isinstance(answer, QuoteAnswered)
    assert (answer.cents, answer.minutes) == (123_450, 1050)
    again = await shop.interact(filled("U0DIR", "BOU-1", outcome="refused", note="non"))
    assert "Aucun devis BOU-1 n’attend votre réponse" in said(again).replace("\u00a0", " ")


async def test_a_new_project_has_a_number_and_goes_to_the_cp_without_a_direction(shop: World) -> None:
    people = tuple(one for one in COUNTED.people if Role.DIRECTION not in one.roles)
    shop.casebook.contracts = known(replace(COUNTED, people=people))
    calls = await shop.type("U0RM", "devis Refonte du panier")
    (asked,) = await quotes(shop)
    assert isinstance(asked, QuoteAsked)
    assert asked.title == "Refonte du panier"
    assert f"devis {asked.name} répondre" in told(calls, "DU0CP")
    assert "quote" in str(await shop.type("U0CP", f"devis {asked.name} répondre"))
    calls = await shop.interact(filled("U0CP", asked.name, outcome="refused", note="Hors métier"))
    assert "décliné" in told(calls, "DU0RM")


@pytest.mark.parametrize(
    "values",
    [
        {"outcome": "accepted", "amount": "12.345"},
        {"outcome": "accepted", "amount": "beaucoup"},
        {"outcome": "accepted"},
        {"outcome": "refused"},
        {"outcome": "accepted", "amount": "10", "days": "-1"},
        {},
    ],
)
async def test_a_form_that_cannot_be_read_is_sent_back_and_nothing_is_kept(shop: World, values: dict[str, str]) -> None:
    await shop.booked(issue(1))
    await shop.type("U0RM", "devis BOU-1")
    await shop.interact(filled("U0DIR", "BOU-1", **values))
    assert [one.kind for one in await quotes(shop)] == ["quote_asked"]


async def test_an_unknown_key_is_said_so(shop: World) -> None:
    assert "BOU-9 n’est pas un ticket" in said(await shop.type("U0RM", "devis BOU-9"))


async def test_two_clients_may_have_a_quote_of_one_name(shop: World) -> None:
    other = replace(
        COUNTED,
        id="autre-exemple",
        client="Autre",
        chat=replace(COUNTED.chat, channel="C0AUTRE", security_channel=None),
        jira=replace(COUNTED.jira, site="autre"),
    )
    shop.casebook.contracts = replace(known(), all=(*known().all, other))
    await shop.booked(issue(1))
    await shop.type("U0RM", "devis BOU-1", channel="C0BOUTIQUE")
    answer = {"outcome": "refused", "note": "Non"}
    nowhere = await shop.interact(filled("U0DIR", "BOU-1", "autre-exemple", "", **answer))
    assert "n’attend votre réponse" in said(nowhere)
    assert [one.kind for one in await quotes(shop)] == ["quote_asked"]
    pressed = await shop.interact(press("U0DIR", "ledger:answer_quote:0", f"{BOUTIQUE.id}|BOU-1"))
    (view,) = [one.given["view"] for one in pressed if one.method == "views.open"]
    assert f'"contract":"{BOUTIQUE.id}"' in view["private_metadata"]
    await shop.interact(filled("U0DIR", "BOU-1", BOUTIQUE.id, "", **answer))
    assert [one.kind for one in await quotes(shop)] == ["quote_asked", "quote_answered"]
