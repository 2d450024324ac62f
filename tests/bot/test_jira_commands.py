"""An administrator connects a Jira from the command line: what is read, proposed, done, and left to do by hand."""

import asyncio
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.demo import EXAMPLES
from bot.settings import Settings
from connectors.contracts import load
from connectors.jira.setup.webhook import merged, projects
from rules.contract import JiraMeaning
from sandbox.app import Sandbox, open_sandbox
from sandbox.clock import DemoClock
from tests.bot.administered import Administered, serving
from tests.bot.test_settings import GOOD

Run = Callable[..., Any]
CONTRACT = "contracts/boutique-exemple-2026-01.yaml"
SECRET = "secret-du-webhook"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs `vigie` in a folder that holds the example contracts, before a Jira that `at` names."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in {**GOOD, "JIRA_WEBHOOK_SECRET": SECRET, "PUBLIC_URL": "https://vigie.example"}.items():
        monkeypatch.setenv(name, value)
    shutil.copytree(EXAMPLES, tmp_path / "contracts")
    not_set_up(tmp_path / "contracts")

    def invoke(*arguments: str, at: str = "") -> Any:
        if at:
            monkeypatch.setenv("JIRA_URL", at)
        return CliRunner().invoke(app, list(arguments), env={"COLUMNS": "200"})

    return invoke


def not_set_up(folder: Path) -> None:
    """The contracts of a folder as they were before `vigie jira setup`: they map what people fill in, and no more."""
    mapped = "  champs: {cause: customfield_10050, réponse: customfield_10051, environnement: customfield_10052}\n"
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8")
        text, count = re.subn(r"^  champs:\n(?:    .*\n)+", mapped, text, flags=re.MULTILINE)
        assert count == 1
        file.write_text(text, encoding="utf-8")


@contextmanager
def sandboxed() -> Iterator[Sandbox]:
    """The sandbox, in a loop of its own."""
    opened: list[Sandbox] = []
    ready, over = threading.Event(), threading.Event()

    async def live() -> None:
        async with open_sandbox(DemoClock(datetime.now(UTC), speed=1), "https://vigie.example") as sandbox:
            opened.append(sandbox)
            ready.set()
            await asyncio.to_thread(over.wait)

    thread = threading.Thread(target=lambda: asyncio.run(live()), daemon=True)
    thread.start()
    assert ready.wait(30)
    try:
        yield opened[0]
    finally:
        over.set()
        thread.join(30)


