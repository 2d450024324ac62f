"""`vigie report` prints a month as its end knew it: the sum that adds up, the rates with their numbers, the facts."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.commands.cli import app
from bot.config.settings import Settings
from connectors.store import Store
from rules.contract.compensation_terms import ExclusionCause
from rules.events.compensation_events import CompensationCalculated, CompensationExcluded
from tests.bot.config.test_settings import GOOD
from tests.bot.operations.test_compensation_report import FILE, LIFE, SCALE, WHO, journalled
from tests.plain_contracts import PLAIN
from tests.rules.calendars import at
from tests.scheduler.given import CP, RM, House

Run = Callable[..., Any]
_CLIENTS = ("raised", "accepted")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_url: str) -> Run:
    """Runs `vigie report` on 2 December, where one anomaly of the example contract was late in November 2026."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in {**GOOD, "DATABASE_URL": sqlite_url}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("bot.commands.report_commands.utc_now", lambda: at("2026-12-02 10:00"))
    shutil.copytree(PLAIN, tmp_path / "contracts")
    file = tmp_path / "contracts" / FILE
    file.write_text(file.read_text(encoding="utf-8") + SCALE, encoding="utf-8")
    asyncio.run(_live(sqlite_url))
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, ["report", *arguments], env={"COLUMNS": "200"})


async def _live(url: str) -> None:
    store = Store(url)
    await store.open()
    house = House(store)
    for when, what in LIFE:
        house.hand.turn(when)
        await house.hear(what, RM if what.kind in _CLIENTS else CP)
        await house.settle()
    await store.close()


def shown(result: Any) -> str:
    assert result.exit_code == 0, result.output
    return str(result.output).replace("\u00a0", " ").replace("\u202f", " ")


def test_a_month_says_its_word_its_sentence_and_a_sum_that_adds_up(run: Run) -> None:
    output = shown(run("boutique-exemple", "--month", "2026-11"))
    title, word, sentence, *rest = output.splitlines()
    assert title == "Rapport mensuel · novembre 2026 · Boutique Exemple"
    assert word == "En écart : une compensation calculée et des délais manqués dans le mois"
    assert sentence == (
        "En novembre 2026 : 1 anomalie ouverte ; 1 close ; 0 délai tenu sur 3 ; "
        "compensation de 150,00 € calculée, sous réserve."
    )
    rows = [line.split() for line in rest if line.startswith((" + ", " − ", " = ", "   stock"))]
    assert [row[-2:] for row in rows] == [
        ["0", "0"],
        ["1", "0"],
        ["0", "0"],
        ["0", "0"],
        ["1", "0"],
        ["0", "0"],
        ["0", "0"],
    ]
    assert "Prise en charge   Majeure     0 sur 1   14 h (31 h en tout, BOU-1)" in output
    assert "échéance lun. 9 nov. 14:00    arrêt mar. 10 nov. 16:00   retard 10 h" in output
    assert "%" not in output.partition("Compensation")[0]
    assert "Closes avec une cause : 1 sur 1 ; connue auparavant 0 fois, nouvelle 1 fois" in output
    assert "Causes les plus fréquentes : Cache périmé (1)" in output
    assert "Panier vide" not in output
    assert "Provisoire" not in output


def test_the_facts_behind_each_figure_are_listed_when_asked(run: Run) -> None:
    alone = shown(run("boutique-exemple", "--month", "2026-11"))
    output = shown(run("boutique-exemple", "--month", "2026-11", "--facts"))
    assert output.startswith(alone.rstrip())
    facts = output.partition("Les faits derrière chaque chiffre")[2]
    assert "ouvertes : 1\n BOU-1   lun. 9 nov. 09:00   " in facts
    assert "closes : 1\n BOU-1   ven. 20 nov. 12:10   " in facts
    assert "délais réglés : 3" in facts


def test_a_month_that_is_not_over_says_so_and_compares_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.commands.report_commands.utc_now", lambda: at("2026-11-18 10:00"))
    output = shown(run("boutique-exemple"))
    assert output.splitlines()[1].startswith("Provisoire au mercredi 18 novembre 2026")
    assert "octobre" not in output
    assert "2 délais dépassés toujours ouverts :" in output
    assert "toujours ouvert" in output
    assert "délais à communiquer (1)" in output


def test_a_month_of_nothing_is_no_hundred_percent(run: Run) -> None:
    output = shown(run("boutique-exemple", "--month", "2026-06"))
    assert "En juin 2026 : aucune anomalie." in output
    assert "Conforme" in output
    assert "Recettes refusées, sur celles prononcées : sans objet" in output
    assert "Aucun délai réglé." in output


def test_a_month_begun_late_or_under_another_version_is_marked(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "contracts" / FILE
    text = file.read_text("utf-8")
    file.write_text(text.replace("effet: 2026-01-01", "effet: 2026-10-12"), "utf-8")
    (tmp_path / "contracts" / "avenant.yaml").write_text(
        text.replace("effet: 2026-01-01", "effet: 2026-11-20"), "utf-8"
    )
    output = shown(run("boutique-exemple", "--month", "2026-11"))
    assert "Plusieurs versions du contrat dans le mois : celle du 12/10/2026 et celle du 20/11/2026" in output
    assert "octobre 2026 *" in output
    assert "* Mois peu comparable" in output
    assert "Mois incomplet : le contrat commence le 12/10/2026" in shown(run("boutique-exemple", "--month", "2026-10"))


def test_an_excluded_miss_is_listed_apart_with_who_decided_and_why(run: Run, sqlite_url: str) -> None:
    line = "a1:acknowledgement:1@2026-11"
    journalled(
        sqlite_url,
        CompensationCalculated(line, date(2026, 11, 1), 5_000),
        CompensationExcluded(line, date(2026, 11, 24), ExclusionCause.FORCE_MAJEURE, "", WHO),
    )
    output = shown(run("boutique-exemple", "--month", "2026-11"))
    assert "0 délai tenu sur 2" in output
    assert "1 délai manqué et exclu :" in output
    assert "force majeure, décidé par Direction le 01/12/2026" in output


def test_a_contract_in_english_has_its_report_in_english(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "contracts" / FILE
    file.write_text(file.read_text("utf-8").replace("langue: fr", "langue: en"), "utf-8")
    output = shown(run("boutique-exemple", "--month", "2026-11", "--facts"))
    assert "Monthly report · November 2026" in output
    assert "In November 2026: 1 anomaly raised; 1 closed; 0 targets of 3 met;" in output
    assert "The facts behind each figure" in output


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("inconnu",), "Aucun contrat ne s'appelle « inconnu »"),
        (("boutique-exemple", "--month", "2027-01"), "n'a pas de rapport pour ce mois"),
        (("boutique-exemple", "--month", "2019-01"), "n'a pas de rapport pour ce mois"),
        (("boutique-exemple", "--month", "novembre"), "n'est pas un mois"),
    ],
)
def test_what_has_no_report_is_said_in_one_line(run: Run, arguments: tuple[str, ...], why: str) -> None:
    result = run(*arguments)
    assert result.exit_code
    assert why in result.output.replace("\u00a0", " ")
    assert "Traceback" not in result.output
