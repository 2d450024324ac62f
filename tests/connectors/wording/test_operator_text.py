"""What operators read is said in the language of their installation, from the files of that language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from connectors.wording import LANGUAGES, said, speak, spoken
from connectors.wording.operator_text import operator_catalogue, subjects

ROOT = Path(__file__).parents[3]
ROOMS = ("bot", "connectors", "rules", "scheduler")
SUBJECTS = subjects("fr")
FRENCH = re.compile(
    r"[éèêàùçôîœ«»]|\b(?:le|la|les|un|une|des|du|est|pas|pour|dans|sur|avec|sans|aucun|aucune|ou|et|ce|cette|il|faut)\b",
    re.IGNORECASE,
)


def fields(sentence: str) -> set[str]:
    """The values that a sentence asks for."""
    return {(name.partition(".")[0]) for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.fixture
def english() -> Iterator[None]:
    """An installation that speaks English."""
    before = spoken()
    speak("en")
    yield
    speak(before)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_operators_read_the_same_sentences_in_each_language(subject: str) -> None:
    french, english = operator_catalogue(subject, "fr"), operator_catalogue(subject, "en")
    assert french.keys == english.keys
    assert french.plurals == english.plurals
    assert all(key.startswith(f"{subject}.") for key in french.keys | french.plurals)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_operators_sentences_ask_for_the_same_values_in_each_language(subject: str) -> None:
    french, english = operator_catalogue(subject, "fr"), operator_catalogue(subject, "en")
    for key in french.keys:
        assert fields(french.sentence(key)) == fields(english.sentence(key)), key
    for key in french.plurals:
        assert fields(french.plural(key, 2)) == fields(english.plural(key, 2)), key


def test_each_language_has_the_same_subjects() -> None:
    assert len({subjects(language) for language in LANGUAGES}) == 1


@pytest.mark.usefixtures("english")
def test_an_english_installation_reads_english() -> None:
    assert said("mail.good") == "the outgoing server answers, encrypted"


def test_a_sentence_is_said_again_in_another_language_with_those_that_it_holds() -> None:
    found = said("mail.refuses", why="550", remedy=said("mail.good"))
    assert found == "le serveur d'envoi refuse (550) ; le serveur d'envoi répond, chiffré"
    assert found.said_in("en") == "the outgoing server refuses (550); the outgoing server answers, encrypted"


def test_an_unknown_sentence_value_or_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        said("mail.unheard_of")
    with pytest.raises(KeyError):
        said("mail.silent")
    with pytest.raises(ValueError, match="xx"):
        speak("xx")


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The line and the value of each text of a file, without those that document it."""
    scopes = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, scopes) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def french_texts(room: str) -> Iterator[str]:
    """Where a file of a room holds a French sentence, outside the catalogues."""
    for file in sorted((ROOT / room).rglob("*.py")):
        for line, text in texts(ast.parse(file.read_text(encoding="utf-8"))):
            if " " in text.strip() and FRENCH.search(text):
                yield f"{file.relative_to(ROOT)}:{line}: {text}"