def credentials(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings that open the sandbox's Jira."""
    monkeypatch.setenv("JIRA_EMAIL", sandbox.secrets.jira_email)
    monkeypatch.setenv("JIRA_API_TOKEN", sandbox.secrets.jira_token)


def pasted(section: str, tmp_path: Path) -> Path:
    """The example contract with another `jira:` section."""
    text = (EXAMPLES / "boutique-exemple-2026-01.yaml").read_text(encoding="utf-8")
    replaced, count = re.subn(r"^jira:\n(?:  .*\n)+", lambda _: section, text, flags=re.MULTILINE)
    assert count == 1
    file = tmp_path / "colle.yaml"
    file.write_text(replaced, encoding="utf-8")
    return file


def test_what_is_proposed_for_the_sandbox_is_what_its_contract_says(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with sandboxed() as sandbox:
        credentials(sandbox, monkeypatch)
        for project, contract in (("BOU", "boutique"), ("POR", "portail")):
            proposed = run("jira", "inspect", project, at=sandbox.jira_url)
            assert proposed.exit_code == 0, proposed.output
            ours = load(pasted(proposed.output, tmp_path)).jira
            theirs = load(EXAMPLES / f"{contract}-exemple-2026-01.yaml").jira
            assert (ours.statuses, ours.projects) == (theirs.statuses, theirs.projects)
            assert ours.issue_types[0] == "Anomalie"
            assert ours.fields.items() >= theirs.fields.items()
        unknown = run("jira", "inspect", "ZZZ")
        assert unknown.exit_code == 1
        assert "le projet ZZZ est inconnu" in unknown.output
        assert len(unknown.output.splitlines()) == 1


MESSY = (
    ("Open", "new"),
    ("Yes", "new"),
    ("Triage: #1 [urgent]", "indeterminate"),
    ("En attente d'un retour du client", "indeterminate"),
    ("Bloqué", "indeterminate"),
    ("IN PROGRESS", "indeterminate"),
    ("UAT – KO", "indeterminate"),
    ("Étape 7", "indeterminate"),
    ("Livré", "done"),
    ("Done", "done"),
    ("Clos", "indeterminate"),
    ("12", "done"),
)


def test_whatever_a_project_names_the_proposal_loads_once_pasted_and_says_what_to_check(
    run: Run, tmp_path: Path
) -> None:
    site = Administered(statuses=MESSY, types=("Story", "Problème"), priorities=("P1 - Urgent", "Normale", "Étrange"))
    site.custom(10061, "Root cause")
    site.custom(10062, "Réponse au client (interne)")
    with serving(site):
        proposed = run("jira", "inspect", "BOU", at=site.url)
    assert proposed.exit_code == 0, proposed.output
    jira = load(pasted(proposed.output, tmp_path)).jira
    assert jira.issue_types == ("Problème",)
    assert jira.statuses["Triage: #1 [urgent]"] is JiraMeaning.DIAGNOSIS
    assert jira.statuses["En attente d'un retour du client"] is JiraMeaning.WAITING_CLIENT
    assert jira.statuses["UAT – KO"] is JiraMeaning.REFUSED
    assert jira.statuses["Livré"] is JiraMeaning.DEPLOYED
    assert "Étape 7" not in jira.statuses
    assert jira.fields == {"cause": "customfield_10061", "answer": "customfield_10062"}
    lines = {line.strip().partition("  # ")[0]: line.partition("  # ")[2] for line in proposed.output.splitlines()}
    assert lines["Open: remontée"] == lines["Done: clôture"] == "sûr"
    assert lines["Livré: déployée"].startswith("à vérifier")
    assert lines["Clos: clôture"] == "à vérifier : Jira le range dans « En cours »"
    assert "# Étape 7: ?  # à décider" in proposed.output
    assert "# Étrange: ?  # à décider" in proposed.output
    assert lines["types: [Problème]"].startswith("à vérifier")


def test_a_meaning_that_contracts_need_and_no_status_has_is_said(run: Run) -> None:
    site = Administered(statuses=(("To Do", "new"), ("In Progress", "indeterminate"), ("Done", "done")))
    with serving(site):
        said = run("jira", "inspect", "BOU", at=site.url).output
    assert "MANQUE : aucun statut ne veut dire « déployée »" in said
    assert "livraison en recette" in said
    assert said.count("MANQUE") == 1


def test_setup_makes_a_cloud_site_ready_once_and_changes_nothing_the_second_time(run: Run) -> None:
    site = Administered()
    site.custom(10050, "Cause racine")
    site.custom(10051, "Réponse apportée")
    with serving(site):
        planned = run("jira", "setup", CONTRACT, "--dry-run", at=site.url)
        assert planned.exit_code == 0, planned.output
        assert site.writes == []
        first = run("jira", "setup", CONTRACT)
        assert first.exit_code == 0, first.output
        created = [body["name"] for method, path, body in site.writes if path == "/rest/api/2/field"]
        assert [f"« {name} »" in planned.output for name in created] == [True] * 7
        assert created[0] == "Vigie · Phase"
        (hook,) = site.hooks
        assert hook["url"] == "https://vigie.example/webhooks/jira"
        assert hook["isSigned"] is True
        assert hook["filters"] == {"issue-related-events-section": 'project in ("BOU", "POR")'}
        assert {"jira:issue_created", "jira:issue_updated", "comment_created"} <= set(hook["events"])
        assert set(site.screens["21"]) == set(site.screens["22"]) > {one["id"] for one in site.fields}
        assert re.search(r"^    phase: customfield_\d+$", first.output, re.MULTILINE)
        assert re.search(r"^    échéance résolution: customfield_\d+$", first.output, re.MULTILINE)
        site.writes.clear()
        again = run("jira", "setup", CONTRACT)
        assert again.exit_code == 0, again.output
        assert site.writes == []
        assert "déjà là   webhook « Vigie »" in again.output
        assert "    phase: customfield_" in again.output
    assert SECRET not in planned.output + first.output + again.output


def test_the_pasted_lines_load_and_leave_nothing_to_paste(run: Run, tmp_path: Path) -> None:
    site = Administered()
    for number in (10050, 10051, 10052):
        site.custom(number, f"Champ {number}")
    with serving(site):
        lines = [
            line for line in run("jira", "setup", CONTRACT, at=site.url).output.splitlines() if ": customf" in line
        ]
        file = tmp_path / CONTRACT
        fields = ", ".join(line.strip() for line in lines)
        text = file.read_text(encoding="utf-8").replace("champs: {cause", f"champs: {{{fields}, cause")
        file.write_text(text, encoding="utf-8")
        assert len(load(file).jira.fields) == len(lines) + 3
        assert "À coller" not in run("jira", "setup", CONTRACT).output


def test_where_the_token_may_not_the_steps_are_given_click_by_click_without_any_secret(run: Run) -> None:
    site = Administered(refuses=403)
    site.custom(10050, "Cause racine")
    site.custom(10051, "Réponse apportée")
    with serving(site):
        said = run("jira", "setup", CONTRACT, at=site.url)
    assert said.exit_code == 1
    assert "type « Sélecteur de date et d'heure », nom « Vigie · Échéance de résolution »" in said.output
    assert "Configurer : ajoutez « Cause racine », « Réponse apportée »" in said.output
    assert "URL : https://vigie.example/webhooks/jira\n" in said.output
    assert "Secret : la valeur de JIRA_WEBHOOK_SECRET" in said.output
    assert 'sous la requête JQL project in ("BOU", "POR")' in said.output
    assert "Ticket : mis à jour" in said.output
    assert SECRET not in said.output
    assert [path for _, path, _ in site.writes] == ["/rest/api/2/field"]


def test_a_webhook_that_went_wrong_is_set_right_and_another_vigie_s_is_left_alone(run: Run) -> None:
    site = Administered()
    section = "issue-related-events-section"
    known: list[dict[str, Any]] = [
        {"url": "https://ailleurs.example/webhooks/jira", "name": "Vigie d'essai", "events": []},
        {
            "url": "https://vigie.example/webhooks/jira",
            "name": "Tickets",
            "events": ["jira:issue_created", "sprint_closed"],
            "enabled": False,
            "filters": {section: "project = ANCIEN"},
            "isSigned": False,
        },
    ]
    site.hooks = [one | {"self": f"/{rank}"} for rank, one in enumerate(known, 1)]
    with serving(site):
        said = run("jira", "setup", CONTRACT, at=site.url).output
    other, ours = site.hooks
    assert other["name"] == "Vigie d'essai"
    assert other["events"] == []
    assert ours["name"] == "Tickets"
    assert ours["enabled"] is ours["isSigned"] is True
    assert {"sprint_closed", "jira:issue_updated"} <= set(ours["events"])
    assert ours["filters"][section] == 'project in ("ANCIEN", "BOU", "POR")'
    assert "« Vigie d'essai » appelle https://ailleurs.example/webhooks/jira" in said


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("project = BOU", "project = BOU"),
        ("project in (POR, BOU)", "project in (POR, BOU)"),
        ("project = AUTRE", 'project in ("AUTRE", "BOU")'),
        ('project in ("A1", por)', 'project in ("A1", "BOU", "POR")'),
        ("project = BOU AND labels = tma", "project = BOU AND labels = tma"),
    ],
)
def test_a_filter_gains_projects_and_never_loses_what_it_says(before: str, after: str) -> None:
    assert merged(before, frozenset({"BOU"})) == after
    assert projects(before) is not None or "labels" in before


