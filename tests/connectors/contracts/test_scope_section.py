"""The grid of a contract is read in either language, and shown to who decides whether an anomaly is in its scope."""

from dataclasses import replace

import pytest

from bot.slack.forms.form import view
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.qualify_form import QUALIFY
from connectors.contracts.scope_section import ScopeSection, grid
from rules.contract.scope_terms import ScopeGrid
from tests.bot.slack.house import BOUTIQUE, NOW, QUALIFIED, WORDS, case

GRID = ScopeGrid(("correction d'anomalies",), ("nouvel écran", "hébergement"))


@pytest.mark.parametrize(
    "written",
    [
        {"inclus": "correction d'anomalies", "sur devis": ["nouvel écran", "hébergement"]},
        {"included": ["correction d'anomalies"], "on quote": ["nouvel écran", "hébergement"]},
    ],
)
def test_the_grid_is_read(written: dict[str, object]) -> None:
    assert grid(ScopeSection.model_validate(written)) == GRID


def test_without_a_section_there_is_none() -> None:
    assert grid(None) == ScopeGrid()


def test_the_form_of_the_qualification_shows_it() -> None:
    contract = replace(BOUTIQUE, grid=GRID)
    sheet = Sheet(WORDS, contract, NOW, case(*QUALIFIED, contract=contract).anomaly)
    told = str(view(QUALIFY, sheet))
    assert "Sur devis" in told
    assert "• nouvel écran" in told
    assert "Sur devis" not in str(view(QUALIFY, replace(sheet, contract=BOUTIQUE)))
