"""What people type, and what they are understood to mean."""

import pytest

from bot.slack.commands import SUBCOMMANDS
from bot.slack.intake.intents import Act, Ask, Consult, Intent
from bot.slack.intake.slack_request import Request
from bot.slack.meaning.grammar import parse
from bot.slack.meaning.intent_parser import of_text
from connectors.parsed_delivery import AboutHere, AboutKey
from rules.contract import Criticality
from tests.bot.slack.house import WORDS

KEY = AboutKey("BOU-214")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Request("aide")),
        ("   \n ", Request("aide")),
        ("bou-214", Request("carte", "BOU-214")),
        ("BOU 214", Request("carte", "BOU-214")),
        ("BOU214", Request("carte", "BOU-214")),
        ("BOU–214", Request("carte", "BOU-214")),
        ("<https://x.atlassian.net/browse/BOU-214|BOU-214>", Request("carte", "BOU-214")),
        ("https://x.atlassian.net/browse/BOU-214?focus=1", Request("carte", "BOU-214")),
        ("prendre bou-214.", Request("prendre", "BOU-214", word="prendre")),
        ("Je prends BOU-214", Request("prendre", "BOU-214", word="prends")),
        ("PRISE EN CHARGE\nBOU-214", Request("prendre", "BOU-214", word="prise en charge")),
        ("BOU-214 prendre", Request("prendre", "BOU-214", word="prendre")),
        ("prendre le ticket BOU-214", Request("prendre", "BOU-214", word="prendre")),
        ("<@U0VIGIE|vigie> sla BOU-214", Request("sla", "BOU-214", word="sla")),
        ("délai BOU-214", Request("delai", "BOU-214", word="delai")),
        ("de\u0301lai BOU-214", Request("delai", "BOU-214", word="delai")),
        ("description incomplète BOU-214", Request("incomplete", "BOU-214", word="description incomplete")),
        ("“clôturer” bou-214", Request("clore", "BOU-214", word="cloturer")),
        ("recette BOU-214 livrée", Request("recette", "BOU-214", "livrée", word="recette")),
        ("cause BOU-214 due à BOU-12", Request("cause", "BOU-214", "due à BOU-12", word="cause")),
        ("cause lot 12 oublié", Request("cause", None, "lot 12 oublié", word="cause")),
        ("liste", Request("liste", word="liste")),
    ],
)
def test_a_request_is_understood_however_it_is_typed(typed: str, meant: Request) -> None:
    assert parse(typed) == meant


@pytest.mark.parametrize(
    ("typed", "level", "title"),
    [
        ("bloquante Panier vide", Criticality.BLOQUANTE, "Panier vide"),
        ("MAJEURE « Panier &amp; compte »", Criticality.MAJEURE, "Panier & compte"),
        ("mineure “Page lente”", Criticality.MINEURE, "Page lente"),
        ("sécurité", Criticality.SECURITE, ""),
        ("p1 Erreur comme sur BOU-12 hier", Criticality.BLOQUANTE, "Erreur comme sur BOU-12 hier"),
        ("majeure vu par <@U1|bob>, &lt;!channel&gt;", Criticality.MAJEURE, "vu par @bob, <!channel>"),
    ],
)
def test_a_criticality_is_followed_by_a_title(typed: str, level: Criticality, title: str) -> None:
    request = parse(typed)
    assert (request.criticality, request.rest, request.key) == (level, title, None)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("majeure Panier", Ask("raise", given={"criticality": "majeure", "rest": "Panier", "title": "Panier"})),
        ("majeure BOU-214", Ask("qualify", KEY, {"criticality": "majeure"})),
        ("signaler Panier vide", Ask("detect", given={"title": "Panier vide"})),
        ("prendre BOU-214", Act("take", KEY)),
        ("reprendre BOU-214", Act("resume", KEY)),
        ("motif BOU-214 un compte", Ask("say_why", KEY, {"rest": "un compte"})),
        ("recette BOU-214 livrée v2", Ask("deliver", KEY, {"rest": "v2"})),
        ("recette bou-214 OK", Act("accept", KEY)),
        ("recette BOU-214 ko", Ask("refuse", KEY)),
        ("livrer BOU-214", Ask("deliver", KEY)),
        ("recette BOU-214", Consult("usage", values={"subcommand": "recette"})),
        ("contournement BOU-214", Ask("work_around", KEY)),
        ("contournement BOU-214 ok", Act("validate_workaround", KEY)),
        (
            "qualifier BOU-214 majeure car tout va",
            Ask("qualify", KEY, {"criticality": "majeure", "rest": "car tout va"}),
        ),
        (
            "requalifier BOU-214 bloquante le site est tombé",
            Ask("requalify", KEY, {"criticality": "bloquante", "rest": "le site est tombé"}),
        ),
        ("requalifier BOU-214 en mineure", Ask("requalify", KEY, {"criticality": "mineure"})),
        ("requalifier BOU-214", Ask("requalify", KEY)),
        ("informer BOU-214 livraison ce soir", Ask("inform", KEY, {"rest": "livraison ce soir"})),
        ("point BOU-214", Ask("inform", KEY)),
        ("prévenir le client BOU-214", Ask("inform", KEY)),
        ("clore", Ask("close", AboutHere("close"))),
        ("prendre", Act("take", AboutHere("take"))),
        ("requalifier en mineure", Ask("requalify", AboutHere("qualify"), {"criticality": "mineure"})),
        ("sla", Consult("sla", here=AboutHere())),
        ("prendre BOU-21O", Act("take", AboutHere("take", sure=False))),
        ("sla n°214 svp", Consult("sla", here=AboutHere(sure=False))),
        ("BOU-214", Consult("card", "BOU-214")),
        ("sla BOU-214", Consult("sla", "BOU-214")),
        ("aide", Consult("help")),
        (
            "prandre BOU-214",
            Consult(
                "unknown", values={"said": "prandre BOU-214", "suggestion": "prendre", "instead": "prendre BOU-214"}
            ),
        ),
        ("xyzzy", Consult("unknown", values={"said": "xyzzy", "suggestion": "", "instead": ""})),
    ],
)
def test_a_command_becomes_an_intent(typed: str, wanted: Intent) -> None:
    assert of_text(typed) == wanted


