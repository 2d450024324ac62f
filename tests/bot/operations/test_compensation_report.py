"""`vigie compensation` prints a month line by line, with the proof of each clock, and never says « due »."""

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
from connectors.store import Store, journal
from rules import events
from rules.contract import Criticality
from rules.contract.compensation_terms import ExclusionCause
from rules.events import Actor, Happening
from rules.events.compensation_events import (
    CompensationCalculated,
    CompensationEvent,
    CompensationExcluded,
    CompensationNotified,
)
from rules.events.contract_events import ContractFact
from tests.bot.config.test_settings import GOOD
from tests.plain_contracts import PLAIN
from tests.rules.calendars import at
from tests.scheduler.given import CP, RAISED, RM, TICKET, House

FILE = "boutique-exemple-2026-01.yaml"
SCALE = """
compensations:
  base: 1500
  plafonds: {mois: 10%}
  barème:
    - {délais: [prise en charge, contournement], montant: 50}
    - {délais: résolution, montant: 80, par: heure ouvrée commencée, clause: art. 12}
  exclusions: force majeure
"""
# Acknowledged a day late, and everything else with it.
LIFE: tuple[tuple[str, Happening], ...] = (
    ("2026-11-09 09:00", RAISED),
    ("2026-11-09 09:01", TICKET),
    ("2026-11-10 16:00", events.Qualified(Criticality.MAJEURE)),
    ("2026-11-20 11:00", events.Delivered("v2")),
    ("2026-11-20 11:30", events.Accepted()),
    ("2026-11-20 12:00", events.Deployed()),
    ("2026-11-20 12:10", events.Closed("Cache périmé", "Cache vidé")),
)
WHO = Actor("U0DIR", "Direction")
Run = Callable[..., Any]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_url: str) -> Run:
    """Runs `vigie compensation` where one anomaly of the example contract was late in November 2026."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in {**GOOD, "DATABASE_URL": sqlite_url}.items():
        monkeypatch.setenv(name, value)
    shutil.copytree(PLAIN, tmp_path / "contracts")
    file = tmp_path / "contracts" / FILE
    file.write_text(file.read_text(encoding="utf-8") + SCALE, encoding="utf-8")
    asyncio.run(_live(sqlite_url))
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, ["compensation", *arguments], env={"COLUMNS": "200"})


async def _live(url: str) -> None:
    store = Store(url)
    await store.open()
    house = House(store)
    for when, what in LIFE:
        house.hand.turn(when)
        await house.hear(what, RM if isinstance(what, events.Raised | events.Accepted) else CP)
        await house.settle()
    await store.close()


def journalled(url: str, *steps: CompensationEvent) -> None:
    """The contract's journal with these steps."""

    async def write() -> None:
        store = Store(url)
        await store.open()
        facts = tuple(ContractFact(f"step:{rank}", at("2026-12-01 09:00"), what) for rank, what in enumerate(steps))
        await store.write(lambda tx: journal.CONTRACTS.append(tx, "boutique-exemple", facts, at("2026-12-01 09:00")))
        await store.close()

    asyncio.run(write())


def shown(result: Any) -> str:
    assert result.exit_code == 0, result.output
    return str(result.output).replace("\u00a0", " ").replace("\u202f", " ")


def line_of(output: str, clock: str) -> str:
    return next(line for line in output.splitlines() if clock in line)


def test_a_month_is_printed_line_by_line_and_adds_up(run: Run) -> None:
    output = shown(run("boutique-exemple", "--month", "2026-11"))
    assert output.startswith("Compensation, novembre 2026")
    assert "calculée, sous réserve" in output
    assert "art. 12" in output
    assert "heures ouvrées" in output
    assert "Brute : " in output
    assert "Nette, après les plafonds : 150,00 €" in output
    assert "due" not in output.split()


def test_the_steps_of_a_penalty_are_told_and_an_excluded_line_stays_at_nothing(run: Run, sqlite_url: str) -> None:
    resolution, month = "a1:resolution:1@2026-11", date(2026, 11, 1)
    journalled(
        sqlite_url,
        CompensationCalculated(resolution, month, 10_000),
        CompensationNotified(resolution, date(2026, 11, 23), WHO),
        CompensationCalculated("a1:acknowledgement:1@2026-11", month, 5_000),
        CompensationExcluded("a1:acknowledgement:1@2026-11", date(2026, 11, 24), ExclusionCause.FORCE_MAJEURE, "", WHO),
    )
    output = shown(run("boutique-exemple", "--month", "2026-11"))
    assert "Notifiée le 23/11/2026 ; observations possibles jusqu’au 08/12/2026 inclus" in output
    assert "Exclue : force majeure" in output
    assert line_of(output, "Prise en charge").endswith("· 0,00 €")


def test_a_month_without_a_miss_says_so_and_a_wrong_one_is_refused(run: Run) -> None:
    assert "Aucun engagement manqué n’est compté ce mois-ci." in shown(run("boutique-exemple", "--month", "2026-10"))
    assert run("boutique-exemple", "--month", "octobre").exit_code == 2
    assert run("inconnu").exit_code == 1
