"""`vigie doctor` names what is wrong between the settings, the contracts and each Jira, with its remedy."""

import asyncio
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.commands.cli import app
from bot.config.settings import Settings
from bot.doctor.jira_findings import LATE
from bot.slack.manifest import SCOPES
from connectors.contracts import load
from connectors.parsed_delivery import Delivery
from connectors.store import Connection, Store, accounts, reconcile_cursors
from connectors.store.reconcile_cursors import Road
from rules.contract import Role
from sandbox.jira import Fault
from sandbox.sandbox_app import Sandbox
from scheduler.catching_up.reconciler import IMPORT, LIVE
from tests.bot.administered import Administered, serving
from tests.bot.commands.test_jira_commands import CONTRACT, SECRET, Run, credentials, sandboxed
from tests.bot.commands.test_jira_commands import run as before_jira
from tests.plain_contracts import PLAIN

__all__ = ["before_jira"]
BOUTIQUE_ONLY = "contracts/portail-exemple-2026-01.yaml"
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def slack() -> Iterator[Sandbox]:
    """A Slack where nothing is wrong."""
    with sandboxed() as sandbox:
        sandbox.slack.scopes = tuple(scope for scope, _ in SCOPES)
        yield sandbox


@pytest.fixture
def run(before_jira: Run, slack: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `vigie` before that Slack, and before a Jira that `at` names."""
    monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{slack.smtp_port}")
    monkeypatch.setenv("SLACK_API_URL", slack.slack_api_url)
    monkeypatch.setenv("SLACK_BOT_TOKEN", slack.secrets.slack_token)
    monkeypatch.setenv("SLACK_SIGNING_SECRET", slack.secrets.slack_signing)
    return before_jira


@pytest.fixture
def site(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Administered:
    """A site where nothing is wrong for the one contract of the folder."""
    (tmp_path / BOUTIQUE_ONLY).unlink()
    people = load(tmp_path / CONTRACT).people
    well = Administered(accounts={person.jira: True for person in people if person.jira})
    for number, name in ((10050, "Cause racine"), (10051, "Réponse apportée"), (10052, "Environnement concerné")):
        well.custom(number, name)
        well.screens["21"].append(f"customfield_{number}")
    return well


def lines(output: str, mark: str) -> list[str]:
    """The findings of a kind."""
    return [line for line in output.splitlines() if line.startswith(mark)]


def test_a_sandbox_that_was_set_up_has_nothing_to_mend(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(PLAIN, tmp_path / "contracts", dirs_exist_ok=True)
    with sandboxed() as sandbox:
        credentials(sandbox, monkeypatch)
        said = run("doctor", at=sandbox.jira_url)
    assert said.exit_code == 0, said.output
    assert lines(said.output, "✗") == []
    assert "Jira ne dit pas quand son jeton expire" in said.output
    assert "BOU : 8 statuts, 10 champs" in said.output
    assert "aucune livraison reçue encore" in said.output


def test_the_last_delivery_received_is_told(run: Run, site: Administered, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///vigie.db")

    async def hear() -> None:
        store = Store("sqlite:///vigie.db")
        await store.open()
        await store.hear(Delivery("jira", "default", "1", b"{}", datetime(2026, 11, 9, 9, 5, tzinfo=UTC)))
        await store.close()

    asyncio.run(hear())
    with serving(site):
        run("jira", "setup", CONTRACT, at=site.url)
        said = run("doctor")
    assert said.exit_code == 0, said.output
    assert "dernière livraison reçue le 09/11/2026 à 09:05 UTC" in said.output


def remembering(what: Callable[[Connection], object]) -> None:
    """Let the database that the settings name remember something."""

    async def write() -> None:
        store = Store("sqlite:///vigie.db")
        await store.open()
        await store.write(what)
        await store.close()

    asyncio.run(write())


def test_a_project_that_was_never_read_is_told_and_is_no_failure(run: Run, site: Administered) -> None:
    with serving(site):
        run("jira", "setup", CONTRACT, at=site.url)
        said = run("doctor")
    assert said.exit_code == 0, said.output
    (never,) = [line for line in lines(said.output, "!") if "relecture" in line]
    assert "projet BOU : relecture de Jira jamais faite ; « vigie serve » la fait dès son démarrage" in never


@pytest.mark.parametrize(("late", "mark", "told"), [(-60, "✓", "faite jusqu'au"), (60, "!", "en retard, arrêtée au")])
def test_a_project_is_behind_once_two_readings_were_missed(
    run: Run, site: Administered, monkeypatch: pytest.MonkeyPatch, late: int, mark: str, told: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///vigie.db")
    read_to = datetime.now(UTC) - LATE - timedelta(seconds=late)
    remembering(lambda tx: reconcile_cursors.begin(tx, Road("default", "BOU", LIVE), read_to))
    remembering(lambda tx: reconcile_cursors.begin(tx, Road("default", "BOU", IMPORT), read_to - timedelta(days=9)))
    with serving(site):
        run("jira", "setup", CONTRACT, at=site.url)
        said = run("doctor")
    assert said.exit_code == 0, said.output
    (read,) = [line for line in lines(said.output, mark) if "relecture" in line]
    assert f"{told} {read_to:%d/%m/%Y à %H:%M} UTC" in read
    assert ("« vigie reconcile BOU » dit ce qui l'empêche" in read) is (late > 0)


def test_an_account_that_vigie_shares_with_a_person_is_told_with_who_is_not_heard(
    run: Run, site: Administered, tmp_path: Path
) -> None:
    (person,) = [one for one in load(tmp_path / CONTRACT).people if Role.CP in one.roles]
    file = tmp_path / CONTRACT
    file.write_text(file.read_text(encoding="utf-8").replace(str(person.jira), "bot"), encoding="utf-8")
    site.accounts["bot"] = True
    with serving(site):
        said = run("doctor", at=site.url)
    assert said.exit_code == 1
    (shared,) = lines(said.output, "✗")[:1]
    assert f"le compte sous lequel Vigie écrit est aussi celui de « {person.name} »" in shared
    assert "créez un compte pour Vigie et donnez-en le jeton" in shared


def test_an_account_that_vigie_once_shared_is_told_until_it_is_forgotten(
    run: Run, site: Administered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///vigie.db")
    (person,) = [one for one in load(tmp_path / CONTRACT).people if Role.CP in one.roles]
    for account in ("bot", str(person.jira)):
        remembering(partial(accounts.remember, site="default", account=account))
    with serving(site):
        said = run("doctor", at=site.url).output
    (former,) = [line for line in lines(said, "✗") if "échos" in line]
    assert f"Vigie a écrit sous le compte de « {person.name} »" in former
    assert f"retirez {person.jira} de la table « accounts »" in former


def test_a_new_installation_reads_its_first_steps_and_no_list_of_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    said = CliRunner().invoke(app, ["doctor"], env={"COLUMNS": "200"})
    assert said.exit_code == 1
    settings, contracts = lines(said.output, "✗")
    assert "rien n'est encore réglé ici ; copiez .env.example en « .env »" in settings
    assert "aucun dans « contracts » ; créez ce dossier s'il manque" in contracts
    assert [line.split()[1] for line in lines(said.output, "!")] == ["slack", "jira", "courrier"]


def test_everything_that_went_wrong_is_named_with_its_remedy(run: Run, site: Administered) -> None:
    with serving(site):
        run("jira", "setup", CONTRACT, at=site.url)
        site.granted = ("BROWSE_PROJECTS", "EDIT_ISSUES", "TRANSITION_ISSUES", "ADD_COMMENTS")
        site.statuses = (*site.statuses[:-1], ("Terminé", "done"))
        site.priorities = ("Highest", "High", "Medium")
        site.fields = [one for one in site.fields if one["id"] != "customfield_10051"]
        site.screens["21"].remove("customfield_10050")
        site.accounts.popitem()
        site.accounts[next(iter(site.accounts))] = False
        site.ahead = timedelta(seconds=150)
        site.hooks[0] |= {"enabled": False, "isSigned": False, "events": ["jira:issue_created"]}
        site.hooks[0]["filters"] = {"issue-related-events-section": "project = AUTRE"}
        said = run("doctor")
    assert said.exit_code == 1
    bad = "\n".join(lines(said.output, "✗"))
    for expected in (
        "l'horloge de Jira est en avance de 1",
        "il est désactivé",
        "il ne transmet pas",
        "il ne signe pas",
        "son filtre écarte BOU",
        "ne peut pas créer, affecter ; donnez-lui ces droits",
        "priorités: « Low » n'existe pas",
        "champs: réponse: customfield_10051 n'existe pas",
        "absents de ses écrans : « Cause racine » (customfield_10050)",
        "n'existe pas ; corrigez-le",
        "est désactivé ; corrigez-le",
    ):
        assert expected in bad, (expected, bad)
    assert SECRET not in said.output


def test_a_type_that_the_project_has_not_is_told_with_those_that_it_has(run: Run, site: Administered) -> None:
    site.types = ("Bug", "Story")
    with serving(site):
        said = run("doctor", at=site.url).output
    assert any(
        "le type « Anomalie » n'existe pas dans Jira ; corrigez-le parmi : Bug, Story" in one
        for one in lines(said, "✗")
    )


def test_statuses_are_compared_both_ways(run: Run, site: Administered) -> None:
    site.statuses = (*site.statuses[:-1], ("Terminé", "done"))
    with serving(site):
        said = run("doctor", at=site.url).output
    assert any("« Clos » n'existe pas dans Jira ; Jira a aussi : Terminé" in line for line in lines(said, "✗"))
    assert any(
        "statuts que le contrat ne décrit pas, et que Vigie ignore : Terminé" in line for line in lines(said, "!")
    )


def test_a_refused_token_is_told_from_a_token_used_at_the_wrong_address(
    run: Run, site: Administered, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.unauthorized = True
    gateway = "JIRA_API_URL=https://api.atlassian.com/ex/jira/11111111-2222-3333-4444-555555555555"
    with serving(site):
        (cloud,) = lines(run("doctor", at=site.url).output, "✗")
        monkeypatch.setenv("JIRA_API_URL", site.url)
        (scoped,) = lines(run("doctor").output, "✗")
        monkeypatch.delenv("JIRA_API_URL")
        monkeypatch.setenv("JIRA_PAT", "jeton-personnel")
        (personal,) = lines(run("doctor").output, "✗")
        site.version = (9, 12, 0)
        (center,) = lines(run("doctor").output, "✗")
    assert gateway in cloud
    assert "renouvelez JIRA_API_TOKEN" in scoped
    assert "api.atlassian.com" not in scoped
    assert "Jira Cloud ne prend pas de JIRA_PAT" in personal
    assert "donnez-le dans JIRA_PAT" in center
    assert "jeton-personnel" not in personal + center


def test_a_data_center_tells_when_its_tokens_expire(
    run: Run, site: Administered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIRA_PAT", "jeton")
    site.version = (10, 3, 0)
    soon = datetime.now(UTC) + timedelta(days=10)
    site.tokens = [{"id": 1, "expiringAt": f"{soon:%Y-%m-%dT%H:%M:%S.000+0000}"}, {"id": 2, "name": "sans fin"}]
    with serving(site):
        said = run("doctor", at=site.url).output
    assert any(f"expire le {soon:%d/%m/%Y} : renouvelez-le" in line for line in lines(said, "!"))
    assert "Jira Data Center 10.3.0" in said


def test_a_site_that_does_not_answer_is_one_line_and_hides_nothing_of_the_others(
    run: Run, site: Administered, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"URL": NOWHERE, "PAT": "p", "WEBHOOK_SECRET": "s"}.items():
        monkeypatch.setenv(f"JIRA_SITES__CLIENT_A__{name}", value)
    begun = time.monotonic()
    with serving(site):
        said = run("doctor", at=site.url)
    assert time.monotonic() - begun < 10
    assert said.exit_code == 1
    down = [line for line in lines(said.output, "✗") if "client_a" in line]
    assert len(down) == 1
    assert "Jira est injoignable ; vérifiez JIRA_SITES__CLIENT_A__URL" in down[0]
    assert "✓ contrat boutique-exemple du 01/01/2026 : BOU" in said.output


def test_a_webhook_that_the_account_may_not_read_is_no_failure(run: Run, site: Administered) -> None:
    site.refuses = 403
    with serving(site):
        said = run("doctor", at=site.url)
    assert said.exit_code == 0, said.output
    assert any("ne peut pas lire les webhooks : vérifiez à la main" in line for line in lines(said.output, "!"))


def test_a_site_too_old_to_sign_is_told_before_everything_that_it_sends_is_refused(
    run: Run, site: Administered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIRA_PAT", "jeton")
    site.version = (8, 20, 0)
    with serving(site):
        run("jira", "setup", CONTRACT, at=site.url)
        said = run("doctor").output
    assert any("trop ancien pour signer : donnez JIRA_WEBHOOK_URL_SECRET" in line for line in lines(said, "✗"))


def test_a_webhook_whose_address_ends_with_another_secret_is_told_and_no_secret_is_shown(
    run: Run, site: Administered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIRA_PAT", "jeton")
    monkeypatch.setenv("JIRA_WEBHOOK_URL_SECRET", "ancien-secret")
    site.version = (8, 20, 0)
    with serving(site):
        run("jira", "setup", CONTRACT, at=site.url)
        well = run("doctor").output
        monkeypatch.setenv("JIRA_WEBHOOK_URL_SECRET", "nouveau-secret")
        said = run("doctor").output
    assert "ne finit pas par le secret" not in well
    assert any("ne finit pas par le secret JIRA_WEBHOOK_URL_SECRET ; Vigie refuse" in one for one in lines(said, "✗"))
    assert "ancien-secret" not in well + said
    assert "nouveau-secret" not in well + said


def test_a_token_refused_by_a_site_that_does_not_say_what_it_is_has_both_remedies(run: Run) -> None:
    with sandboxed() as sandbox:
        sandbox.jira.faults.append(Fault("GET", "serverInfo", 401, count=10))
        said = run("doctor", at=sandbox.jira_url).output
    (refused,) = [line for line in lines(said, "✗") if "jeton refusé" in line]
    assert "Jira Cloud : renouvelez JIRA_API_TOKEN" in refused
    assert "Data Center : créez un jeton d'accès personnel et donnez-le dans JIRA_PAT" in refused


def test_a_contract_that_names_a_site_without_settings_is_told_which(
    run: Run, site: Administered, tmp_path: Path
) -> None:
    file = tmp_path / CONTRACT
    file.write_text(file.read_text(encoding="utf-8").replace("  projet: BOU", "  site: Client B\n  projet: BOU"))
    with serving(site):
        said = run("doctor", at=site.url)
    assert said.exit_code == 1
    assert any("« client_b » ; donnez JIRA_SITES__CLIENT_B__URL" in line for line in lines(said.output, "✗"))


def test_a_misspelt_variable_is_named_with_what_it_resembles_and_never_its_value(
    run: Run, site: Administered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("JIRA_TOKEN=tres-secret\nPOSTGRES_PASSWORD=p\nMETEO=beau\nJIRA_PAT_FILE=\n")
    with serving(site):
        said = run("doctor", at=site.url).output
    assert "✗ .env : JIRA_TOKEN ? JIRA_API_TOKEN" in said
    assert "! .env : METEO" in said
    assert "POSTGRES_PASSWORD" not in said
    monkeypatch.setenv("JIRA_SITES__CLIENT_A__TOKEN", "tres-secret")
    refused = run("doctor").output
    assert "JIRA_SITES__CLIENT_A__TOKEN: inconnue ; essayez JIRA_SITES__CLIENT_A__API_TOKEN" in refused
    assert "tres-secret" not in said + refused
