"""How a wait is followed up is the parties' choice; what would flood a client or never come is refused."""

from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from connectors.contracts import json_schema
from connectors.contracts.yaml_document import read
from rules.contract import AtTerm, BusinessDays, Chasing, OpeningTime, WallClock
from tests.connectors.contracts.sample import changed, loaded, told, written

FRENCH = "{cadence: 16h, durée maximale: 10j, à son terme: reprise}"
ENGLISH = "{cadence: 16h, longest: 10d, at its end: resume}"


def rules(chasing: str, key: str = "relances") -> tuple[str, str]:
    return "jira:\n", f"règles:\n  {key}: {chasing}\njira:\n"


@pytest.mark.parametrize(("chasing", "key"), [(FRENCH, "relances"), (ENGLISH, "chasing")])
def test_a_contract_says_how_a_wait_is_followed_up(tmp_path: Path, chasing: str, key: str) -> None:
    chosen = loaded(tmp_path, rules(chasing, key)).choices.chasing
    assert chosen == Chasing(OpeningTime(timedelta(hours=16)), BusinessDays(10), AtTerm.RESUME)


@pytest.mark.parametrize(
    ("chasing", "chosen"),
    [
        ("{durée maximale: 72h calendaires}", Chasing(BusinessDays(2), WallClock(timedelta(hours=72)))),
        ("{cadence: aucune}", Chasing(None)),
        ("{cadence: aucune, durée maximale: 5j}", Chasing(None, BusinessDays(5))),
        ("aucune", Chasing(None)),
        ("none", Chasing(None)),
    ],
)
def test_what_is_left_out_keeps_its_default_and_none_is_none(tmp_path: Path, chasing: str, chosen: Chasing) -> None:
    assert loaded(tmp_path, rules(chasing)).choices.chasing == chosen
    assert loaded(tmp_path).choices.chasing == Chasing(BusinessDays(2), None, AtTerm.ALERT)


@pytest.mark.parametrize(
    ("chasing", "sentence"),
    [
        ("{cadence: 2m}", ".cadence: « 2m » est trop court pour relancer quelqu'un ; "
         "attendu au moins une heure, par exemple « 2j » ou « 16h »"),
        ("{durée maximale: prochaine version}", ".durée maximale: « prochaine version » ne dit pas une durée ; "
         "attendu par exemple « 2j » ou « 16h », ou « aucune »"),
        ("{cadence: 30000h}", ".cadence: le calendrier « bureau » met plus de dix ans à compter « 30000h » ; attendu "
         "un délai plus court, par exemple « 4h » ou « 10j », ou un calendrier qui ouvre davantage"),
        ("{à son terme: oubli}", ".à son terme: « oubli » n'est pas ce qui arrive au terme d'une attente ; "
         "attendu « alerte » ou « reprise »"),
        ("[2j]", ": une liste ne dit pas comment relancer ; "
         "attendu par exemple « {cadence: 2j, durée maximale: 10j} » ou « aucune »"),
    ],
)  # fmt: skip
def test_what_would_flood_or_never_come_is_refused_at_its_line(tmp_path: Path, chasing: str, sentence: str) -> None:
    assert told(tmp_path, changed(rules(chasing))) == [f"boutique.yaml:18: règles.relances{sentence}"]


@pytest.mark.parametrize("chasing", [FRENCH, "aucune", "{cadence: aucune}"])
def test_editors_know_how_waits_are_followed_up(tmp_path: Path, chasing: str) -> None:
    document, problems = read(written(tmp_path, changed(rules(chasing))))
    assert document is not None
    assert problems == []
    assert list(Draft202012Validator(json_schema()).iter_errors(document.content)) == []
