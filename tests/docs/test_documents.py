"""The documents name files that exist, links that lead somewhere, and a picture that its text draws."""

import re
from pathlib import Path

import pytest
import typst

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("docs/adr/*.md")])
ROOMS = ("bot", "connectors", "rules", "sandbox", "scheduler", "tests", "docs", "examples")
NAMED = re.compile(rf"`((?:{'|'.join(ROOMS)})/[\w/.-]*)`")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one.name)
def test_links_of_a_document_lead_to_files(document: Path) -> None:
    missing = [link for link in LINK.findall(document.read_text()) if not (document.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/architecture.md"])
def test_files_named_in_a_document_exist(name: str) -> None:
    named = NAMED.findall((ROOT / name).read_text())
    assert named
    assert [one for one in named if not (ROOT / one).exists()] == []


def test_the_picture_is_what_its_text_draws() -> None:
    drawn = typst.compile(ROOT / "docs" / "architecture.typ", format="svg", ignore_system_fonts=True)
    assert isinstance(drawn, bytes)
    assert drawn == (ROOT / "docs" / "architecture.svg").read_bytes()
