"""The sentences for operators and the code that says them name the same keys."""

import ast
from collections.abc import Iterator

from bot.slack.door import socket_mode_client
from connectors.channels.mail import mail_refusals as mail
from connectors.channels.slack import slack_refusals as slack
from connectors.wording.operator_text import operator_catalogue, subjects
from tests.connectors.wording.test_operator_text import ROOMS, ROOT, texts

# Keys that the code puts together, from the values that they are made of.
CONSTRUCTED = (
    *(f"remedy.{key}" for key in (*(key for _, key in mail.REMEDIES), *(key for key, _ in slack.REMEDIES), "unknown")),
    *(f"remedy.{key}" for key in (*(key for key, _ in socket_mode_client.REMEDIES), "socket_away")),
)


def trees() -> Iterator[ast.Module]:
    """The code of each room."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            yield ast.parse(file.read_text(encoding="utf-8"))


def keys() -> frozenset[str]:
    """The key of each sentence for operators."""
    known = [operator_catalogue(subject, "fr") for subject in subjects("fr")]
    return frozenset(key for one in known for key in one.keys | one.plurals)


def asked() -> frozenset[str]:
    """Each key that stands whole where it is said."""
    return frozenset(
        node.args[0].value
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("said", "Sentence")
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    )


def test_every_sentence_for_operators_is_said_somewhere() -> None:
    written = {text for tree in trees() for _, text in texts(tree)}
    assert sorted(keys() - written - set(CONSTRUCTED)) == []


def test_every_key_that_the_code_says_has_its_sentence() -> None:
    assert sorted((asked() | set(CONSTRUCTED)) - keys()) == []
