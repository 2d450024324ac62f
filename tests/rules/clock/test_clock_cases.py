"""Clocks agree with the tickets of other products' test suites: pauses, stops, reopenings, changes of criticality."""

import pytest

from rules.clock import State
from tests.cases.answers import answer
from tests.cases.calendars import calendar
from tests.cases.case import Case, Scenario
from tests.cases.tickets import Ticket
from tests.rules.shared_cases import cases


@pytest.mark.parametrize("case", cases("scenario"))
def test_a_shared_ticket_shows_what_its_peer_shows(case: Case) -> None:
    """A due date on a closing time stays there for us; the case states that instant too where its peer jumps."""
    assert not answer(case).said


@pytest.mark.parametrize("case", cases("scenario"))
def test_a_running_clock_reaches_a_shared_threshold_when_its_peer_warns(case: Case) -> None:
    assert isinstance(case.question, Scenario)
    for name, offset in case.question.thresholds.items():
        face = Ticket(case.question, name, calendar(case.week)).face(case.question.as_of)
        if face.reading.state is State.RUNNING and face.reading.allowed is not None:
            assert face.when(face.reading.allowed + offset) == case.question.expected[name]["threshold_at"]