@pytest.mark.parametrize("subcommand", SUBCOMMANDS, ids=lambda one: one.name)
def test_every_subcommand_is_understood_by_its_name_and_explained(subcommand: object) -> None:
    name = getattr(subcommand, "name", "")
    assert parse(f"{name} BOU-214").subcommand == name
    assert WORDS.has(f"help.{name}")


@pytest.mark.parametrize(
    "typed",
    [
        "prendre\u200b BOU-214",
        "\u200fprendre BOU-214\u200e",
        "\ufeffPRENDRE\u00a0BOU-214",
        "prendre\u202fBOU\u2011214",
        "pren\u00addre BOU\u00ad-214",
        "🚨 prendre BOU-214",
        ":fire: prendre BOU-214",
        "— prendre BOU-214",
        "\u200b \u2060 prendre BOU-214",
        "<@U0VIGIE|vigie> \u200bprendre bou-214 !",
        "\u202eprendre\u202c BOU-214",
        "prendre «\u00a0BOU-214\u00a0»",
        "prendre <http://BOU-214|BOU-214>",
        "prendre &lt;BOU-214&gt;",
        "ｐｒｅｎｄｒｅ BOU-214",
        "prendre\t\r\nBOU-214",
        "prendre *BOU-214*",
        "prendre `BOU-214`",
        "prendre #BOU-214",
        "prendre [BOU-214]",
    ],
)
def test_what_keyboards_and_clients_add_does_not_count(typed: str) -> None:
    assert of_text(typed) == Act("take", KEY)


def test_a_title_keeps_what_its_author_put_in_it() -> None:
    request = parse("🚨 bloquante “Famille 👨\u200d👩\u200d👧 &amp; 10 % \u200fعربي”")
    assert (request.criticality, request.rest) == (
        Criticality.BLOQUANTE,
        "Famille 👨\u200d👩\u200d👧 & 10 % \u200fعربي",
    )


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("liste", Consult("list", values={"scope": "all", "client": ""})),
        ("liste Mine", Consult("list", values={"scope": "mine", "client": ""})),
        ("liste en retard boutique 24", Consult("list", values={"scope": "late", "client": "boutique 24"})),
        ("liste Boutique 24", Consult("list", values={"scope": "all", "client": "boutique 24"})),
        ("liste Bóutique les miennes", Consult("list", values={"scope": "mine", "client": "boutique"})),
        ("en cours", Consult("list", values={"scope": "all", "client": ""})),
        ("cherche BOU-12 « panier »", Consult("search", values={"words": "BOU-12 « panier »"})),
        ("je cherche le panier", Consult("search", values={"words": "le panier"})),
        ("find", Consult("usage", values={"subcommand": "cherche"})),
        ("contrat", Consult("contract", values={"client": ""})),
        ("Engagements Boutique", Consult("contract", values={"client": "Boutique"})),
    ],
)
def test_what_follows_a_search_or_a_list_is_words_and_no_key(typed: str, wanted: Intent) -> None:
    assert of_text(typed) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "\u200b" * 10_000,
        "\u202e",
        "&amp;" * 2_000,
        "🚨" * 10_000,
        "x" * 10_000,
        "<" * 500,
        "a|b>" * 500,
        "\ud800",
        "BOU-" + "9" * 5000,
        "@" * 300,
    ],
)
def test_no_text_is_too_strange(text: str) -> None:
    assert isinstance(parse(text), Request)
