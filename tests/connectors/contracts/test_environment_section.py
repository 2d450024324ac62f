"""A contract lists its environments and how each differs from production; who qualifies an anomaly reads the gaps."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.slack.answers.contract_view import engagements
from bot.slack.forms.form import view
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.qualify_form import QUALIFY, environment_lines
from rules import events
from rules.contract import Criticality
from rules.contract.environment_terms import Environment
from rules.events import Template
from tests.bot.slack.house import BOUTIQUE, NOW, QUALIFIED, WORDS, case
from tests.connectors.contracts.sample import changed, loaded, told

LISTED = """
  - {nom: production, adresse: "https://boutique.example", iso-production: oui}
  - {nom: recette, écarts: [base anonymisée, PHP 8.2], vérifié: 2026-10-01}
  - {nom: préproduction, écarts: deux serveurs}"""
PLACES = (
    Environment("production", "https://boutique.example"),
    Environment("recette", "", ("base anonymisée", "PHP 8.2"), date(2026, 10, 1)),
    Environment("préproduction", "", ("deux serveurs",)),
)


def places(value: str, key: str = "environnements") -> tuple[str, str]:
    return "personnes:\n", f"{key}: {value}\npersonnes:\n"


def test_environments_are_read_in_either_language(tmp_path: Path) -> None:
    assert loaded(tmp_path, places(LISTED)).environments == PLACES
    english = "{name: staging, gaps: smaller disk, checked: 2026-10-01}"
    assert loaded(tmp_path, places(english, "environments")).environments == (
        Environment("staging", "", ("smaller disk",), date(2026, 10, 1)),
    )
    assert loaded(tmp_path).environments == ()


@pytest.mark.parametrize(
    ("value", "line", "sentence"),
    [
        ("\n  - {nom: recette, écarts: x}\n  - {nom: Recette, iso-production: oui}", 29,
         "environnements[1].nom: deux environnements s'appellent « Recette » ; "
         "attendu « Recette 2 » ou « préproduction »"),
        ("{nom: recette, iso-production: oui, écarts: x}", 27,
         "environnements.écarts: « recette » est dit iso-production, et ses écarts sont écrits ; "
         "attendu « iso-production: non » avec ses écarts, ou « iso-production: oui » sans écarts"),
        ("{nom: recette}", 27,
         "environnements: rien ne dit si « recette » est iso-production ; "
         "attendu « iso-production: oui » ou « écarts: [base anonymisée] »"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_its_line_and_two_values_that_would_do(
    tmp_path: Path, value: str, line: int, sentence: str
) -> None:
    (problem,) = told(tmp_path, changed(places(value)))
    assert problem.replace("\u00a0", " ") == f"boutique.yaml:{line}: {sentence}"


def test_who_qualifies_reads_the_gaps_that_of_the_anomaly_first() -> None:
    contract = replace(BOUTIQUE, environments=PLACES)
    raised = events.Raised("Panier vide", Criticality.MAJEURE, Template(environment="Préproduction, compte 42"))
    sheet = Sheet(WORDS, contract, NOW, case(raised, *QUALIFIED[1:], contract=contract).anomaly)
    (shown,) = environment_lines(sheet)
    lines = shown.replace("\u00a0", " ").splitlines()
    assert lines[1:] == [
        "• préproduction : deux serveurs",
        "• recette : base anonymisée ; PHP 8.2 · vérifié le 01/10/2026",
    ]
    assert "base anonymisée" in str(view(QUALIFY, sheet))
    assert environment_lines(replace(sheet, contract=replace(contract, environments=PLACES[:1]))) == ()


def test_the_contract_lists_them_all() -> None:
    told_of_it = str(engagements(replace(BOUTIQUE, environments=PLACES), WORDS, NOW, "/anomalie")).replace("\\xa0", " ")
    assert "production (https://boutique.example) : iso-production" in told_of_it
    assert "recette : base anonymisée" in told_of_it
    assert "N2 : Cheffe de projet (prestataire) · les anomalies y arrivent" in told_of_it
