"""Business time agrees with what other products' suites and libraries answer (see `shared/cases/SCHEMA.md`)."""

from datetime import datetime, timedelta

import pytest

from rules.workdays import add, between, segments
from tests.rules.shared_cases import Case, calendar, cases

instant = datetime.fromisoformat


@pytest.mark.parametrize("case", cases("add"))
def test_a_shared_addition_lands_where_its_peers_say(case: Case) -> None:
    """Where a peer jumps to the far side of a closed gap, our choice is the near one, which the case states too."""
    due = add(calendar(case), instant(case["start"]), timedelta(seconds=case["business_seconds"]))
    expected = case.get("alternatives", {}).get("nearest", case["expected_end"])
    assert abs(due - instant(expected)) <= timedelta(seconds=case.get("tolerance_seconds", 0))


@pytest.mark.parametrize("case", cases("between"))
def test_a_shared_difference_is_what_its_peers_count(case: Case) -> None:
    """A reversed range is negative for us, whatever the peer makes of it."""
    start, end = instant(case["start"]), instant(case["end"])
    counted = between(calendar(case), min(start, end), max(start, end))
    expected = timedelta(seconds=abs(case["expected_business_seconds"]))
    if case.get("reversed_rule") != "zero":
        assert abs(counted - expected) <= timedelta(seconds=case.get("tolerance_seconds", 0))
    assert between(calendar(case), max(start, end), min(start, end)) == -counted
    opened = [piece for piece in segments(calendar(case), start, end) if piece.counted]
    if "expected_segments" in case:
        assert [(piece.start, piece.end) for piece in opened] == [
            (instant(low), instant(high)) for low, high in case["expected_segments"]
        ]
