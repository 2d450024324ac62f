"""`vigie simulate` shows what another version would have made of the past, and leaves the past as it is."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.commands.cli import app
from bot.config.settings import Settings
from bot.operations.simulation_report import period
from connectors.store import Store, clocks, journal
from rules import events
from rules.contract import Criticality
from rules.events import Happening
from tests.bot.config.test_settings import GOOD
from tests.plain_contracts import PLAIN
from tests.scheduler.given import CP, RAISED, RM, TICKET, House

FILE = "boutique-exemple-2026-01.yaml"
OVER = ("--over", "2026-11-01..2026-11-30")
LIFE: tuple[tuple[str, Happening], ...] = (
    ("09:00", RAISED),
    ("09:01", TICKET),
    ("10:00", events.Qualified(Criticality.MAJEURE)),
    ("11:00", events.Delivered("v2")),
    ("11:30", events.Accepted()),
    ("12:00", events.Deployed()),
    ("12:10", events.Closed("Cache périmé", "Cache vidé")),
)
Run = Callable[..., Any]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_url: str) -> Run:
    """Runs `vigie simulate` where one anomaly of the example contract lived and was closed on 9 November 2026."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in {**GOOD, "DATABASE_URL": sqlite_url}.items():
        monkeypatch.setenv(name, value)
    shutil.copytree(PLAIN, tmp_path / "contracts")
    asyncio.run(_live(sqlite_url))
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, ["simulate", *arguments], env={"COLUMNS": "200"})


@pytest.fixture
def avenant(tmp_path: Path) -> Path:
    """The example contract, stricter on resolutions, from July on; kept out of the contracts folder."""
    text = (PLAIN / FILE).read_text(encoding="utf-8")
    file = tmp_path / "avenant.yaml"
    stricter = text.replace("majeure:   [4h, 16h, 24h]", "majeure:   [4h, 16h, 2h]").replace(
        "effet: 2026-01-01", "effet: 2026-07-01"
    )
    file.write_text(stricter, encoding="utf-8")
    return file


async def _live(url: str) -> None:
    store = Store(url)
    await store.open()
    house = House(store)
    for hour, what in LIFE:
        house.hand.turn(f"2026-11-09 {hour}")
        await house.hear(what, RM if isinstance(what, events.Raised | events.Accepted) else CP)
        await house.settle()
    await store.close()


async def _kept(url: str) -> tuple[Any, Any]:
    store = Store(url)
    await store.open()
    kept = await store.read(lambda tx: (journal.ANOMALIES.read(tx, "a1"), clocks.of(tx, "a1")))
    await store.close()
    return kept


def test_a_stricter_avenant_is_shown_beside_what_was_and_nothing_is_written(
    run: Run, avenant: Path, sqlite_url: str
) -> None:
    before = asyncio.run(_kept(sqlite_url))
    result = run(str(avenant), *OVER)
    assert result.exit_code == 0, result.output
    assert "1 anomalie(s) remontée(s) du 01/11/2026 au 30/11/2026" in result.output
    assert f"Était : version du 01/01/2026 ({FILE})" in result.output
    assert "Serait : version du 01/07/2026 (avenant.yaml)" in result.output
    rows = [[" ".join(cell.split()) for cell in line.split("│")[1:-1]] for line in result.output.splitlines()]
    lines = [row for row in rows if row]
    assert lines[:3] == [
        ["BOU-1", "Résolution", "tenu", "manqué"],
        ["", "", "3 h sur 24 h", "3 h sur 2 h"],
        ["", "", "pour le 12/11/2026 18:00", "pour le 09/11/2026 11:00"],
    ]
    assert lines[-1] == ["Résolution", "1 → 0", "0 → 1", "0 → 0", "0 → 0"]
    assert asyncio.run(_kept(sqlite_url)) == before


def test_the_same_version_is_said_to_change_nothing(run: Run) -> None:
    assert "Aucune horloge ne change." in run(f"contracts/{FILE}", *OVER).output


def test_a_period_without_anomalies_is_said_to_be_empty(run: Run, avenant: Path) -> None:
    result = run(str(avenant), "--over", "2026-10-01..2026-10-31")
    assert result.exit_code == 0
    assert result.output.strip() == "boutique-exemple : 0 anomalie(s) remontée(s) du 01/10/2026 au 31/10/2026"


def test_an_anomaly_whose_version_is_gone_is_named_rather_than_forgotten(run: Run, avenant: Path) -> None:
    Path("contracts", FILE).unlink()
    result = run(str(avenant), *OVER)
    assert "Laissées de côté" in result.output
    assert "BOU-1" in result.output


@pytest.mark.parametrize(
    "text",
    [
        "octobre",
        "2026-10-01",
        "2026-10-01..",
        "2026-02-30..2026-03-01",
        "2026-10-31..2026-10-01",
        "2026-10-01...2026-10-31",
    ],
)
def test_a_period_that_cannot_be_read_is_said_in_one_line_with_two_examples(run: Run, avenant: Path, text: str) -> None:
    result = run(str(avenant), "--over", text)
    assert result.exit_code == 2
    (line,) = result.output.strip().splitlines()
    examples = line.split("par exemple ")[1].rstrip(".").split(" ou ")
    assert [period(example) is not None for example in examples] == [True, True]


def test_a_contract_that_cannot_be_read_is_explained_with_its_line(run: Run, avenant: Path) -> None:
    avenant.write_text(avenant.read_text(encoding="utf-8").replace("Europe/Paris", "Europe/Parys"), encoding="utf-8")
    for file, said in ((str(avenant), "Parys"), ("absent.yaml", "absent.yaml:1"), ("contracts", "contracts:1")):
        result = run(file, *OVER)
        assert result.exit_code == 1
        assert said in result.output
        assert "Traceback" not in result.output


def test_envelopes_are_compared_and_a_gap_between_versions_is_explained(run: Run, tmp_path: Path) -> None:
    sold = "\nbudget:\n  fin: 2026-06-30\n  enveloppes:\n    provision: {dotation: 5h, pour: correctif}\n"
    file = tmp_path / "contracts" / FILE
    file.write_text(file.read_text("utf-8") + sold, "utf-8")
    more = sold.replace("5h", "8h").replace("  fin: 2026-06-30\n", "")
    later = (PLAIN / FILE).read_text("utf-8").replace("effet: 2026-01-01", "effet: 2026-07-15") + more
    avenant = tmp_path / "avenant.yaml"
    avenant.write_text(later, "utf-8")
    result = run(str(avenant), *OVER)
    assert result.exit_code == 0, result.output
    told = " ".join(result.output.split())
    assert "du 01/07/2026 au 14/07/2026, aucune version ne se dit en vigueur" in told
    assert "Dotation : 8 h" in told.replace("\u00a0", " ")
    checked = CliRunner().invoke(app, ["contracts", "check", str(tmp_path / "contracts")])
    assert "aucune version" not in checked.output
    shutil.copy(avenant, tmp_path / "contracts" / "boutique-exemple-2026-07.yaml")
    checked = CliRunner().invoke(app, ["contracts", "check", str(tmp_path / "contracts")])
    assert checked.exit_code == 0
    assert "! boutique-exemple : du 01/07/2026 au 14/07/2026" in " ".join(checked.output.split())