def test_data_center_10_is_given_its_secret_where_it_reads_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIRA_PAT", "jeton")
    site = Administered(version=(10, 3, 1), issues=True)
    with serving(site):
        said = run("jira", "setup", CONTRACT, at=site.url)
        (hook,) = site.hooks
        assert hook["active"] is True
        assert hook["configuration"] == {"EXCLUDE_BODY": "false", "SECRET": SECRET}
        assert not any(event.startswith("attachment") for event in hook["events"])
        site.writes.clear()
        run("jira", "setup", CONTRACT)
        assert site.writes == []
    assert "Écrans › chacun de ces écrans" in said.output
    assert SECRET not in said.output


def test_a_data_center_too_old_to_sign_calls_an_address_that_holds_the_secret(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIRA_PAT", "jeton")
    site = Administered(version=(8, 20, 0))
    with serving(site):
        assert "JIRA_WEBHOOK_URL_SECRET" in run("jira", "setup", CONTRACT, at=site.url).output
        monkeypatch.setenv("JIRA_WEBHOOK_URL_SECRET", "dans&l'adresse")
        said = run("jira", "setup", CONTRACT)
        assert [one["url"] for one in site.hooks] == ["https://vigie.example/webhooks/jira?secret=dans%26l%27adresse"]
        site.writes.clear()
        again = run("jira", "setup", CONTRACT)
        assert site.writes == []
        monkeypatch.setenv("JIRA_WEBHOOK_URL_SECRET", "interdit&secret")
        refused = run("jira", "setup", CONTRACT)
    assert "is not allowed" in refused.output
    assert refused.exit_code == 1
    for secret in ("dans&l", "dans%26l", "interdit&", "interdit%26"):
        assert secret not in said.output + again.output + refused.output


def test_the_account_in_another_webhook_s_address_is_not_shown(run: Run) -> None:
    site = Administered()
    site.hooks = [{"self": "/1", "name": "Autre", "url": "https://u:mot-de-passe@ailleurs.example/webhooks/jira?k=v"}]
    with serving(site):
        said = run("jira", "setup", CONTRACT, at=site.url).output
    assert "« Autre » appelle https://ailleurs.example/webhooks/jira :" in said
    assert "mot-de-passe" not in said


def test_a_service_project_is_told_of_its_request_types(run: Run, tmp_path: Path) -> None:
    with serving(Administered(service=True)) as site:
        said = run("jira", "inspect", "BOU", at=site.url).output
    assert "# type de demande: ?" in said
    assert load(pasted(said, tmp_path)).jira.projects == ("BOU",)


def test_fields_of_a_team_managed_project_are_put_there_by_hand(run: Run) -> None:
    with serving(Administered(style="next-gen")) as site:
        said = run("jira", "setup", CONTRACT, at=site.url)
    assert said.exit_code == 1
    assert "glissez-y ces champs" in said.output
    assert len(site.hooks) == 1


def test_a_new_secret_is_given_again_on_demand(run: Run) -> None:
    site = Administered()
    with serving(site):
        run("jira", "setup", CONTRACT, at=site.url)
        site.writes.clear()
        run("jira", "setup", CONTRACT, "--renew-secret")
        assert [(method, body["secret"]) for method, _, body in site.writes] == [("PUT", SECRET)]


def test_an_address_that_jira_cannot_call_is_not_registered(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "http://localhost:8080")
    monkeypatch.setenv("JIRA_API_URL", "http://127.0.0.1:9")
    silent = run("jira", "setup", CONTRACT, at="https://exemple.atlassian.net")
    assert silent.exit_code == 1
    assert silent.output.startswith("https://exemple.atlassian.net : Jira est injoignable")
    site = Administered()
    with serving(site):
        monkeypatch.setenv("JIRA_API_URL", site.url)
        said = run("jira", "setup", CONTRACT)
    assert "PUBLIC_URL : Jira ne peut pas appeler http://localhost:8080/webhooks/jira" in said.output
    assert site.hooks == []


def test_a_named_site_has_its_own_door_and_an_unknown_one_says_what_to_set(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / CONTRACT
    file.write_text(file.read_text(encoding="utf-8").replace("  projet: BOU", "  site: Client A\n  projet: BOU"))
    unknown = run("jira", "setup", CONTRACT)
    assert unknown.exit_code == 1
    assert "JIRA_SITES__CLIENT_A__URL" in unknown.output
    site = Administered(version=(9, 12, 0))
    with serving(site):
        for name, value in {"URL": site.url, "PAT": "p", "WEBHOOK_URL_SECRET": "s"}.items():
            monkeypatch.setenv(f"JIRA_SITES__CLIENT_A__{name}", value)
        run("jira", "setup", CONTRACT)
        assert site.hooks[0]["url"] == "https://vigie.example/webhooks/jira/client_a?secret=s"
        assert site.hooks[0]["filters"] == {"issue-related-events-section": 'project in ("BOU")'}
        assert "  site: client_a  # sûr" in run("jira", "inspect", "BOU", "--site", "Client A").output
