"""A contract names the services that hear of it and what they hear; where they are is nowhere in it."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from connectors.contracts import json_schema
from connectors.contracts.yaml_document import read
from connectors.contracts.yaml_words import ANNOUNCEMENTS
from rules.contract import Announcement, Webhook
from tests.connectors.contracts.sample import changed, loaded, told, written

REFERENCE = (Path(__file__).parents[3] / "docs" / "contract.md").read_text(encoding="utf-8")
SOME = (Announcement.CLOSED, Announcement.BREACH)


def webhook(value: str, key: str = "webhook") -> tuple[str, str]:
    return "personnes:\n", f"{key}: {value}\npersonnes:\n"


@pytest.mark.parametrize(
    ("value", "webhooks"),
    [
        ("equipe", (Webhook("equipe"),)),
        ("{nom: equipe}", (Webhook("equipe"),)),
        ("[equipe, {nom: page_statut, événements: dépassement}]",
         (Webhook("equipe"), Webhook("page_statut", (Announcement.BREACH,)))),
        ("{nom: statut, événements: [Depassement, clôture]}", (Webhook("statut", SOME),)),
        ("{name: statut, events: [breach, closed]}", (Webhook("statut", SOME),)),
        ("[]", ()),
    ],
)  # fmt: skip
def test_a_webhook_hears_of_everything_or_of_what_it_asks(
    tmp_path: Path, value: str, webhooks: tuple[Webhook, ...]
) -> None:
    assert loaded(tmp_path, webhook(value)).webhooks == webhooks
    assert loaded(tmp_path, webhook(value, "webhooks")).webhooks == webhooks


def test_a_contract_without_a_webhook_has_none(tmp_path: Path) -> None:
    assert loaded(tmp_path).webhooks == ()


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("https://chat.example/hooks/secret",
         "webhook: une adresse, qui est souvent un secret, n'a pas sa place ici ; "
         "attendu le nom que les réglages lui donnent, par exemple « equipe » pour WEBHOOKS__EQUIPE__URL"),
        ("[equipe, équipe]",
         "webhook[1]: « équipe » n'est pas un nom de webhook ; "
         "attendu le nom que les réglages lui donnent, par exemple « equipe » pour WEBHOOKS__EQUIPE__URL"),
        ("[equipe, {nom: equipe}]",
         "webhook[1]: le webhook « equipe » est déjà dans la liste ; attendu une seule ligne par webhook"),
        ("{nom: equipe, événements: [depasement]}",
         "webhook.événements[0]: « depasement » n'est pas un événement ; attendu sans doute « dépassement »"),
        ("{nom: equipe, adresse: x}",
         "webhook.adresse: la clé « adresse » est inconnue ; attendu « nom » ou « événements »"),
        ("{événements: clôture}",
         "webhook.nom: cette clé manque ; attendu par exemple « nom: equipe » ou « nom: statut »"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line_and_its_remedy(tmp_path: Path, value: str, sentence: str) -> None:
    (problem,) = told(tmp_path, changed(webhook(value)))
    place, _, said = problem.partition(": ")
    assert place.startswith("boutique.yaml:")
    assert said == sentence


@pytest.mark.parametrize(
    ("value", "good"), [("[equipe, {nom: statut, événements: [clôture]}]", True), ("É quipe", False)]
)
def test_editors_know_the_webhooks(tmp_path: Path, value: str, good: bool) -> None:
    document, problems = read(written(tmp_path, changed(webhook(value))))
    assert document is not None
    assert not problems
    assert (not list(Draft202012Validator(json_schema()).iter_errors(document.content))) is good


def test_every_event_is_in_the_reference_in_both_languages() -> None:
    told_in_english = [one.value.replace("_", " ") for one in Announcement]
    absent = [word for word in (*ANNOUNCEMENTS.usual(), *told_in_english) if f"`{word}`" not in REFERENCE]
    assert absent == []
