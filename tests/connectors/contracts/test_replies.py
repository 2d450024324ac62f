"""The delays of answering the client: promised to all or by criticality, counted where the other clocks are."""

from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from connectors.contracts import json_schema
from connectors.contracts.yaml_document import read
from rules.contract import CONTRACTED, RESPONSES, BusinessDays, ClockName, Contract, Criticality, OpeningTime, WallClock
from tests.connectors.contracts.sample import changed, loaded, told, written

LAST = "  calendrier: bureau\n"
BY_CRITICALITY = (
    "{securite: 1h, bloquante: {délai: 2h, calendrier: astreinte}, majeure: aucun, mineure: 24h calendaires}"
)


def promised(contract: Contract, clock: ClockName) -> dict[str, tuple[object, str]]:
    return {
        level.value: (one.target, one.calendar)
        for (level, named), one in contract.commitments.items()
        if named is clock
    }


def answering(line: str) -> tuple[str, str]:
    return LAST, f"{LAST}  {line}\n"


def test_without_a_word_of_them_no_delay_of_answering_runs(tmp_path: Path) -> None:
    contract = loaded(tmp_path)
    assert contract.clocks == CONTRACTED
    assert not any(clock in RESPONSES for _, clock in contract.commitments)


def test_one_promise_serves_every_criticality_in_its_own_calendar(tmp_path: Path) -> None:
    calendars = "  calendrier par criticité: {securite: astreinte}"
    contract = loaded(tmp_path, (LAST, f"{LAST}{calendars}\n  première réponse: 2h\n"))
    two = OpeningTime(timedelta(hours=2))
    assert promised(contract, ClockName.FIRST_REPLY) == {
        "securite": (two, "astreinte"),
        "bloquante": (two, "bureau"),
        "majeure": (two, "bureau"),
        "mineure": (two, "bureau"),
    }
    assert contract.clocks == (*CONTRACTED, ClockName.FIRST_REPLY)


def test_a_group_promises_only_what_it_names(tmp_path: Path) -> None:
    contract = loaded(tmp_path, answering(f"point d'avancement: {BY_CRITICALITY}"))
    assert promised(contract, ClockName.NEXT_UPDATE) == {
        "securite": (OpeningTime(timedelta(hours=1)), "bureau"),
        "bloquante": (OpeningTime(timedelta(hours=2)), "astreinte"),
        "mineure": (WallClock(timedelta(hours=24)), "bureau"),
    }
    assert contract.clocks == (*CONTRACTED, ClockName.NEXT_UPDATE)


def test_a_group_may_have_a_delay_and_a_calendar_of_its_own(tmp_path: Path) -> None:
    group = "{délai: 1j, calendrier: astreinte, securite: 1h, mineure: aucun}"
    contract = loaded(tmp_path, answering(f"première réponse: {group}"))
    assert promised(contract, ClockName.FIRST_REPLY) == {
        "securite": (OpeningTime(timedelta(hours=1)), "astreinte"),
        "bloquante": (BusinessDays(1), "astreinte"),
        "majeure": (BusinessDays(1), "astreinte"),
    }


def test_the_calendar_of_a_line_counts_its_answers_too(tmp_path: Path) -> None:
    line = "{prise en charge: 4h, contournement: 16h, résolution: 24h, calendrier: astreinte}"
    changes = (("majeure: [4h, 16h, 24h]", f"majeure: {line}"), answering("première réponse: {majeure: 2h}"))
    contract = loaded(tmp_path, *changes)
    assert contract.commitment(Criticality.MAJEURE, ClockName.FIRST_REPLY).calendar == "astreinte"


@pytest.mark.parametrize("key", ["Point d’avancement", "point d'avancement", "POINT D'AVANCEMENT", "Next update"])
def test_apostrophes_accents_and_languages_do_not_matter(tmp_path: Path, key: str) -> None:
    contract = loaded(tmp_path, (LAST, f"{LAST}  {key}: 1j\n  Premiere reponse: {{security: 1h, minor: none}}\n"))
    assert contract.clocks == (*CONTRACTED, ClockName.FIRST_REPLY, ClockName.NEXT_UPDATE)
    assert list(promised(contract, ClockName.FIRST_REPLY)) == ["securite"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("première réponse: prochaine version",
         "engagements.première réponse: « prochaine version » ne dit pas quand répondre au client ; "
         "attendu par exemple « 2h » ou « 24h calendaires », ou « aucun » si rien n'est promis"),
        ("point d'avancement: {majeure: {délai: prochaine version}}",
         "engagements.point d'avancement.majeure.délai: « prochaine version » ne dit pas quand répondre au client ; "
         "attendu par exemple « 2h » ou « 24h calendaires », ou « aucun » si rien n'est promis"),
        ("première réponse: [1h, 2h]",
         "engagements.première réponse: une liste ne dit pas ce délai ; "
         "attendu par exemple « 2h » ou « {securite: 1h, majeure: 6h} »"),
        ("première réponse: {majeur: 1h}",
         "engagements.première réponse.majeur: la clé « majeur » est inconnue ; attendu sans doute « majeure »"),
        ("première réponse: {majeure: {délai: 1h, calendrier: nuit}}",
         "engagements.première réponse.majeure.calendrier: « nuit » n'est pas un calendrier de ce contrat ; "
         "attendu « bureau » ou « astreinte »"),
        ("point d'avancement: 2 heurs",
         "engagements.point d'avancement: « 2 heurs » n'est pas une durée ; attendu par exemple « 4h » ou « 30min »"),
    ],
)  # fmt: skip
def test_a_bad_delay_of_answering_is_told_at_its_line(tmp_path: Path, line: str, sentence: str) -> None:
    assert told(tmp_path, changed(answering(line))) == [f"boutique.yaml:17: {sentence}"]


@pytest.mark.parametrize(
    "line",
    [f"point d'avancement: {BY_CRITICALITY}", "first reply: 2h", "next update: {target: 1d, calendar: astreinte}"],
)
def test_editors_know_the_delays_of_answering_in_both_languages(tmp_path: Path, line: str) -> None:
    document, problems = read(written(tmp_path, changed(answering(line))))
    assert document is not None
    assert problems == []
    assert list(Draft202012Validator(json_schema()).iter_errors(document.content)) == []
