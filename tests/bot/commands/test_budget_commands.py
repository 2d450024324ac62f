"""`vigie budget` shows a month that adds up, and writes it for a spreadsheet that runs nothing."""

import asyncio
import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from rich.console import Console

from connectors.contracts import load_folder
from connectors.store import Store
from tests.bot.commands.test_cli import Run
from tests.bot.commands.test_cli import run as before
from tests.rules.calendars import at
from tests.scheduler.ledger.kept_ledger import CP, DEV, STRANGER, closed, fill, issue, spent

BUDGET = """
budget:
  abonnement: 1500
  catégories:
    correctif: {types: [Anomalie]}
    évolutif: {types: [Évolution]}
    hors périmètre: {étiquettes: [devis]}
  enveloppes:
    planifiée: {dotation: 8h, pour: évolutif, report: {plafond: 20h}, dépassement: {cascade: provision}}
    provision: {dotation: 5h, pour: correctif, dépassement: {facturé: {taux horaire: 95}}}
  carnets: {c1: {unités: 20, prix: 1900, achat: 2026-08-31, expire: 2026-12-10}}
  tarif: {anomalie: 1, évolutif: 2}
  lots: {refonte: {budget: 1000, taux horaire: 60, du: 2026-09-01, au: 2026-12-31}}
"""
FACTS = (
    issue("220", "=2+5+cmd|' /C calc'!A0"),
    issue("221", "Filtre ; par « taille »"),
    issue("222", "Refonte", labels=("devis",)),
    spent("1", "220", 450, "2026-10-05 09:00"),
    spent("2", "221", 90, "2026-10-06 14:00", CP),
    spent("3", "222", 60, "2026-10-07 10:00"),
    spent("4", "221", 30, "2026-10-08 10:00", STRANGER),
    closed("2026-09", "2026-10-09 09:00"),
    spent("5", "220", 45, "2026-09-28 09:00", DEV, heard="2026-10-12 09:00"),
)

run = before


