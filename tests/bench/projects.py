"""Twenty contracts of one shape, each for another client with a project and channels of its own."""

import re
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples" / "contracts"
PROJECTS = 20
MODEL = EXAMPLES / "boutique-exemple-2026-01.yaml"
CHANNELS = ("C0BOUTIQUE", "C0BOUSECU")


def key(number: int) -> str:
    """The key of a project, by its number."""
    return f"P{number:02}" if number else "BOU"


def contract_text(number: int, model: str = "") -> str:
    """The contract of a project as YAML; the first is the example itself. `model` replaces the example's text."""
    text = model or MODEL.read_text(encoding="utf-8")
    if not number:
        return text
    for channel in CHANNELS:
        text = text.replace(f": {channel} ", f": {channel}{number} ")
    text = re.sub(r"^contrat: \S+", f"contrat: projet-{number}", text, flags=re.MULTILINE)
    return text.replace("projet: BOU", f"projet: {key(number)}")


def write_contracts(folder: Path, count: int = PROJECTS) -> Path:
    """A folder with the contracts of the first `count` projects."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{key(number)}.yaml").write_text(contract_text(number), encoding="utf-8")
    return folder
