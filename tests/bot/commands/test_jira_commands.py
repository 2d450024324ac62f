"""An administrator connects a Jira from the command line: what is read, proposed, done, and left to do by hand."""

import re
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.commands.cli import app
from bot.config.settings import Settings
from connectors.contracts import load
from connectors.jira.setup.webhook import merged, projects
from rules.contract import JiraMeaning
from sandbox.clock import DemoClock
from sandbox.jira.ordered_faults import Fault
from sandbox.jira.webhook_registry import Webhook
from sandbox.sandbox_app import Sandbox, open_sandbox
from tests.bot.config.test_settings import GOOD
from tests.bot.prepared import BOUTIQUE, TOKEN, Prepared, apart, flow, running
from tests.plain_contracts import PLAIN

Run = Callable[..., Any]
CONTRACT = "contracts/boutique-exemple-2026-01.yaml"
SECRET = "secret-du-webhook"
HERE = "https://vigie.example/webhooks/jira"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs `vigie` in a folder that holds the example contracts, before a Jira that `at` names."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    slack = {"SLACK_API_URL": "http://127.0.0.1:9/api/"}
    for name, value in {**GOOD, **slack, "JIRA_WEBHOOK_SECRET": SECRET, "PUBLIC_URL": "https://vigie.example"}.items():
        monkeypatch.setenv(name, value)
    shutil.copytree(PLAIN, tmp_path / "contracts")
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


def sandboxed() -> AbstractContextManager[Sandbox]:
    """The sandbox, in a loop of its own."""
    return apart(open_sandbox(DemoClock(datetime.now(UTC), speed=1), "https://vigie.example"))


