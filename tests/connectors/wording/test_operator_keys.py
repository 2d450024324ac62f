"""The sentences for operators and the code that says them name the same keys."""

import ast
from collections.abc import Iterator
from functools import cache

from bot.config.settings import NEEDED
from bot.slack.door import socket_mode_client
from connectors.channels.mail import mail_refusals as mail
from connectors.channels.slack import slack_refusals as slack
from connectors.contracts import bridges, budget_words, compensation_words, problems, yaml_words
from connectors.contracts.yaml_words import Words
from connectors.jira.setup.wanted_setup import WANTED
from connectors.wording.operator_text import operator_catalogue, subjects
from tests.connectors.wording.test_operator_text import ROOMS, ROOT, texts

SAID = ("said", "Sentence")
# What says both halves of a problem of a contract, `contracts.KIND.found` and `contracts.KIND.expected`.
PROBLEMS = (
    "refusal",
    "sentence",
    "Stray",
    "ByShape",
    "shaped",
    "_shaped",
    "_of_folder",
    "_between",
    "_problem",
)
SYNTAX = tuple(f"syntax.{kind}" for kind in (*problems.SYNTAX.values(), problems.ANY_SYNTAX))
VOCABULARIES = tuple(one for room in (yaml_words, budget_words, compensation_words) for one in vars(room).values())
WORDS = (*(one.what for one in VOCABULARIES if isinstance(one, Words) and one.what), "pack")
# Keys that the code puts together, from the values that they are made of.
CONSTRUCTED = (
    *(f"remedy.{key}" for key in (*(key for _, key in mail.REMEDIES), *(key for key, _ in slack.REMEDIES), "unknown")),
    *(f"remedy.{key}" for key in (*(key for key, _ in socket_mode_client.REMEDIES), "socket_away")),
    *(f"settings.remedy.{name}" for name in NEEDED),
    *(f"contracts.what.{what}" for what in WORDS),
    *(f"contracts.example.{name}" for name in problems.EXAMPLES),
    *(f"contracts.{wanted}" for wanted in ("list_of_values", "list_of_keys")),
    *(f"holidays.bridge.{form}" for form in (*bridges.FORMS.values(), "elided", "of")),
    *(f"setup.{what}.{name}" for what in ("wanted", "about") for name in WANTED),
)


@cache
def trees(*rooms: str) -> tuple[ast.Module, ...]:
    """The code of these rooms."""
    files = (file for room in rooms for file in sorted((ROOT / room).rglob("*.py")))
    return tuple(ast.parse(file.read_text(encoding="utf-8")) for file in files)


def keys() -> frozenset[str]:
    """The key of each sentence for operators."""
    known = [operator_catalogue(subject, "fr") for subject in subjects("fr")]
    return frozenset(key for one in known for key in one.keys | one.plurals)


def given(names: tuple[str, ...], *rooms: str) -> Iterator[str]:
    """The texts that stand among what the functions of these names are given."""
    for tree in trees(*rooms):
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if called in names:
                yield from (
                    str(one.value) for one in call.args if isinstance(one, ast.Constant) and type(one.value) is str
                )


def halves() -> frozenset[str]:
    """The keys of the problems of a contract."""
    kinds = {*given(PROBLEMS, "connectors/contracts"), *SYNTAX}
    return frozenset(f"contracts.{kind}.{half}" for kind in kinds for half in ("found", "expected"))


def test_every_sentence_for_operators_is_said_somewhere() -> None:
    written = {text for tree in trees(*ROOMS) for _, text in texts(tree)}
    assert sorted(keys() - written - halves() - set(CONSTRUCTED)) == []


def test_every_key_that_the_code_says_has_its_sentence() -> None:
    assert sorted((halves() | {*given(SAID, *ROOMS), *CONSTRUCTED}) - keys()) == []
