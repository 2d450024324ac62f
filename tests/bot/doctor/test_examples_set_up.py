"""The example contracts say what `vigie jira setup` makes of the sandbox, and what it finds there is theirs."""

import shutil
from pathlib import Path

import pytest

from bot.commands.demo import EXAMPLES
from connectors.contracts import load
from connectors.contracts.yaml_words import spelled
from connectors.jira.setup.wanted_setup import WANTED
from rules.writeback import STANDING
from tests.bot.commands.test_jira_commands import CONTRACT, Run, credentials, run, sandboxed

__all__ = ["run"]


def test_setup_finds_the_sandbox_s_fields_by_name_and_gives_the_lines_of_the_examples(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = load(EXAMPLES / "boutique-exemple-2026-01.yaml").jira.fields
    assert fields.keys() >= {*STANDING, *WANTED}
    with sandboxed() as sandbox:
        credentials(sandbox, monkeypatch)
        before = run("jira", "setup", CONTRACT, "--dry-run", at=sandbox.jira_url)
        shutil.copytree(EXAMPLES, tmp_path / "contracts", dirs_exist_ok=True)
        after = run("jira", "setup", CONTRACT, "--dry-run")
    assert before.exit_code == after.exit_code == 0, before.output + after.output
    assert before.output.count("trouvé par son nom") == len(STANDING)
    pasted = [line.strip() for line in before.output.splitlines() if line.startswith("    ")]
    assert pasted == [f"{spelled(name)}: {fields[name]}" for name in WANTED if name in STANDING]
    assert after.output.count("nommé par le contrat") == len(WANTED)
    assert "À coller" not in after.output
