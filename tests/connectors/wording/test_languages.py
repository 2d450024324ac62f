"""The languages are listed in one place: what names them elsewhere follows that list."""

import ast
from collections.abc import Iterator
from typing import get_args

from bot.commands.message_commands import Language
from bot.config.settings import Settings
from connectors.contracts import holidays, yaml_words
from connectors.preference_choices import LANGUAGE, OFFERED
from connectors.wording import LANGUAGES
from tests.connectors.wording.test_operator_text import ROOMS, ROOT, texts

# Where the languages are spelled out, each held to the list by a test below.
SPELLED_OUT = (
    "bot/commands/message_commands.py",  # the choices of an option: an enumeration must write its members
    "bot/config/settings.py",  # the choices of a setting: a type must write its values
    "connectors/contracts/holidays.py",  # what the library of holidays calls each
    "connectors/contracts/yaml_words.py",  # what people type
    "connectors/wording/catalogue.py",  # the list itself
)
# Where one language stands for a sample or a default, or « en » is a French word.
NO_LIST = (
    "bot/commands/message_gallery.py",
    "bot/operations/simulation_report.py",
    "bot/slack/commands/qualifier.py",
    "bot/slack/manifest.py",
    "connectors/jira/inbound/phrases.py",
)


def files() -> Iterator[str]:
    """The files that name a language."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            written = {text for _, text in texts(ast.parse(file.read_text("utf-8")))}
            if written & {*LANGUAGES}:
                yield str(file.relative_to(ROOT))


def test_no_other_file_names_the_languages() -> None:
    assert sorted({*files()} - {*SPELLED_OUT, *NO_LIST}) == []


def test_an_installation_may_speak_each_of_them() -> None:
    assert get_args(Settings.model_fields["language"].annotation) == LANGUAGES
    assert Settings.model_fields["language"].default == LANGUAGES[0]


def test_the_command_line_shows_messages_in_each_of_them() -> None:
    assert tuple(Language) == LANGUAGES


def test_a_contract_may_be_in_each_of_them() -> None:
    assert tuple(dict.fromkeys(yaml_words.LANGUAGES.values.values())) == LANGUAGES
    assert tuple(yaml_words.ROLE_NAMES) == LANGUAGES
    assert tuple(holidays._CALLED) == LANGUAGES


def test_a_person_may_choose_each_of_them() -> None:
    assert OFFERED[LANGUAGE][1:] == LANGUAGES
