"""The example contracts without their budgets, for tests that are about anomalies alone."""

import atexit
import re
import shutil
import tempfile
from pathlib import Path

from bot.commands.demo import EXAMPLES

_BUDGET = re.compile(r"^budget:\n(?:  .*\n)+", re.MULTILINE)


def without_budget(text: str) -> str:
    """A contract file that sells no time."""
    found, count = _BUDGET.subn("", text)
    assert count == 1, "each example has a budget"
    return found


def _written() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="vigie-contracts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for file in EXAMPLES.glob("*.yaml"):
        (folder / file.name).write_text(without_budget(file.read_text("utf-8")), "utf-8")
    return folder


PLAIN = _written()
