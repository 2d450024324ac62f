"""The command line answers at once, because what the service needs is imported by the command that needs it."""

import subprocess
import sys

HEAVY = (
    *(
        "aiohttp",
        "alembic",
        "babel",
        "fastapi",
        "httpx",
        "jira",
        "pydantic",
        "slack_bolt",
        "sqlalchemy",
        "uvicorn",
        "xlsxwriter",
        "yaml",
    ),
    *(),
)


def test_the_command_line_imports_nothing_of_the_service() -> None:
    code = f"import bot.commands.cli, sys; print(*sorted(sys.modules.keys() & set({HEAVY})))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603
    assert loaded.stdout.split() == []
