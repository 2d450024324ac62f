"""Both languages say everything, alike, politely, and with their own typography."""

import re
from collections.abc import Iterator
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.slack.commands import GROUPS, SUBCOMMANDS
from bot.slack.commands.liste import LATE, MINE
from bot.slack.forms import FORMS
from bot.slack.forms.form import STEMS
from bot.slack.forms.form_fields import Files, Moment
from connectors import wording
from connectors.wording import LANGUAGES, Wording
from connectors.wording.catalogue import catalogue, read_catalogue
from connectors.wording.template import placeholders
from rules.anomaly import lifecycle
from rules.anomaly.lifecycle import MOVES, Need
from rules.anomaly.state import PHASES
from rules.contract import Announcement, ClockName, Criticality, PauseReason, Role
from rules.effects import AttachFile, CommentIssue, CreateIssue, Say, TransitionIssue, WriteIssue
from rules.events import Happening, System
from rules.writeback import SlaState

FRENCH, ENGLISH = catalogue("fr"), catalogue("en")
NEEDS = [one for one in vars(lifecycle).values() if isinstance(one, Need)]
PARTS = {"label": 2000, "hint": 2000, "placeholder": 150}
# What stands under an instant depends on the contract; nothing stands in it, nor in a choice of files.
_SAID: dict[type, tuple[str, ...]] = {Moment: ("label",), Files: ("label", "hint")}
FIELDS = [
    f"{STEMS.get(field.name, f'{form.stem}.{field.name}')}.{part}"
    for form in FORMS
    for field in form.fields
    for part in _SAID.get(type(field), tuple(PARTS))
]
_ERRORS = (
    "empty",
    "past",
    "no_instant",
    "no_number",
    "no_account",
    "too_long",
    "too_many_files",
    "unknown_command",
    "instead",
    "unavailable",
    "expired",
    "expired.gesture",
)
ERRORS = [f"error.{name}" for name in _ERRORS]
IN_JIRA = (CreateIssue, TransitionIssue, WriteIssue, CommentIssue, AttachFile)
EXPECTED = (
    *(f"say.{say.value}" for say in Say),
    *(f"{kind}.{move.name}" for move in MOVES for kind in ("button", "act")),
    *(f"need.{need.code}" for need in NEEDS),
    "need.role",
    *(f"phase.{phase.value}" for phase in PHASES),
    *(f"{part}.{level.value}" for level in Criticality for part in ("criticality", "emoji")),
    *(f"criticality.{level.value}.definition" for level in Criticality),
    *(f"published.{announcement.value}" for announcement in Announcement),
    *(f"clock.{clock.value}" for clock in ClockName),
    *(f"{part}.{reason.value}" for reason in PauseReason for part in ("pause", "wait")),
    *(f"{part}.{role.value}" for role in Role for part in ("role", "role.to")),
    *(f"{part}.{system.value}" for system in System for part in ("via", "sla.source")),
    *(f"effect.{effect.__name__}" for effect in IN_JIRA),
    "button.retry",
    "button.fill",
    "act.retry",
    *(f"jira.sla.{state.value}" for state in SlaState),
    *(f"{form.stem}.{part}" for form in FORMS for part in ("title", "submit", "intro")),
    *FIELDS,
    *(f"help.{subcommand.name}" for subcommand in SUBCOMMANDS),
    *(f"help.group.{group}" for group, _ in GROUPS),
    *(f"fact.{happening.__dataclass_fields__['kind'].default}" for happening in get_args(Happening)),
    *(f"list.{part}.{scope}" for scope in (MINE, LATE) for part in ("scope", "empty")),
)
_FAMILIAR = re.compile(r"\b(tu|te|toi|ton|ta|tes|t’\w+)\b", re.IGNORECASE)
_BEFORE_A_MARK = re.compile(r"(.)([;!?»]|:(?!\w|//|\d))")


def french() -> Iterator[tuple[str, str]]:
    for key in sorted(FRENCH.keys):
        if not key.startswith("format."):
            yield key, FRENCH.sentence(key)
    for key in sorted(FRENCH.plurals):
        yield from ((key, FRENCH.plural(key, number)) for number in (1, 2))


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_said_has_its_sentence(language: str) -> None:
    said = catalogue(language)
    assert [key for key in (*EXPECTED, *ERRORS) if key not in said.keys] == []
    assert [key for key in (*EXPECTED, *ERRORS) if not said.sentence(key).strip()] == []


def test_the_two_languages_have_the_same_keys() -> None:
    assert FRENCH.keys == ENGLISH.keys
    assert FRENCH.plurals == ENGLISH.plurals


def test_the_two_languages_ask_for_the_same_values() -> None:
    differing = [
        key for key in FRENCH.keys if placeholders(FRENCH.sentence(key)) != placeholders(ENGLISH.sentence(key))
    ]
    assert differing == []


def test_french_never_says_tu() -> None:
    assert [(key, text) for key, text in french() if _FAMILIAR.search(text)] == []


def test_french_puts_a_no_break_space_before_its_double_marks() -> None:
    shown = [(key, _PLACE.sub("x", text)) for key, text in french()]
    wrong = [
        (key, found[0])
        for key, text in shown
        for found in _BEFORE_A_MARK.finditer(text)
        if found[1] not in "\u00a0\u202f"
    ]
    assert wrong == []
    assert [key for key, text in french() if re.search(r"«(?![\u00a0\u202f])", text)] == []
    assert [key for key, text in french() if "'" in text] == []


_PLACE = re.compile(r"\{\w+(?::\w+)?\}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_hold_in_slacks_limits(language: str) -> None:
    said = catalogue(language)
    long = [f"{form.stem}.{part}" for form in FORMS for part in ("title", "submit")]
    assert [key for key in (*long, "form.cancel", "manifest.shortcut") if len(said.sentence(key)) > 24] == []
    for key in FIELDS:
        assert len(said.sentence(key)) <= PARTS[key.rpartition(".")[2]]
    assert [move.name for move in MOVES if len(said.sentence(f"button.{move.name}")) > 30] == []
    assert len(said.sentence("manifest.description")) <= 140


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"nothing\.like\.it"):
        Wording("fr", "Europe/Paris").text("nothing.like.it")


def test_a_language_without_sentences_is_refused() -> None:
    with pytest.raises(ValueError, match="'de'"):
        Wording("de", "Europe/Berlin")


@pytest.mark.parametrize("file", sorted((Path(wording.__file__).parent).rglob("*.po")), ids=lambda file: file.stem)
def test_a_catalogue_is_read_as_its_standard_reader_reads_it(file: Path) -> None:
    messages = read_po(BytesIO(file.read_bytes()))
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    standard, read = GNUTranslations(compiled), read_catalogue(file, str(messages.locale))
    named = [message for message in messages if message.id]
    assert read.keys == {str(one.id) for one in named if not one.pluralizable}
    assert read.plurals == {str(one.id[0]) for one in named if one.pluralizable}
    assert all(read.sentence(key) == standard.gettext(key) for key in read.keys)
    for number in (0, 1, 2, 5, 21):
        assert all(read.plural(key, number) == standard.ngettext(key, key, number) for key in read.plurals)