def credentials(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings that open the sandbox's Jira."""
    monkeypatch.setenv("JIRA_EMAIL", sandbox.secrets.jira_email)
    monkeypatch.setenv("JIRA_API_TOKEN", sandbox.secrets.jira_token)


def pasted(section: str, tmp_path: Path) -> Path:
    """The example contract with another `jira:` section."""
    text = (PLAIN / "boutique-exemple-2026-01.yaml").read_text(encoding="utf-8")
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
            theirs = load(PLAIN / f"{contract}-exemple-2026-01.yaml").jira
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
    project = replace(BOUTIQUE, statuses=flow(*MESSY), issue_types=(("1", "Story"), ("2", "Problème")))
    jira = Prepared(project, priorities=("P1 - Urgent", "Normale", "Étrange"))
    jira.drop("customfield_10050", "customfield_10051", "customfield_10052")
    cause = jira.site.home.create_field("Root cause", "textarea").id
    answer = jira.site.home.create_field("Réponse au client (interne)", "textarea").id
    with running(jira):
        proposed = run("jira", "inspect", "BOU", at=jira.url)
    assert proposed.exit_code == 0, proposed.output
    read = load(pasted(proposed.output, tmp_path)).jira
    assert read.issue_types == ("Problème",)
    assert read.statuses["Triage: #1 [urgent]"] is JiraMeaning.DIAGNOSIS
    assert read.statuses["En attente d'un retour du client"] is JiraMeaning.WAITING_CLIENT
    assert read.statuses["UAT – KO"] is JiraMeaning.REFUSED
    assert read.statuses["Livré"] is JiraMeaning.DEPLOYED
    assert "Étape 7" not in read.statuses
    assert read.fields == {"cause": cause, "answer": answer, "environment": "environment"}
    lines = {line.strip().partition("  # ")[0]: line.partition("  # ")[2] for line in proposed.output.splitlines()}
    assert lines["Open: remontée"] == lines["Done: clôture"] == "sûr"
    assert lines["Livré: déployée"].startswith("à vérifier")
    assert lines["Clos: clôture"] == "à vérifier : Jira le range dans « En cours »"
    assert "# Étape 7: ?  # à décider" in proposed.output
    assert "# Étrange: ?  # à décider" in proposed.output
    assert lines["types: [Problème]"].startswith("à vérifier")


def test_a_meaning_that_contracts_need_and_no_status_has_is_said(run: Run) -> None:
    short = flow(("To Do", "new"), ("In Progress", "indeterminate"), ("Done", "done"))
    with running(Prepared(replace(BOUTIQUE, statuses=short))) as jira:
        said = run("jira", "inspect", "BOU", at=jira.url).output
    assert "MANQUE : aucun statut ne veut dire « déployée »" in said
    assert "livraison en recette" in said
    assert said.count("MANQUE") == 1


def test_setup_makes_a_cloud_site_ready_once_and_changes_nothing_the_second_time(run: Run) -> None:
    with running(Prepared()) as jira:
        before = jira.named()
        planned = run("jira", "setup", CONTRACT, "--dry-run", at=jira.url)
        assert planned.exit_code == 0, planned.output
        assert jira.written() == []
        first = run("jira", "setup", CONTRACT)
        assert first.exit_code == 0, first.output
        created = {number: name for number, name in jira.named().items() if number not in before}
        assert [f"« {name} »" in planned.output for name in created.values()] == [True] * 8
        assert next(iter(created.values())) == "Vigie · Phase"
        (hook,) = jira.hooks
        assert (hook.url, hook.secret) == ("https://vigie.example/webhooks/jira", SECRET)
        assert hook.filter == 'project in ("BOU", "POR")'
        assert {"jira:issue_created", "jira:issue_updated", "comment_created"} <= set(hook.events)
        assert set(created) < set(jira.screen)
        assert re.search(r"^    phase: customfield_\d+$", first.output, re.MULTILINE)
        assert re.search(r"^    échéance résolution: customfield_\d+$", first.output, re.MULTILINE)
        assert jira.written() != []
        again = run("jira", "setup", CONTRACT)
        assert again.exit_code == 0, again.output
        assert jira.written() == []
        assert "déjà là   webhook « Vigie »" in again.output
        assert "    phase: customfield_" in again.output
    assert SECRET not in planned.output + first.output + again.output


def test_the_pasted_lines_load_and_leave_nothing_to_paste(run: Run, tmp_path: Path) -> None:
    with running(Prepared()) as jira:
        lines = [
            line for line in run("jira", "setup", CONTRACT, at=jira.url).output.splitlines() if ": customf" in line
        ]
        file = tmp_path / CONTRACT
        fields = ", ".join(line.strip() for line in lines)
        text = file.read_text(encoding="utf-8").replace("champs: {cause", f"champs: {{{fields}, cause")
        file.write_text(text, encoding="utf-8")
        assert len(load(file).jira.fields) == len(lines) + 3
        assert "À coller" not in run("jira", "setup", CONTRACT).output


def test_where_the_token_may_not_the_steps_are_given_click_by_click_without_any_secret(run: Run) -> None:
    with running(Prepared()) as jira:
        jira.site.denied.add("ADMINISTER")
        jira.screen.remove("customfield_10050")
        jira.screen.remove("customfield_10051")
        said = run("jira", "setup", CONTRACT, at=jira.url)
        assert jira.written() == ["POST /field"]
        assert jira.hooks == []
    assert said.exit_code == 1
    assert "type « Sélecteur de date et d'heure », nom « Vigie · Échéance de résolution »" in said.output
    assert "Configurer : ajoutez « Cause racine », « Réponse apportée »" in said.output
    assert "URL : https://vigie.example/webhooks/jira\n" in said.output
    assert "Secret : la valeur de JIRA_WEBHOOK_SECRET" in said.output
    assert 'sous la requête JQL project in ("BOU", "POR")' in said.output
    assert "Ticket : mis à jour" in said.output
    assert SECRET not in said.output


def test_a_webhook_that_went_wrong_is_set_right_and_another_vigie_s_is_left_alone(run: Run) -> None:
    former = replace(BOUTIQUE, id="10299", key="ANCIEN")
    with running(Prepared(others=(*Prepared().others, former))) as jira:
        jira.hooks[:] = [
            Webhook(1, "Vigie d'essai", "https://ailleurs.example/webhooks/jira", "", ()),
            Webhook(2, "Tickets", HERE, "", ("jira:issue_created", "sprint_closed"), "project = ANCIEN", enabled=False),
        ]
        said = run("jira", "setup", CONTRACT, at=jira.url).output
        other, ours = jira.hooks
        assert (other.name, other.events) == ("Vigie d'essai", ())
        assert (ours.name, ours.enabled, ours.secret) == ("Tickets", True, SECRET)
        assert {"sprint_closed", "jira:issue_updated"} <= set(ours.events)
        assert ours.filter == 'project in ("ANCIEN", "BOU", "POR")'
    assert "« Vigie d'essai » appelle https://ailleurs.example/webhooks/jira" in said


def test_a_project_of_another_contract_that_jira_does_not_know_stops_nothing(run: Run) -> None:
    with running(Prepared(others=())) as jira:
        planned = run("jira", "setup", CONTRACT, "--dry-run", at=jira.url)
        said = run("jira", "setup", CONTRACT)
        assert [one.filter for one in jira.hooks] == ['project in ("BOU")']
    assert said.exit_code == 0, said.output
    for output in (planned.output, said.output):
        assert "note      le projet POR est inconnu, ou le compte de Vigie ne le voit pas" in output


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
    monkeypatch.setenv("JIRA_PAT", TOKEN)
    with running(Prepared(version=(10, 3, 1))) as jira:
        assert (
            "; à la main ensuite, le mettre sur les écrans"
            in run("jira", "setup", CONTRACT, "--dry-run", at=jira.url).output
        )
        said = run("jira", "setup", CONTRACT, at=jira.url)
        (hook,) = jira.hooks
        assert (hook.enabled, hook.secret) == (True, SECRET)
        assert not any(event.startswith("attachment") for event in hook.events)
        jira.written()
        run("jira", "setup", CONTRACT)
        assert jira.written() == []
    assert "Écrans › chacun de ces écrans" in said.output
    assert SECRET not in said.output


def test_a_data_center_too_old_to_sign_calls_an_address_that_holds_the_secret(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIRA_PAT", TOKEN)
    with running(Prepared(version=(8, 20, 0))) as jira:
        assert "JIRA_WEBHOOK_URL_SECRET" in run("jira", "setup", CONTRACT, at=jira.url).output
        monkeypatch.setenv("JIRA_WEBHOOK_URL_SECRET", "dans&l'adresse")
        said = run("jira", "setup", CONTRACT)
        assert [one.url for one in jira.hooks] == [f"{HERE}?secret=dans%26l%27adresse"]
        jira.written()
        again = run("jira", "setup", CONTRACT)
        assert jira.written() == []
        monkeypatch.setenv("JIRA_WEBHOOK_URL_SECRET", "interdit&secret")
        words = {"errorMessages": [f"The URL {HERE}?secret=interdit%26secret is not allowed."]}
        jira.site.faults = [Fault("PUT", "webhook", 400, body=words)]
        refused = run("jira", "setup", CONTRACT)
    assert "is not allowed" in refused.output
    assert refused.exit_code == 1
    for secret in ("dans&l", "dans%26l", "interdit&", "interdit%26"):
        assert secret not in said.output + again.output + refused.output


def test_the_account_in_another_webhook_s_address_is_not_shown(run: Run) -> None:
    with running(Prepared()) as jira:
        jira.hooks.append(Webhook(1, "Autre", "https://u:mot-de-passe@ailleurs.example/webhooks/jira?k=v", "", ()))
        said = run("jira", "setup", CONTRACT, at=jira.url).output
    assert "« Autre » appelle https://ailleurs.example/webhooks/jira :" in said
    assert "mot-de-passe" not in said


def test_a_service_project_is_told_of_its_request_types(run: Run, tmp_path: Path) -> None:
    with running(Prepared(replace(BOUTIQUE, kind="service_desk"))) as jira:
        said = run("jira", "inspect", "BOU", at=jira.url).output
    assert "# type de demande: ?" in said
    assert load(pasted(said, tmp_path)).jira.projects == ("BOU",)


def test_fields_of_a_team_managed_project_are_put_there_by_hand(run: Run) -> None:
    with running(Prepared(replace(BOUTIQUE, style="next-gen"))) as jira:
        said = run("jira", "setup", CONTRACT, at=jira.url)
        assert len(jira.hooks) == 1
    assert said.exit_code == 1
    assert "glissez-y ces champs" in said.output


def test_a_new_secret_is_given_again_on_demand(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(Prepared()) as jira:
        run("jira", "setup", CONTRACT, at=jira.url)
        monkeypatch.setenv("JIRA_WEBHOOK_SECRET", "le-nouveau")
        jira.written()
        run("jira", "setup", CONTRACT, "--renew-secret")
        assert jira.written() == ["PUT /rest/webhooks/1.0/webhook/{id}"]
        assert [one.secret for one in jira.hooks] == ["le-nouveau"]


def test_an_address_that_jira_cannot_call_is_not_registered(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "http://localhost:8080")
    monkeypatch.setenv("JIRA_API_URL", "http://127.0.0.1:9")
    silent = run("jira", "setup", CONTRACT, at="https://exemple.atlassian.net")
    assert silent.exit_code == 1
    assert silent.output.startswith("https://exemple.atlassian.net : Jira est injoignable")
    with running(Prepared()) as jira:
        monkeypatch.setenv("JIRA_API_URL", jira.url)
        said = run("jira", "setup", CONTRACT)
        assert jira.hooks == []
    assert "PUBLIC_URL : Jira ne peut pas appeler http://localhost:8080/webhooks/jira" in said.output


def test_a_named_site_has_its_own_door_and_an_unknown_one_says_what_to_set(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / CONTRACT
    file.write_text(file.read_text(encoding="utf-8").replace("  projet: BOU", "  site: Client A\n  projet: BOU"))
    unknown = run("jira", "setup", CONTRACT)
    assert unknown.exit_code == 1
    assert "JIRA_SITES__CLIENT_A__URL" in unknown.output
    with running(Prepared(version=(9, 12, 0))) as jira:
        for name, value in {"URL": jira.url, "PAT": TOKEN, "WEBHOOK_URL_SECRET": "s"}.items():
            monkeypatch.setenv(f"JIRA_SITES__CLIENT_A__{name}", value)
        run("jira", "setup", CONTRACT)
        (hook,) = jira.hooks
        assert (hook.url, hook.filter) == (f"{HERE}/client_a?secret=s", 'project in ("BOU")')
        assert "  site: client_a  # sûr" in run("jira", "inspect", "BOU", "--site", "Client A").output
