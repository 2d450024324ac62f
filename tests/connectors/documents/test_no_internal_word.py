"""No word of the code is left in what people read of an anomaly, in either language: on the terminal, in Slack, in the
PDF.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from enum import Enum
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest
from hypothesis import given
from pypdf import PdfReader

import rules.anomaly.state
import rules.clock
import rules.contract
import rules.events
from connectors import wording as catalogues
from connectors.documents.explanation import explanation
from connectors.documents.justificatif import justificatif
from connectors.documents.text_columns import in_columns
from connectors.wording import Wording
from rules import events
from rules.anomaly import lifecycle
from rules.anomaly.lifecycle import MOVES, Need
from rules.contract import Contract, Criticality, PauseReason
from rules.events import Fact, Happening, Source, System, kind_name
from rules.fold.fact_effects import Worth
from rules.fold.folding import fold
from tests.connectors.documents.given import CONTRACT, DISPUTED, left_by
from tests.connectors.store.test_codec import example
from tests.rules.cast import CP, DEV, NINE, OPENING, RM, fact
from tests.rules.clock.test_clock_properties import CONTRACTS, histories, law

LANGUAGES = [Wording(language, "Europe/Paris", {}) for language in ("fr", "en")]
CATALOGUE = Path(catalogues.__file__).parent
SOURCES = ("ticket BOU-1", "changelog 51000", "commentaire 7", "saisie de temps 9", "lien vers 10002")


def words_of(text: str) -> set[str]:
    """The words of a text, in small letters."""
    return set(re.findall(r"\w+", text.casefold()))


def vocabulary(language: str) -> set[str]:
    """Every word of the sentences that people may read."""
    lines = (CATALOGUE / f"{language}.po").read_text("utf-8").splitlines()
    said = (line for line in lines if not line.startswith(("msgid", "#")))
    return words_of(" ".join(re.sub(r"\{[^}]*\}", " ", line.removeprefix("msgstr")) for line in said))


def codes() -> Iterator[str]:
    """The words of the code: kinds of facts, needs, moves, and the values of every enumeration."""
    yield from (kind_name(kind) for kind in get_args(Happening))
    yield from (move.name for move in MOVES)
    yield from (need.code for need in vars(lifecycle).values() if isinstance(need, Need))
    yield from (one.value for one in Worth)
    modules: tuple[ModuleType, ...] = (rules.anomaly.state, rules.clock, rules.contract, rules.events)
    for module in modules:
        for held in vars(module).values():
            if isinstance(held, type) and issubclass(held, Enum):
                yield from (str(one.value) for one in held)


FORBIDDEN = {
    words.language: {one for one in codes() if not one.isdigit()} - vocabulary(words.language) for words in LANGUAGES
}


def left(text: str, words: Wording) -> set[str]:
    """The words of the code in a text."""
    return words_of(text) & FORBIDDEN[words.language]


def told(facts: Sequence[Fact], contract: Contract, words: Wording) -> str:
    """What a terminal prints of a history, a day after."""
    now = max(one.at for one in facts) + timedelta(days=1)
    return in_columns(explanation(fold(facts, OPENING, contract), contract, now, words, facts), words)


def everything() -> tuple[Fact, ...]:
    """A history with every kind of fact in it, from every source."""
    kinds = [example(kind) for kind in get_args(Happening)]
    return tuple(
        replace(
            fact(what, (RM, CP, DEV)[rank % 3], NINE + rank * timedelta(minutes=15), System.JIRA),
            source=Source(System.JIRA, SOURCES[rank % len(SOURCES)]),
        )
        for rank, what in enumerate((events.Raised("Panier vide", Criticality.MAJEURE), *kinds))
    )


def test_there_are_words_to_be_found() -> None:
    assert {"qualified", "retitled", "taken_over"} <= FORBIDDEN["fr"]
    assert {"retitled", "taken_over", "wait_outlasted"} <= FORBIDDEN["en"]


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)
def test_a_requalification_without_a_reason_says_no_more(words: Wording) -> None:
    again = fact(events.Qualified(Criticality.BLOQUANTE), CP, NINE + timedelta(hours=1))
    history = (fact(events.Raised("Panier", Criticality.MAJEURE), RM), again)
    assert not left(told(history, CONTRACT, words), words)


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)
@pytest.mark.parametrize("cause", list(events.Cause))
def test_every_cause_of_a_moved_deadline_is_in_words(cause: events.Cause, words: Wording) -> None:
    moved = fact(events.DeadlinesMoved((), cause, ""), CP, NINE + timedelta(hours=1))
    history = (fact(events.Raised("Panier", Criticality.MAJEURE), RM), moved)
    assert not left(told(history, CONTRACT, words), words)


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)
@pytest.mark.parametrize("reason", list(PauseReason))
def test_every_pause_is_in_words(reason: PauseReason, words: Wording) -> None:
    paused = fact(events.Paused(reason), DEV, NINE + timedelta(hours=1))
    history = (fact(events.Raised("Panier", Criticality.MAJEURE), RM), paused)
    assert not left(told(history, CONTRACT, words), words)


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)
def test_every_kind_of_fact_and_every_source_is_in_words(words: Wording) -> None:
    text = told(everything(), CONTRACT, words)
    assert not left(text, words)
    assert words.language == "fr" or not {"saisie", "lien", "commentaire"} & words_of(text)


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)
@law
@given(facts=histories(), contract=CONTRACTS)
def test_no_history_leaves_a_word_of_the_code(words: Wording, facts: tuple[Fact, ...], contract: Contract) -> None:
    assert not left(told(facts, contract, words), words)


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)
def test_the_pdf_leaves_none_either(words: Wording) -> None:
    for history in (DISPUTED, everything()):
        anomaly, now = left_by(history), max(one.at for one in history) + timedelta(days=1)
        said: Any = explanation(anomaly, CONTRACT, now, words, history)
        pdf = justificatif(said, anomaly, CONTRACT, now, words, (len(history), "0" * 64))
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
        assert not left(text, words)
