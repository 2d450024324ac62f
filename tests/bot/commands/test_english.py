"""An English installation has an English command line: its help, its doctor, and what it proposes for a Jira."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.cli import app
from bot.commands.demo import EXAMPLES
from bot.config.settings import Settings
from bot.slack.manifest import SCOPES
from connectors.contracts import load
from connectors.wording import speak, spoken
from tests.bot.commands.test_jira_commands import CONTRACT, Run, credentials, pasted, sandboxed
from tests.bot.commands.test_jira_commands import run as in_french
from tests.connectors.wording.test_operator_text import FRENCH

__all__ = ["in_french"]
_NAMED = re.compile("“[^”]*”")


@pytest.fixture
def run(in_french: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs `vigie` in an installation that speaks English."""
    before = spoken()
    monkeypatch.setenv("LANGUAGE", "en")
    yield in_french
    speak(before)


def french(output: str) -> list[str]:
    """The lines of an output that hold a French word, what they quote left out."""
    return [line for line in output.splitlines() if FRENCH.search(_NAMED.sub("", line))]


def vigie(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`vigie` as it is run, in a folder where nothing is set but the language."""
    names = {name.upper() for name in Settings.model_fields}
    clean = {name: value for name, value in os.environ.items() if name.upper() not in names}
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "bot", *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env=clean | {"PYTHONPATH": str(Path(__file__).parents[3]), "COLUMNS": "200"} | environment,
    )


def commands() -> Iterator[tuple[str, ...]]:
    """Each command and group of commands, as it is typed."""
    yield ()
    for group in app.registered_groups:
        assert group.typer_instance is not None
        yield (str(group.name),)
        for one in group.typer_instance.registered_commands:
            yield str(group.name), str(one.name or getattr(one.callback, "__name__", ""))
    for one in app.registered_commands:
        yield (str(one.name or getattr(one.callback, "__name__", "")),)


@pytest.mark.parametrize("command", [*commands()], ids=" ".join)
def test_the_help_of_a_command_is_in_english(tmp_path: Path, command: tuple[str, ...]) -> None:
    told = vigie(tmp_path, *command, "--help", LANGUAGE="en")
    assert told.returncode == 0, told.stderr
    assert french(told.stdout) == []


def test_help_is_in_french_where_nothing_says_otherwise(tmp_path: Path) -> None:
    assert "Démarrer le service." in vigie(tmp_path, "--help").stdout
    (tmp_path / ".env").write_text("LANGUAGE=en")
    assert "Start the service." in vigie(tmp_path, "--help").stdout
    assert "Démarrer le service." in vigie(tmp_path, "--help", LANGUAGE="fr").stdout


@pytest.mark.parametrize("command", [("doctor",), ("contracts", "check"), ("parked", "list"), ("webhook", "list")])
def test_a_folder_where_nothing_is_set_is_told_of_in_english(tmp_path: Path, command: tuple[str, ...]) -> None:
    told = vigie(tmp_path, *command, LANGUAGE="en")
    assert told.stdout + told.stderr
    assert french(told.stdout + told.stderr) == []


def test_the_service_says_in_english_what_it_lacks(tmp_path: Path) -> None:
    told = vigie(tmp_path, "serve", LANGUAGE="en")
    assert told.returncode == 1
    assert "SMTP_URL: missing" in told.stderr
    assert french(told.stderr) == []


def test_a_wrong_language_is_one_line_that_says_those_that_there_are(tmp_path: Path) -> None:
    told = vigie(tmp_path, "parked", "list", LANGUAGE="de")
    assert (told.returncode, told.stderr) == (1, "LANGUAGE: « de » ; attendu 'fr' ou 'en'\n")


def test_what_is_proposed_for_a_project_is_an_english_section(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with sandboxed() as sandbox:
        credentials(sandbox, monkeypatch)
        proposed = run("jira", "inspect", "BOU", at=sandbox.jira_url)
        unknown = run("jira", "inspect", "ZZZ")
    assert proposed.exit_code == 0, proposed.output
    assert [line for line in proposed.output.splitlines() if french(line.partition("#")[2])] == []
    assert {"  project: BOU", "  statuses:", "  priorities:", "  fields:"} <= {
        line.partition("  #")[0] for line in proposed.output.splitlines()
    }
    ours, theirs = load(pasted(proposed.output, tmp_path)).jira, load(EXAMPLES / Path(CONTRACT).name).jira
    assert (ours.statuses, ours.projects) == (theirs.statuses, theirs.projects)
    assert "project ZZZ is unknown" in unknown.output
    assert french(unknown.output) == []


def test_a_site_is_prepared_and_examined_in_english(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with sandboxed() as sandbox:
        credentials(sandbox, monkeypatch)
        monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{sandbox.smtp_port}")
        monkeypatch.setenv("SLACK_API_URL", sandbox.slack_api_url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", sandbox.secrets.slack_token)
        sandbox.slack.scopes = tuple(scope for scope, _ in SCOPES)
        would = run("jira", "setup", CONTRACT, "--dry-run", at=sandbox.jira_url)
        done = run("jira", "setup", CONTRACT)
        found = run("doctor")
        text = Path(CONTRACT).read_text("utf-8")
        Path(CONTRACT).write_text(text.replace("C0BOUTIQUE", "C0NOWHERE").replace("[Anomalie]", "[Bug]"), "utf-8")
        wrong = run("doctor")
    # The fields of this site were created in French.
    assert "field “Vigie · Criticité” (customfield_10054), found by its name" in would.output
    assert "Slack: 3 channels, 5 people checked" in found.output
    assert "the type “Bug” does not exist in Jira" in wrong.output
    for told in (would, done, found, wrong):
        assert told.output
        assert french(told.output.replace("Anomalie, Évolution", "the types that this Jira has")) == []
