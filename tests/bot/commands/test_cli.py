"""The command line says what is wrong in one line a problem, and what to do about it."""

import asyncio
import re
import shutil
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml
from pypdf import PdfReader
from typer.testing import CliRunner

from bot.commands.cli import _listening, app
from bot.commands.demo import EXAMPLES
from bot.config.settings import Settings
from connectors.parsed_delivery import Delivery
from connectors.store import Store, anomalies, journal
from rules.anomaly.state import Ticket
from tests.bot.config.test_settings import GOOD
from tests.connectors.contracts.test_rota import ROTA
from tests.connectors.store.samples import NOON, anomaly, edition_fact, fact
from tests.rules.calendars import at
from tests.scheduler.given import RAISED, TICKET, House

Run = Callable[..., Any]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs `vigie` in a folder that holds the example contracts and complete settings."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    shutil.copytree(EXAMPLES, tmp_path / "contracts")
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, list(arguments), env={"COLUMNS": "200"})


def test_two_versions_of_a_contract_are_compared_in_its_language(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "contracts"
    before = folder / "boutique-exemple-2026-01.yaml"
    after = tmp_path / "amended.yaml"
    text = before.read_text(encoding="utf-8").replace("effet: 2026-01-01", "effet: 2026-06-01")
    after.write_text(text, encoding="utf-8")
    result = run("contracts", "diff", str(before), str(after))
    assert result.exit_code == 0
    assert "Les deux versions disent la même chose." in result.output
    other = run("contracts", "diff", str(before), str(folder / "portail-exemple-2026-01.yaml"))
    assert other.exit_code == 1
    assert "ne sont pas du même contrat" in other.stderr


def test_good_contracts_are_listed_and_bad_ones_explained_with_their_line(run: Run, tmp_path: Path) -> None:
    assert run("contracts", "check").exit_code == 0
    file = tmp_path / "contracts" / "boutique-exemple-2026-01.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("fuseau: Europe/Paris", "fuseau: Europe/Parys"))
    result = run("contracts", "check")
    assert result.exit_code == 1
    assert "boutique-exemple-2026-01.yaml:" in result.output
    assert "Parys" in result.output
    assert "Traceback" not in result.output


def test_the_rota_is_checked_with_its_lines_and_the_hours_that_nobody_covers(run: Run, tmp_path: Path) -> None:
    assert run("rota").exit_code == 2
    file = tmp_path / "astreinte.yaml"
    file.write_text(ROTA.replace("du: 2026-11-20 18:00", "du: 2026-11-21 18:00"), "utf-8")
    result = run("rota", str(file))
    assert result.exit_code == 0
    assert "✓ 2 tour(s), jusqu'au 23/11/2026 09:00" in result.output
    assert "! personne du 20/11/2026 18:00 au 21/11/2026 18:00 pour boutique-exemple ; ajoutez un tour" in result.output
    file.write_text(ROTA.replace("U0GARDE", "garde"), "utf-8")
    result = run("rota", str(file))
    assert result.exit_code == 1
    assert "astreinte.yaml:4" in result.output


@pytest.mark.parametrize(
    "command",
    [("serve",), ("explain", "BOU-1"), ("rebuild",), ("verify",), ("parked", "list"), ("parked", "show", "d1")],
)
def test_a_database_that_cannot_be_used_is_said_in_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////dev/null/vigie.db")
    result = run(*command)
    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.output.strip().splitlines()] == ["DATABASE_URL"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("MAIL_FROM", "personne"), ("MAIL_FROM", "a@b\nBcc: c@d"), ("SMTP_URL", "smtp://"), ("SMTP_URL", "smtp://h:port")],
)
def test_an_address_that_cannot_be_used_stops_the_start(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    result = run("serve")
    assert result.exit_code == 1
    assert result.output.startswith(f"{name}:")
    assert "Traceback" not in result.output


def test_doctor_says_what_is_well_and_what_is_not(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIRA_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:9")
    bad = [line for line in run("doctor").output.splitlines() if line.startswith("✗")]
    assert [line for line in bad if not line.startswith(("✗ jira default", "✗ slack", "✗ courrier"))] == []
    assert any("Slack ne répond pas" in line for line in bad)
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    result = run("doctor")
    assert result.exit_code == 1
    assert "SLACK_BOT_TOKEN" in result.output


def test_the_manifest_speaks_of_the_public_address(run: Run) -> None:
    printed = yaml.safe_load(run("manifest", "--public-url", "https://vigie.exemple").output)
    assert printed["settings"]["interactivity"]["request_url"] == "https://vigie.exemple/slack/events"


def test_the_manifest_of_socket_mode_has_no_address(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIRA_URL", "https://exemple.atlassian.net")
    monkeypatch.setenv("JIRA_SITES__CLIENT_A__URL", "https://jira.client-a.example:8443")
    said = run("manifest", "--socket-mode", "--public-url", "https://vigie.exemple").output
    printed = yaml.safe_load(said)
    assert printed["settings"]["socket_mode_enabled"] is True
    assert "vigie.exemple" not in said
    assert "url" not in said.replace("unfurl", "")
    assert printed["features"]["unfurl_domains"] == ["exemple.atlassian.net", "jira.client-a.example"]


def test_what_is_not_there_is_said_to_be_so(run: Run) -> None:
    assert "aucune anomalie" in run("explain", "BOU-999").output
    assert run("explain", "BOU-999").exit_code == 1
    assert "Rien n'est mis de côté" in run("parked", "list").output
    for number in ("d1", "e1", "x9", "d99999999999999999999"):
        assert run("parked", "show", number).exit_code == 1
        assert run("parked", "replay", number).exit_code == 1
    assert "0 anomalie(s)" in run("rebuild").output


def test_verify_says_that_the_journal_is_whole_or_where_it_is_not(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///vigie.db")
    assert "0 anomalie(s), 0 fait(s)" in run("verify").output
    asyncio.run(_two_facts("sqlite:///vigie.db"))
    whole = run("verify")
    assert whole.exit_code == 0
    assert "1 anomalie(s), 2 fait(s) : le journal est intact." in whole.output
    seal = re.search(r"\d+-[0-9a-f]{64}", whole.output)
    assert seal is not None
    assert run("verify", "--expect", seal[0]).exit_code == 0
    of_one = run("verify", "bou-214").output
    assert "2 fait(s)" in of_one
    (its_own,) = re.findall(r"2-[0-9a-f]{64}", of_one)
    assert run("verify", "bou-214", "--expect", its_own).exit_code == 0
    assert run("verify", "bou-214", "--expect", f"1{its_own[1:]}").exit_code == 1
    assert "aucune anomalie" in run("verify", "BOU-999").output
    assert "pas une empreinte" in run("verify", "--expect", "abc").output
    with closing(sqlite3.connect("vigie.db")) as raw, raw:
        raw.execute("DROP TRIGGER facts_no_update")
        raw.execute("UPDATE facts SET kind = 'x' WHERE fact_id = '2'")
    assert run("verify", "a1").output == run("verify").output == "BOU-214 (a1) : le fait n° 2 a été modifié\n"
    assert run("verify").exit_code == 1
    other = f"{seal[0][:-4]}0000"
    assert "n'a plus cette empreinte" in run("verify", "--expect", other).output


async def _two_facts(url: str) -> None:
    store = Store(url)
    await store.open()
    await store.write(lambda tx: journal.ANOMALIES.append(tx, "a1", [fact("1"), fact("2")], NOON))
    await store.write(lambda tx: anomalies.save(tx, anomaly("a1", Ticket("default", "1", "BOU-214")), NOON))
    await store.close()


async def filled(folder: Path) -> None:
    """A database with one anomaly, and one delivery that could not be read."""
    house = House(Store(f"sqlite:///{folder / 'var' / 'vigie.db'}"))
    await house.store.open()
    await house.hear(RAISED)
    await house.hear(TICKET)
    await house.settle()
    await house.store.hear(Delivery("jira", "default", "illisible", b"pas du json", house.hand.now()))
    await house.settle()
    await house.store.close()


def test_what_is_parked_is_listed_shown_and_put_back_and_an_anomaly_explained(run: Run, tmp_path: Path) -> None:
    asyncio.run(filled(tmp_path))
    assert "d3" in run("parked", "list").output
    assert "pas du json" in run("parked", "show", "d3").output
    assert run("parked", "replay", "d3").output.startswith("d3")
    assert "Rien n'est mis de côté" in run("parked", "list").output
    explained = run("explain", "bou-1")
    assert explained.exit_code == 0
    assert "Prise en charge · engagement 4\xa0h ouvrées" in explained.output
    assert "1 anomalie(s) recalculée(s)" in run("rebuild").output


def test_a_key_that_two_sites_share_is_refused_without_its_site(run: Run, tmp_path: Path) -> None:
    asyncio.run(filled(tmp_path))
    asyncio.run(_twin(f"sqlite:///{tmp_path / 'var' / 'vigie.db'}"))
    for asked in (["explain"], ["explain", "--pdf"], ["verify"], ["explain", "--mail", "rm@boutique.example"]):
        refused = run(*asked, "BOU-1")
        assert refused.exit_code == 1
        assert "autre:BOU-1" in refused.output
        assert "default:BOU-1" in refused.output
    assert run("explain", "default:bou-1").exit_code == 0
    assert run("verify", "default:BOU-1").exit_code == 0


async def _twin(url: str) -> None:
    store = Store(url)
    await store.open()
    await store.write(lambda tx: anomalies.save(tx, anomaly("b2", Ticket("autre", "1", "BOU-1")), NOON))
    await store.close()


def test_what_cannot_be_read_is_listed_shown_and_told_by_the_doctor(run: Run, tmp_path: Path) -> None:
    asyncio.run(filled(tmp_path))
    with closing(sqlite3.connect(tmp_path / "var" / "vigie.db", isolation_level=None)) as file:
        file.execute("DROP TRIGGER facts_no_update")
        file.execute("UPDATE facts SET fact = CAST(x'7bff' AS TEXT) WHERE seq = 1")
        file.execute("UPDATE errands SET effect = '{', state = 'parked' WHERE id = 1")
        file.execute("UPDATE deliveries SET headers = '[' WHERE id = 3")
    listed = run("parked", "list").output
    for number in ("facts:1", "e1", "d3"):
        assert number in listed
        shown = run("parked", "show", number)
        assert shown.exit_code == 0, shown.output
        assert "ne peut pas être lue" in shown.output
    assert "3 ligne(s) illisible(s)" in " ".join(run("doctor").output.split())
    explained = run("explain", "bou-1")
    assert explained.exit_code == 0
    assert "facts:1 ne peut pas être lue" in explained.output
    refused = run("explain", "bou-1", "--pdf")
    assert refused.exit_code == 1
    assert "facts:1" in refused.output
    assert "facts:1 ne peut pas être lue" in run("rebuild").output


def test_a_contract_is_explained_and_has_no_justificatif(run: Run, tmp_path: Path) -> None:
    told = run("explain", "boutique-exemple")
    assert told.exit_code == 0
    assert "aucun fichier de ce contrat n’a été modifié" in told.output
    assert "aucune anomalie ni aucun contrat" in run("verify", "boutique-exemple").output
    asyncio.run(_edition(f"sqlite:///{tmp_path / 'var' / 'vigie.db'}"))
    told = run("explain", "boutique-exemple")
    assert "édition n° 2 de la version du 01/01/2026" in told.output
    assert "1 fait(s), journal intact" in run("verify", "boutique-exemple").output
    refused = run("explain", "boutique-exemple", "--pdf")
    assert refused.exit_code == 1
    assert "un justificatif est celui d'une anomalie" in refused.output


async def _edition(url: str) -> None:
    store = Store(url)
    await store.open()
    await store.write(lambda tx: journal.CONTRACTS.append(tx, "boutique-exemple", [edition_fact("e1")], NOON))
    await store.close()


def _words(text: str) -> str:
    """A text without its blanks, which a page may put elsewhere."""
    return re.sub(r"\s", "", text)


def test_the_justificatif_holds_every_figure_that_explain_prints(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asyncio.run(filled(tmp_path))
    monkeypatch.setattr("bot.commands.cli.utc_now", lambda: at("2026-11-10 11:00"))
    written = run("explain", "bou-1", "--pdf", "--internal")
    file = tmp_path / "BOU-1-justificatif.pdf"
    assert written.output == f"{file} : écrit.\n"
    page = _words("".join(one.extract_text() for one in PdfReader(file).pages))
    told = [row for row in run("explain", "bou-1").output.split("\n") if row.startswith(" ")]
    cells = [cell for row in told for cell in re.split(r" {2,}| · |(?<=\S) \((?=Jira|Slack)", row.strip())]
    assert len(cells) > 10
    assert [cell for cell in cells if _words(cell.removesuffix(")")) not in page] == []
    with closing(sqlite3.connect(tmp_path / "var" / "vigie.db")) as raw:
        length, chain = raw.execute("SELECT length, chain FROM heads").fetchone()
    assert f"{length}-{chain}" in page


def test_a_justificatif_goes_where_it_is_told_and_says_what_it_replaces(run: Run, tmp_path: Path) -> None:
    asyncio.run(filled(tmp_path))
    elsewhere = tmp_path / "pour le client.pdf"
    assert run("explain", "BOU-1", "--pdf", str(elsewhere)).output == f"{elsewhere} : écrit.\n"
    assert run("explain", "BOU-1", "--pdf", str(elsewhere)).output == f"{elsewhere} : remplacé.\n"
    nowhere = run("explain", "BOU-1", "--pdf", "absent/x.pdf")
    assert nowhere.exit_code == 1
    assert nowhere.output.startswith("absent/x.pdf ne peut pas être écrit (")
    assert "nommez un autre fichier : vigie explain BOU-1 --pdf FICHIER" in nowhere.output
    assert "aucune anomalie" in run("explain", "BOU-9", "--pdf").output
    forgotten = run("explain", "BOU-1", "x.pdf")
    assert forgotten.exit_code == 2
    assert "vigie explain BOU-1 --pdf x.pdf" in forgotten.output


def test_answers_leave_the_service_at_once() -> None:
    # asyncio sets TCP_NODELAY only where the listening socket says that it is TCP.
    with _listening("127.0.0.1", 0) as bound:
        assert bound.proto == socket.IPPROTO_TCP
