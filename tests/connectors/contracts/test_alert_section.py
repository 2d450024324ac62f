"""When each delay of each criticality warns, and who hears of it next, as a contract says it."""

from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from connectors.contracts import json_schema
from connectors.contracts.yaml_document import read
from rules.contract import Alerts, ClockName, Criticality, Role, Step
from tests.connectors.contracts.sample import changed, loaded, told, written

ACK, RESOLUTION = ClockName.ACKNOWLEDGEMENT, ClockName.RESOLUTION
MAJEURE, BLOQUANTE = Criticality.MAJEURE, Criticality.BLOQUANTE
FRENCH = (
    "{seuils: [60%, 90%], rappel après dépassement: 2h, par délai: {prise en charge: {seuils: 50%}}, "
    "par criticité: {bloquante: {préavis minimal: 5min, "
    "par délai: {prise en charge: {rappel après dépassement: aucun}}}}}"
)
ENGLISH = (
    "{thresholds: [60%, 90%], reminder after breach: 2h, by clock: {acknowledgement: {thresholds: 50%}}, "
    "by criticality: {blocking: {minimum notice: 5min, by clock: {acknowledgement: {reminder after breach: none}}}}}"
)
QUARTER, TWO_HOURS = timedelta(minutes=15), timedelta(hours=2)


def rules(alerts: str) -> tuple[str, str]:
    return "jira:\n", f"règles:\n  alertes: {alerts}\njira:\n"


@pytest.mark.parametrize("alerts", [FRENCH, ENGLISH])
def test_what_is_said_more_precisely_goes_first(tmp_path: Path, alerts: str) -> None:
    contract = loaded(tmp_path, rules(alerts))
    assert contract.alerts(MAJEURE, RESOLUTION) == Alerts((0.6, 0.9), repeat=TWO_HOURS)
    assert contract.alerts(None, ACK) == Alerts((0.6, 0.9), repeat=TWO_HOURS)
    assert contract.alerts(MAJEURE, ACK) == Alerts((0.5,), repeat=TWO_HOURS)
    assert contract.alerts(BLOQUANTE, RESOLUTION) == Alerts((0.6, 0.9), timedelta(minutes=5), TWO_HOURS)
    assert contract.alerts(BLOQUANTE, ACK) == Alerts((0.5,), timedelta(minutes=5), None)


def test_a_contract_that_says_nothing_warns_as_usual(tmp_path: Path) -> None:
    contract = loaded(tmp_path)
    assert contract.alerts(MAJEURE, ACK) == Alerts((0.5, 0.75, 0.9), QUARTER, timedelta(hours=1))
    assert contract.choices.alerts_of == {}


@pytest.mark.parametrize(
    ("alerts", "steps"),
    [
        ("{escalade: direction}", (Step(Role.DIRECTION),)),
        ("{escalade: [chef de projet, cp@prestataire.example]}", (Step(Role.CP), Step("cp@prestataire.example"))),
        ("{escalade: {chef de projet: 75%, U0CP: 100%}}", (Step(Role.CP, 0.75), Step("U0CP", 1.0))),
        ("{escalade: [chef de projet, direction], sans réponse: 30min}", (Step(Role.CP), Step(Role.DIRECTION, None))),
        ("{sans réponse: 30min}", (Step(Role.CP), Step(Role.DIRECTION, None))),
        ("{sans réponse: aucun}", (Step(Role.CP), Step(Role.DIRECTION))),
    ],
)
def test_an_escalation_is_a_list_or_has_shares(tmp_path: Path, alerts: str, steps: tuple[Step, ...]) -> None:
    assert loaded(tmp_path, rules(alerts)).choices.alerts.escalation == steps


def test_one_person_of_an_escalation_is_found_by_their_address(tmp_path: Path) -> None:
    contract = loaded(tmp_path, rules("{escalade: CP@prestataire.example}"))
    (step,) = contract.choices.alerts.escalation
    assert [person.chat for person in contract.at_step(step)] == ["U0CP"]


@pytest.mark.parametrize(
    ("alerts", "sentence"),
    [
        ("{escalade: [cheff de projet]}",
         "règles.alertes.escalade[0]: « cheff de projet » n'est ni un rôle ni l'adresse d'une personne ; "
         "attendu sans doute « cheffe de projet », sinon « agent » ou « responsable de maintenance »"),
        ("{escalade: [lead@ailleurs.example]}",
         "règles.alertes: personne du contrat n'est « lead@ailleurs.example » ; "
         "attendu une personne nommée sous « personnes »"),
        ("{par criticité: {majeure: {par délai: {résolution: {escalade: {U0LEAD: 90%}}}}}}",
         "règles.alertes: personne du contrat n'est « U0LEAD » ; attendu une personne nommée sous « personnes »"),
        ("{escalade: {direction: 120%}}",
         "règles.alertes.escalade.direction: « 120% » n'est pas un pourcentage de 1 à 100 ; "
         "attendu par exemple « 75% » ou « 90% »"),
        ("{rappel après dépassement: souvent}",
         "règles.alertes.rappel après dépassement: « souvent » n'est pas une durée ; "
         "attendu par exemple « 4h » ou « 30min »"),
    ],
)  # fmt: skip
def test_a_chain_that_reaches_nobody_is_refused_at_its_line(tmp_path: Path, alerts: str, sentence: str) -> None:
    assert told(tmp_path, changed(rules(alerts))) == [f"boutique.yaml:18: {sentence}"]


@pytest.mark.parametrize("alerts", [FRENCH, ENGLISH, "{escalade: {chef de projet: 75%}}", "{escalade: direction}"])
def test_editors_know_the_alerts_in_both_languages(tmp_path: Path, alerts: str) -> None:
    document, problems = read(written(tmp_path, changed(rules(alerts))))
    assert document is not None
    assert problems == []
    assert list(Draft202012Validator(json_schema()).iter_errors(document.content)) == []
