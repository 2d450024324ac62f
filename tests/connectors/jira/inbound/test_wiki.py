"""What people typed is what people read in Jira, whatever marks are in it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.jira.inbound import wiki
from connectors.jira.outbound.field_types import LONGEST_TEXT, text

ACTING = (
    "{noformat}x{noformat}",
    "{code:java}",
    "{color:red}x{color}",
    "{{x}}",
    "[texte|http://exemple.example]",
    "[~admin]",
    "[~accountid:5b10ac]",
    "[^pièce.pdf]",
    "!image.png!",
    "!http://exemple.example/x.png|width=1!",
    "*gras*",
    "_italique_",
    "-barré-",
    "+souligné+",
    "^haut^",
    "~bas~",
    "??cité??",
    "h1. Titre",
    "bq. Citation",
    "* puce",
    "# numéro",
    "- tiret",
    "---",
    "----",
    "|cellule|",
    "||titre||",
    ":)",
    "(i)",
    "(/)",
    "(!)",
    "&lt;",
    "&#42;",
    "a\\\\b",
    "\\*x*",
)
# Jira reads a backslash before punctuation as that punctuation; it is set aside to see what would still act.
_SET_ASIDE = re.compile(r"\\[!-/:-@\[-`{-~]|\\\u2060|\u2060")
_STILL = re.compile(
    r"[{\[]|!\S+!|(?<!\w)[*_+^~-]\S|\?\?|^(?:h[1-6]|bq)\.|^[*#|-]|&#?\w+;|\\\\|[:;][()DP]|\([!/xi?*+-]\)", re.MULTILINE
)


@pytest.mark.parametrize("typed", ACTING)
@pytest.mark.parametrize("around", ["{}", "Avant {} après", "Ligne\n{}\nLigne", "({})"])
def test_no_mark_acts(typed: str, around: str) -> None:
    markup = wiki.escaped(around.replace("{}", typed))
    assert _STILL.search(_SET_ASIDE.sub("\u00b7", markup)) is None


@pytest.mark.parametrize(
    "typed",
    [
        "Erreur ! Rien ne s'affiche : pourquoi ?",
        "C:\\srv\\boutique, le 12/11 (vers 14 h), l'état n'est pas à jour",
        "voir https://exemple.example/_a_/b-c?d=*e&f=1#g puis le fichier a_b_c.txt",
        "a-b, 3*4, x_y, e-mail",
    ],
)
def test_ordinary_words_are_left_alone(typed: str) -> None:
    assert wiki.escaped(typed).replace("\\", "") == typed.replace("\\", "")
    assert wiki.read(wiki.escaped(typed)) == typed


@given(st.text(alphabet=st.sampled_from("ab é\n\\{}[]!*_+^~-|#?&;:()<>.h1bq/")))
def test_what_was_typed_is_what_is_read(typed: str) -> None:
    assert wiki.read(wiki.escaped(typed)) == typed


@pytest.mark.parametrize("typed", ["{" * 40_000, "x" * 40_000, "*a " * 20_000])
def test_marks_count_in_the_longest_text(typed: str) -> None:
    assert LONGEST_TEXT * 0.9 < len(text(typed)) <= LONGEST_TEXT