@pytest.fixture
def vigie(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `vigie` on 20 October, where the boutique counts time and October has some."""
    file = tmp_path / "contracts" / "boutique-exemple-2026-01.yaml"
    text = file.read_text("utf-8").replace("effet: 2026-01-01", "effet: 2026-09-01")
    without = re.sub(r"\nbudget:\n(?:[ #].*\n|\n)*", "\n", text)
    file.write_text(without + BUDGET, "utf-8")
    monkeypatch.setattr("bot.commands.budget_commands.out", Console(width=200))
    monkeypatch.setattr("bot.commands.budget_commands.utc_now", lambda: at("2026-10-20 11:00"))

    async def filled() -> None:
        (tmp_path / "var").mkdir(exist_ok=True)
        store = Store(f"sqlite:///{tmp_path / 'var' / 'vigie.db'}")
        await store.open()
        await fill(store, load_folder(tmp_path / "contracts"), FACTS)
        await store.close()

    asyncio.run(filled())
    return run


def words(text: str) -> str:
    """What is printed, its blanks made plain and its frames taken off."""
    return " ".join(text.translate({ord(one): " " for one in "\u00a0\u202f│┃┏┓└┘─━┡┩╇┳┴"}).split())


def test_a_month_is_shown_as_a_table_that_adds_up(vigie: Run) -> None:
    result = vigie("budget", "boutique-exemple")
    assert result.exit_code == 0, result.output
    told = words(result.output)
    assert "boutique-exemple · 2026-10 (ouvert) · abonnement 1 500,00 € HT" in told
    # 16 h granted in two months, 45 min of which were learnt after September was closed.
    assert "planifiée 8 h 8 h −9 h −45 min" in told
    assert "BOU-220 =2+5+cmd|' /C calc'!A0 évolutif planifiée Léa Petit 2 8 h 15" in told
    assert "BOU-222 Refonte hors périmètre" in told
    assert "out_of_scope" not in told
    assert "Carnet c1 : reste 16 sur 20 unités" in told
    assert "hors périmètre" in told
    assert "BOU-221 Filtre ; par « taille » évolutif auteur hors contrat, à valider Inconnue 1 30 min" in told


def test_the_report_of_the_month_shows_the_same_budget(vigie: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.commands.report_commands.out", Console(width=200))
    monkeypatch.setattr("bot.commands.report_commands.utc_now", lambda: at("2026-10-20 11:00"))
    result = vigie("report", "boutique-exemple", "--month", "2026-10")
    assert result.exit_code == 0, result.output
    told = words(result.output)
    assert "Provisoire au mardi 20 octobre 2026" in told
    assert "Mois incomplet" not in told
    assert "En octobre 2026 : aucune anomalie." in told
    assert "Carnet c1 : reste 16 sur 20 unités" in told
    assert "Préventif et sécurité : 0 min sur 9 h 45, soit 0 %" in told
    assert "cmd" not in told


def test_the_csv_is_what_a_french_spreadsheet_reads_and_runs_nothing(vigie: Run, tmp_path: Path) -> None:
    result = vigie("budget", "boutique-exemple", "--month", "2026-10", "--csv", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == [
        "budget-boutique-exemple-2026-10-carnets.csv",
        "budget-boutique-exemple-2026-10-enveloppes.csv",
        "budget-boutique-exemple-2026-10-lots.csv",
        "budget-boutique-exemple-2026-10-saisies.csv",
        "budget-boutique-exemple-2026-10-tickets.csv",
    ]
    raw = (tmp_path / "out" / "budget-boutique-exemple-2026-10-saisies.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = raw.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "Date;Ticket;Titre;Nature;Auteur;Enveloppe;Minutes;Temps;Mois d'origine"
    assert "2026-09-28;BOU-220;'=2+5+cmd|' /C calc'!A0;évolutif;Léa Petit;planifiée;45;0,75;2026-09" in lines
    assert '2026-10-06;BOU-221;"Filtre ; par « taille »";évolutif;Marc Aubry;planifiée;90;1,5;' in lines
    assert "2026-10-07;BOU-222;Refonte;hors périmètre;Léa Petit;hors périmètre;60;1;" in lines
    envelopes = (tmp_path / "out" / "budget-boutique-exemple-2026-10-enveloppes.csv").read_text("utf-8-sig")
    for line in envelopes.splitlines()[1:]:
        cells = line.split(";")
        figures = [float(cell.replace(",", ".")) for cell in cells[1:-1]]
        assert sum(figures[:-1]) == pytest.approx(figures[-1]), line


def test_the_workbook_holds_numbers_and_no_formula(vigie: Run, tmp_path: Path) -> None:
    result = vigie("budget", "boutique-exemple", "--xlsx", "--out", str(tmp_path))
    assert result.exit_code == 0, result.output
    book = load_workbook(BytesIO((tmp_path / "budget-boutique-exemple-2026-10.xlsx").read_bytes()))
    assert book.sheetnames == ["Enveloppes", "Tickets", "Saisies", "Carnets", "Lots"]
    rows = list(book["Saisies"].iter_rows(values_only=True))
    assert sum(row[7] for row in rows[1:]) == pytest.approx(11.25)
    carnets = [[str(cell) for cell in row] for row in book["Carnets"].iter_rows(values_only=True)]
    assert [carnets[1][0], *carnets[1][4:]] == ["c1", "20", "4", "16"]
    assert sorted(row[1] for row in carnets[2:]) == ["BOU-220", "BOU-221"]
    lots = list(book["Lots"].iter_rows(values_only=True))
    assert lots[1][0] == "refonte"
    assert lots[1][3:] == (1000, 0, 0, 0, 1000)
    titles = [cell for row in book["Saisies"].iter_rows(min_col=3, max_col=3) for cell in row]
    assert {cell.data_type for cell in titles} == {"s"}
    assert "=2+5+cmd|' /C calc'!A0" in [cell.value for cell in titles]


def test_a_folder_alone_gets_both_kinds(vigie: Run, tmp_path: Path) -> None:
    vigie("budget", "boutique-exemple", "--out", str(tmp_path / "both"))
    assert {one.suffix for one in (tmp_path / "both").iterdir()} == {".csv", ".xlsx"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("boutique",), 1, "boutique : aucun contrat de ce nom ; il y a boutique-exemple, portail-exemple."),
        (("boutique-exemple", "--month", "octobre"), 2, "« octobre » n'est pas un mois"),
        (("boutique-exemple", "--month", "2026-13"), 2, "« 2026-13 » n'est pas un mois"),
        (("boutique-exemple", "--month", "2025-01"), 1, "pas de mois 2025-01 dans son registre, qui va de 2026-09 à"),
        (("boutique-exemple", "--csv", "--out", "/dev/null/x"), 1, "ne peut pas être écrit"),
    ],
)
def test_what_cannot_be_shown_is_said_with_its_remedy(
    vigie: Run, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = vigie("budget", *arguments)
    assert result.exit_code == code
    assert said in words(result.output)
    assert "Traceback" not in result.output
