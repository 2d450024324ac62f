"""The product's rules find every figure of the months that were worked by hand."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.economy.comparison import disagreements
from tests.economy.models import MODELS
from tests.economy.worked_cases import AGREES, cases, verdict
from tests.shared import there

_FILE = there("economy/cases.json")
_CASES = tuple(
    one for one in (cases(_FILE) if _FILE else ()) if all(g["model"] in MODELS for g in one["given"].values())
)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: str(case["id"]))
def test_a_worked_case_is_found_to_the_minute_and_the_cent(case: Mapping[str, Any]) -> None:
    found = verdict(case)
    assert found.outcome == AGREES, "\n".join(found.faults)


def test_numbers_agree_however_they_are_written() -> None:
    assert not [*disagreements({"a": 240, "b": ["1.50", None]}, {"a": "240.00", "b": [1.5, None], "c": 1})]


def test_a_disagreement_names_its_place() -> None:
    told = [*disagreements({"a": {"b": 1, "c": True}, "d": [1]}, {"a": {"b": 2}, "d": []}, "g")]
    assert told == [
        "g.a.b: expected 1, found 2",
        "g.a.c: expected True, found no such key",
        "g.d: expected [1], found []",
    ]
