"""The justificatif can be handed to a client: whole, in their language, and the same whatever somebody wrote."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from connectors.documents.explanation import Explanation, explanation
from connectors.documents.justificatif import file_name, justificatif
from connectors.wording import Wording
from connectors.wording.graphemes import graphemes
from rules import events
from rules.contract import Contract, Criticality, PauseReason
from rules.events import Fact, Source, System
from tests.connectors.channels.cast import CP, DEV, ENGLISH, FRENCH, RM, at, fact, story
from tests.connectors.documents.given import ANSWERED, CONTRACT, DISPUTED, LOOKED_AT, left_by
from tests.connectors.documents.test_explanation import HOSTILE

WIDEST = 160  # more characters than a line of the smallest text holds: the page was overrun
SEAL = (18, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")


def told(history: Iterable[Fact], contract: Contract = CONTRACT, wording: Wording = FRENCH) -> Explanation:
    """The explanation that the page is made from."""
    return explanation(left_by(history, contract), contract, LOOKED_AT, wording, history)


def made(history: Iterable[Fact], contract: Contract = CONTRACT, wording: Wording = FRENCH) -> bytes:
    """The justificatif of a history."""
    said = told(history, contract, wording)
    return justificatif(said, left_by(history, contract), contract, LOOKED_AT, wording, SEAL)


def words(pdf: bytes) -> str:
    """All that it says, without blanks, which lines put where they like."""
    return solid("".join(one.extract_text() for one in PdfReader(BytesIO(pdf)).pages))


def solid(text: str) -> str:
    return re.sub(r"\s", "", text)


def hostile_history(hostile: str) -> tuple[Fact, ...]:
    """What people write, in each place where they may."""
    pause = fact(events.Paused(PauseReason.CLIENT, hostile), replace(DEV, name=hostile), at(9, 14))
    return (
        *story(hostile)[:5],
        replace(pause, source=Source(System.SLACK, hostile)),
        fact(events.Qualified(Criticality.MINEURE, reason=hostile), CP, at(9, 15)),
        fact(events.ClientAnswered(hostile), RM, at(9, 16)),
    )


@pytest.mark.parametrize("wording", [FRENCH, ENGLISH])
def test_it_holds_every_figure_and_every_fact(wording: Wording) -> None:
    said, text = told(DISPUTED, ANSWERED, wording), words(made(DISPUTED, ANSWERED, wording))
    expected = [said.name, said.title, "-".join(map(str, SEAL)), *(clock.cumulative for clock in said.clocks)]
    for clock in said.clocks:
        for cycle in clock.cycles:
            expected += [cycle.promise, cycle.clause, cycle.total, cycle.deadline, cycle.over, cycle.verdict]
            expected += [
                cell for row in cycle.rows for cell in (row.kind, row.when, row.lasting, row.cause, row.source)
            ]
    for one in said.facts:
        expected += [one.when, one.what, one.by, one.source, one.note]
    assert [part for part in expected if solid(part) not in text] == []


def test_it_is_a_tagged_document_in_the_language_of_the_contract_with_numbered_pages() -> None:
    for wording in (FRENCH, ENGLISH):
        reader = PdfReader(BytesIO(made(DISPUTED, wording=wording)))
        root: Any = reader.trailer["/Root"]
        assert str(root["/Lang"]).startswith(wording.language)
        assert root["/MarkInfo"]["/Marked"]
        assert reader.metadata is not None
        assert "BOU-214" in str(reader.metadata.title)
        number = len(reader.pages)
        assert number > 1
        for place, one in enumerate(reader.pages, 1):
            assert one.extract_text().rstrip().endswith(f"{place}/{number}")
            assert [round(float(side)) for side in one.mediabox[2:]] == [595, 842]


def test_the_same_history_at_the_same_instant_gives_the_same_bytes() -> None:
    assert made(DISPUTED) == made(DISPUTED)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_people_wrote_is_shown_and_not_obeyed(hostile: str) -> None:
    contract = replace(CONTRACT, client=hostile, source=hostile)
    labels = Wording("fr", "Europe/Paris", dict.fromkeys(Criticality, hostile))
    pdf = made(hostile_history(hostile), contract, labels)
    pages = PdfReader(BytesIO(pdf)).pages
    assert 1 <= len(pages) <= 8
    assert max(len(list(graphemes(row))) for one in pages for row in one.extract_text().split("\n")) < WIDEST
    assert "root:" not in words(pdf)
    if hostile.startswith("#read"):
        assert solid(hostile) in words(pdf)


def test_nothing_is_fetched_and_nothing_but_the_page_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    compile_ = typst.compile

    def spy(source: bytes, **options: Any) -> Any:
        given.update(options, source=source)
        return compile_(source, **options)

    monkeypatch.setattr(typst, "compile", spy)
    title = '#import "@preview/cetz:0.3.0"'
    made(story(title))
    assert title not in given["source"].decode()
    assert "@preview" not in given["source"].decode()
    assert json.loads(given["sys_inputs"]["data"])["subject"] == title


def test_a_script_that_no_font_here_writes_does_not_keep_the_document_from_being_made() -> None:
    assert solid("échéance") in words(made(story("空のカート")))


def test_it_can_be_archived_and_read_aloud() -> None:
    metadata = PdfReader(BytesIO(made(DISPUTED))).xmp_metadata
    assert metadata is not None
    assert metadata.stream.get_data().count(b"pdfaid:part") > 0
    assert b"pdfuaid:part" in metadata.stream.get_data()


def test_before_its_start_a_clock_says_so() -> None:
    detected = (fact(events.Detected("Panier", ""), RM, at(9, 9)),)
    assert solid("pas encore commencée") in words(made(detected))


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("BOU-214", "BOU-214-justificatif.pdf"),
        ("../../etc/x", "_.._etc_x-justificatif.pdf"),
        ("a b\x00/c", "a_b_c-justificatif.pdf"),
        ("..", "anomalie-justificatif.pdf"),
    ],
)
def test_a_file_is_named_after_its_anomaly_and_stays_in_its_folder(name: str, file: str) -> None:
    assert file_name(replace(told(story()), name=name)) == file
