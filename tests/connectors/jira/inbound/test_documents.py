"""What the guide tells people to type or to press is what Vigie understands and shows."""

import re
from pathlib import Path

import pytest

from bot.slack.manifest import SCOPES
from connectors.jira.inbound.comment_orders import SPOKEN, is_order, ordered
from connectors.parsed_delivery import Ignored
from connectors.wording import Wording
from rules.anomaly.lifecycle import BY_EVENT, MOVES_BY_NAME
from rules.events import Happening
from tests.connectors.jira.samples import contract

DOCS = Path(__file__).resolve().parents[4] / "docs"
GUIDE, SETUP = (DOCS / "guide.md").read_text("utf-8"), (DOCS / "setup.md").read_text("utf-8")
BY_COMMENT = re.search(r"## Depuis Jira, par un commentaire\n(.*?)\n## ", GUIDE, re.DOTALL)
ROLES = {
    "agent": "agent",
    "responsable de maintenance": "rm",
    "chef de projet": "cp",
    "développeur": "developer",
    "direction": "direction",
}


def _examples() -> list[tuple[str, str]]:
    """Each order of the table with who may give it."""
    assert BY_COMMENT is not None
    found = re.findall(r"\| `(/anomalie .+?)` \| ([^|]+) \|", BY_COMMENT[1])
    return [(text.replace("\\|", "|"), who.strip()) for text, who in found]


def _read(text: str) -> Happening:
    assert is_order(text)
    found = ordered(text, "BOU-214", contract())
    assert not isinstance(found, Ignored), found
    return found


@pytest.mark.parametrize(("text", "who"), _examples())
def test_an_order_of_the_guide_is_understood_and_its_roles_are_right(text: str, who: str) -> None:
    move = BY_EVENT[type(_read(text))]
    assert {ROLES[role] for role in who.split(", ")} == {role.value for role in move.roles | move.in_jira}


def test_the_guide_shows_every_step_that_can_be_ordered() -> None:
    assert len(_examples()) == len(SPOKEN)
    assert len({type(_read(text)) for text, _ in _examples()}) == len(SPOKEN) - 1  # two ways to qualify


@pytest.mark.parametrize("name", re.findall("« (.+?) »", GUIDE))
def test_a_button_of_the_guide_bears_that_name(name: str) -> None:
    words = Wording("fr", "Europe/Paris")
    assert name in {words.text(f"button.{move}") for move in (*MOVES_BY_NAME, "fill", "retry")}


def test_the_setup_page_names_the_scopes_of_the_manifest() -> None:
    assert re.findall(r"^\| `([a-z_.]+(?::[a-z.]+)?)` \|", SETUP, re.MULTILINE) == [scope for scope, _ in SCOPES]
