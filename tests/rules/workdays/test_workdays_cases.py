"""Business time agrees with what other products' suites and libraries answer (see `shared/cases/SCHEMA.md`)."""

import pytest

from rules.workdays import between
from tests.cases.answers import answer
from tests.cases.calendars import calendar
from tests.cases.case import Case, Difference
from tests.rules.shared_cases import cases


@pytest.mark.parametrize("case", cases("add"))
def test_a_shared_addition_lands_where_its_peers_say(case: Case) -> None:
    """Where a peer jumps to the far side of a closed gap, our choice is the near one, which the case states too."""
    assert not answer(case).said


@pytest.mark.parametrize("case", cases("between"))
def test_a_shared_difference_is_what_its_peers_count(case: Case) -> None:
    """A reversed range is negative for us, whatever the peer makes of it."""
    assert not answer(case).said
    assert isinstance(case.question, Difference)
    edges, hours = (case.question.start, case.question.end), calendar(case.week)
    assert between(hours, *edges) == -between(hours, *reversed(edges))
