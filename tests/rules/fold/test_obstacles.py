"""The lifecycle judges what people do under Vigie, and never what Jira states of a time that had none."""

from dataclasses import replace

import pytest

from rules import events
from rules.clock import MarkKind, State, read
from rules.contract import CONTRACTED, ClockName, PauseReason
from rules.events import Actor, Fact, Happening, Standing, System
from rules.fold.fact_effects import Worth, account
from tests.rules.calendars import at
from tests.rules.cast import CONTRACT, CP, DEV, OPENING, RM, STRANGER, WHOLE, after, fact, raised, told

EVENING = at("2026-11-09 18:00")


def stated(what: Happening, by: Actor, when: str, standing: Standing = Standing.PAST) -> Fact:
    """A status that Jira states."""
    one = fact(what, by, when, System.JIRA)
    return replace(one, source=replace(one.source, standing=standing))


UNQUALIFIED = (
    (events.Delivered(), DEV, "10:00"),
    (events.Accepted(), RM, "11:00"),
    (events.Deployed(), DEV, "12:00"),
    (events.Closed(), CP, "13:00"),
)


def test_a_past_without_qualification_ends_where_jira_says() -> None:
    anomaly = after(*raised(*(stated(*one) for one in UNQUALIFIED)))
    assert anomaly.closed_at == at("2026-11-09 13:00")
    assert anomaly.pending == ()
    assert (anomaly.in_scope, anomaly.qualified_at, anomaly.cause) == (None, None, "")
    resolution = read(ClockName.RESOLUTION, anomaly.marks, CONTRACT, EVENING)
    assert resolution.state is State.STOPPED
    assert resolution.stopped_at == at("2026-11-09 12:00")


@pytest.mark.parametrize("by", [CP, DEV, RM, STRANGER])
def test_whoever_jira_let_put_a_status_put_it(by: Actor) -> None:
    anomaly = after(*raised(*(stated(what, by, when) for what, _, when in UNQUALIFIED)))
    assert anomaly.closed
    assert anomaly.accepted_at == at("2026-11-09 11:00")


def test_closed_alone_every_clock_ends() -> None:
    anomaly = after(*raised(stated(events.Closed(), STRANGER, "10:00")))
    assert anomaly.closed
    ended = {read(clock, anomaly.marks, CONTRACT, EVENING).state for clock in CONTRACTED}
    assert ended == {State.STOPPED}


@pytest.mark.parametrize("standing", [Standing.PAST, Standing.ARRIVAL])
def test_a_status_put_already_counts_once(standing: Standing) -> None:
    paused = stated(events.Paused(PauseReason.CLIENT), CP, "10:00", standing)
    again = stated(events.Paused(PauseReason.CLIENT), CP, "11:00", standing)
    assert after(*raised(paused, again)) == after(*raised(paused))


def test_what_was_never_closed_is_not_reopened() -> None:
    anomaly = after(*raised(stated(events.Reopened(), CP, "10:00")))
    assert (anomaly.cycle, anomaly.closed) == (1, False)
    assert anomaly.taken_at == at("2026-11-09 10:00")


def test_a_priority_is_judged_as_ever() -> None:
    by_developer = stated(events.Qualified(next(iter(CONTRACT.commitments))[0]), DEV, "10:00")
    anomaly, before = after(*raised(by_developer)), after(*raised())
    assert (anomaly.criticality, anomaly.in_scope, anomaly.qualified_at) == (before.criticality, None, None)


def test_an_act_of_the_past_takes_charge_and_an_arrival_does_not() -> None:
    assert after(*raised(stated(events.DiagnosisStarted(), DEV, "10:00"))).taken_at == at("2026-11-09 10:00")
    assert after(*raised(stated(events.Paused(PauseReason.CLIENT), DEV, "09:00", Standing.ARRIVAL))).taken_at is None


def test_the_account_of_a_past_finds_nothing_that_waits() -> None:
    entries = account(raised(*(stated(*one) for one in UNQUALIFIED)), OPENING, CONTRACT)
    assert {entry.worth for entry in entries[2:]} == {Worth.COUNTED}


def test_the_account_names_what_nobody_can_know() -> None:
    entries = account(raised(*(stated(*one) for one in UNQUALIFIED)), OPENING, CONTRACT)
    unknown = [[one.code for one in entry.unknown] for entry in entries]
    assert unknown == [[], [], ["qualified"], [], [], ["qualified", "cause", "answer"]]


def test_nothing_is_unknown_of_what_the_lifecycle_judged() -> None:
    assert {entry.unknown for entry in account(WHOLE, OPENING, CONTRACT)} == {()}


DUPLICATE = fact(events.DuplicateOf("BOU-210"), STRANGER, "09:30", System.JIRA)
DROPPED = events.Closed(answer="Annulé", unrepaired=True)


@pytest.mark.parametrize("by", [CP, DEV, RM, STRANGER])
def test_what_jira_cancels_ends_with_who_and_why(by: Actor) -> None:
    anomaly = after(*raised(fact(DROPPED, by, "10:00", System.JIRA)))
    assert anomaly.closed
    assert anomaly.answer == "Annulé"
    assert {read(clock, anomaly.marks, CONTRACT, EVENING).state for clock in CONTRACTED} == {State.CANCELLED}
    ended = [mark for mark in anomaly.marks if mark.kind is MarkKind.CANCEL]
    assert {(mark.by, mark.why) for mark in ended} == {(by.name, "Annulé")}


def test_a_duplicate_that_jira_closes_ends() -> None:
    anomaly = after(*raised(DUPLICATE, fact(events.Closed(), STRANGER, "10:00", System.JIRA)))
    assert anomaly.closed
    assert {read(clock, anomaly.marks, CONTRACT, EVENING).state for clock in CONTRACTED} == {State.CANCELLED}


def test_a_closing_before_its_link_counts_once_the_link_is_told() -> None:
    closed = fact(events.Closed(), CP, "09:15", System.JIRA)
    decision = told(raised(closed), DUPLICATE)
    assert decision.anomaly.closed
    assert decision.anomaly.pending == ()


def test_what_was_cancelled_and_comes_back_runs_again() -> None:
    back = fact(events.Reopened(), STRANGER, "11:00", System.JIRA)
    anomaly = after(*raised(fact(DROPPED, STRANGER, "10:00", System.JIRA), back))
    assert not anomaly.closed
    assert {read(clock, anomaly.marks, CONTRACT, EVENING).state for clock in CONTRACTED} == {State.RUNNING}


def test_a_closing_that_is_no_end_is_judged_as_ever() -> None:
    assert not after(*raised(fact(events.Closed(), CP, "10:00", System.JIRA))).closed
    assert not after(*raised(DUPLICATE, fact(events.Closed(), CP, "10:00"))).closed


def test_what_was_settled_before_a_cancellation_stays() -> None:
    taken = fact(events.Taken(), DEV, "09:10")
    anomaly = after(*raised(taken, fact(DROPPED, CP, "10:00", System.JIRA)))
    assert read(ClockName.ACKNOWLEDGEMENT, anomaly.marks, CONTRACT, EVENING).state is State.STOPPED
