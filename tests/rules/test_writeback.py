"""Those who stay in Jira read there where an anomaly stands: one write a decision, and none when nothing changed."""

from dataclasses import replace

import pytest

from rules import events
from rules.contract import ClockName, Criticality, PauseReason
from rules.effects import CommentIssue, Effect, TransitionIssue, WriteIssue
from rules.events import VIGIE, Fact, System, ThresholdReached
from rules.writeback import STANDING, SlaState, standing
from tests.rules.calendars import at
from tests.rules.cast import (
    ACCEPTED,
    CLOSED,
    COMMUNICATED,
    CONTRACT,
    CP,
    DELIVERED,
    DEPLOYED,
    DEV,
    QUALIFIED,
    RAISED,
    RM,
    TICKET,
    WHOLE,
    after,
    fact,
    raised,
    told,
)

FIELDS = {name: f"customfield_{number}" for number, name in enumerate((*STANDING, "cause", "answer"), 10060)}
MAPPED = replace(CONTRACT, jira=replace(CONTRACT.jira, fields=FIELDS))
TAKEN = fact(events.Taken(), DEV, "09:10")


def writes(history: tuple[Fact, ...], *facts: Fact) -> list[WriteIssue]:
    """What a decision writes in the issue."""
    return [one for one in told(history, *facts, contract=MAPPED).effects if isinstance(one, WriteIssue)]


def deadline(clock: ClockName, *facts: Fact, when: str) -> object:
    """The deadline of a clock, as the field of that name holds it."""
    return standing(after(*facts, contract=MAPPED), MAPPED, at(when))[f"{clock.value}_due"]


@pytest.mark.parametrize("number", range(2, len(WHOLE)))
def test_a_decision_writes_once_at_most(number: int) -> None:
    assert len(writes(WHOLE[:number], WHOLE[number])) <= 1


def test_nothing_is_written_where_nothing_is_mapped() -> None:
    effects = told(raised(QUALIFIED), COMMUNICATED).effects
    assert not any(isinstance(one, WriteIssue) for one in effects)


def test_a_new_ticket_is_told_where_its_anomaly_stands() -> None:
    (write,) = writes((fact(RAISED, RM),), fact(TICKET, VIGIE, "09:01", System.JIRA))
    assert write.values.keys() == set(STANDING)
    assert write.values["phase"] == "remontee"
    assert write.values["criticality"] == "majeure"
    assert write.values["sla"] == SlaState.RUNNING
    assert write.values["version"] == CONTRACT.effective.isoformat()
    assert write.values["resolution_due"] is not None


def test_an_issue_that_has_moved_is_told_again_since_nobody_wrote_to_it_meanwhile() -> None:
    back = events.TicketAttached(TICKET.site, TICKET.issue_id, "BOU-900")
    (write,) = writes(raised(), fact(back, CP, "10:00", System.JIRA))
    assert write.values.keys() == set(STANDING)


@pytest.mark.parametrize(
    ("what", "internal"), [(events.CauseFound("Cache"), True), (events.Informed("Livraison ce soir."), False)]
)
def test_only_what_is_meant_for_the_client_is_said_where_it_reads(what: events.Happening, internal: bool) -> None:
    said = told(raised(), fact(what, DEV, "10:00")).effects
    assert [one.internal for one in said if isinstance(one, CommentIssue)] == [internal]


def test_before_the_ticket_is_there_only_what_its_news_will_not_tell_is_written() -> None:
    assert writes((fact(RAISED, RM),), TAKEN) == [WriteIssue({}, DEV)]


def test_an_anomaly_born_in_jira_is_written_in_its_first_decision() -> None:
    born = replace(fact(RAISED, RM), source=events.Source(System.JIRA, "1"))
    (write,) = writes((), born, fact(TICKET, RM, "09:00", System.JIRA))
    assert write.values["phase"] == "remontee"


def test_what_a_person_does_in_jira_moves_what_vigie_writes_there_and_nothing_of_theirs() -> None:
    there = fact(events.Taken(), DEV, "09:10", System.JIRA)
    (write,) = writes(raised(), there)
    assert (write.assignee, write.message) == (None, None)
    assert write.values["phase"] == "diagnostic"
    assert not {"cause", "answer", "priority", "title"} & write.values.keys()


def test_a_cause_alone_is_written_alone() -> None:
    (write,) = writes(raised(TAKEN, QUALIFIED), fact(events.CauseFound("Cache"), DEV, "10:05"))
    assert write.values == {"cause": "Cache"}


def test_a_new_criticality_goes_to_its_field_and_moves_the_deadlines() -> None:
    graver = fact(events.Qualified(Criticality.BLOQUANTE), CP, "10:30")
    (write,) = writes(raised(TAKEN, QUALIFIED), graver)
    assert write.values["criticality"] == "bloquante"
    before = deadline(ClockName.WORKAROUND, *raised(TAKEN, QUALIFIED), when="2026-11-09 10:30")
    assert write.values["workaround_due"] != before


@pytest.mark.parametrize(
    ("share", "when", "state"), [(0.75, "12:00", SlaState.WARNED), (1.0, "14:10", SlaState.MISSED)]
)
def test_a_clock_that_speaks_changes_the_sla_state(share: float, when: str, state: SlaState) -> None:
    what = ThresholdReached(ClockName.ACKNOWLEDGEMENT, 1, share, at("2026-11-09 14:00"))
    alert = fact(what, VIGIE, when, System.CLOCK)
    (write,) = writes(raised(), alert)
    assert write.values["sla"] == state


def test_a_wait_shows_and_its_end_too() -> None:
    taken = raised(TAKEN, QUALIFIED)
    paused = fact(events.Paused(PauseReason.CLIENT), DEV, "10:30")
    (write,) = writes(taken, paused)
    assert write.values["sla"] == SlaState.PAUSED
    (write,) = writes((*taken, paused), fact(events.Resumed(), DEV, "11:30"))
    assert write.values["sla"] == SlaState.RUNNING


def test_a_promise_that_was_missed_stays_missed_to_the_end() -> None:
    late = fact(events.Taken(), DEV, "14:30")
    values = standing(after(*raised(late), contract=MAPPED), MAPPED, at("2026-11-09 15:00"))
    assert values["sla"] == SlaState.MISSED


def test_what_was_kept_to_the_end_is_kept() -> None:
    history = (*raised(TAKEN), QUALIFIED, COMMUNICATED, DELIVERED, ACCEPTED, DEPLOYED)
    (write,) = writes(history, CLOSED)
    assert (write.values["sla"], write.values["phase"]) == (SlaState.KEPT, "closure")
    assert (write.values["cause"], write.values["answer"]) == ("Cache périmé", "Cache vidé")


def test_an_internal_word_never_travels_with_a_write() -> None:
    early = fact(events.Deployed(), DEV, "10:30", System.JIRA)
    effects: tuple[Effect, ...] = told(raised(TAKEN, QUALIFIED), early, contract=MAPPED).effects
    (comment,) = (one for one in effects if isinstance(one, CommentIssue))
    assert comment.internal
    assert not any(isinstance(one, TransitionIssue) for one in effects)


def test_a_client_is_told_in_public_what_its_move_lacks() -> None:
    early = fact(events.Accepted(), RM, "10:30", System.JIRA)
    (comment,) = (one for one in told(raised(TAKEN, QUALIFIED), early).effects if isinstance(one, CommentIssue))
    assert not comment.internal
