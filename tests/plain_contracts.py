"""The example contracts without their economy, for tests that are about anomalies alone."""

import atexit
import re
import shutil
import tempfile
from pathlib import Path

from bot.commands.demo import EXAMPLES

_BESIDE = re.compile(
    r"^(?:(?:budget|compensations|environnements):\n(?:  .*\n)+|niveaux: .*\n|    niveau: .*\n)", re.MULTILINE
)


def plain(text: str) -> str:
    """A contract file that sells no time, prices no miss and does not show its levels in Jira."""
    found, count = _BESIDE.subn("", text)
    assert count, "each example has a budget"
    return found


def _written() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="vigie-contracts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for file in EXAMPLES.glob("*.yaml"):
        (folder / file.name).write_text(plain(file.read_text("utf-8")), "utf-8")
    return folder


PLAIN = _written()
