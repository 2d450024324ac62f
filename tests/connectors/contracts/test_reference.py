"""The reference for authors stays true: its examples load, its packs are ours, and no key is missing from it."""

import re
from pathlib import Path

from connectors.contracts.packs import ECONOMIES, PACKS
from connectors.contracts.yaml_words import KEYS, MEANINGS
from tests.connectors.contracts.sample import loaded

REFERENCE = (Path(__file__).parents[3] / "docs" / "contract.md").read_text(encoding="utf-8")
IDENTITY = (
    "contrat: d\nclient: D\neffet: 2026-01-01\nfuseau: Europe/Paris\npack: business\nslack: {canal: C0BOUTIQUE}\n"
)


def test_the_examples_of_the_reference_make_a_contract(tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", REFERENCE, re.DOTALL)
    assert len(blocks) == 11
    assert loaded(tmp_path, text=IDENTITY + "".join(blocks)).id == "d"


def test_the_reference_prints_the_packs_as_they_are() -> None:
    for name, rows in PACKS.items():
        assert f"| `{name}` | {' | '.join(' · '.join(row) for row in rows.values())} |" in REFERENCE


def test_the_reference_prints_what_the_packs_sell() -> None:
    for name, sold in ECONOMIES.items():
        planned = sold["enveloppes"].get("planifiée", {"dotation": ""})["dotation"]
        provision = sold["enveloppes"]["provision"]
        kept = " · ".join((provision["dotation"], *provision["report"].values()))
        line = f"| `{name}` | {planned} | {kept} | {sold['questions']['incluses']} |".replace("|  |", "| |")
        assert line in REFERENCE


def test_every_key_and_every_meaning_is_in_the_reference_in_both_languages() -> None:
    spellings = [spelling for spellings in KEYS.values() for spelling in spellings[:2]]
    absent = [word for word in (*spellings, *MEANINGS.usual()) if word not in REFERENCE]
    assert absent == []
