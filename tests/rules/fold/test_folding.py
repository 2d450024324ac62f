"""Facts make the anomaly, in the order in which they happened."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from rules import events
from rules.clock import MarkKind, State, Verdict, read
from rules.contract import (
    CONTRACTED,
    Choices,
    ClockName,
    Criticality,
    PauseReason,
    ResolutionStop,
    Start,
    WorkaroundStop,
)
from rules.events import Actor, System
from rules.fold.folding import fold
from tests.rules.calendars import at
from tests.rules.cast import (
    ACCEPTED,
    AGENT,
    BOT,
    CLOSED,
    CONTRACT,
    CP,
    DELIVERED,
    DEPLOYED,
    DEV,
    OPENING,
    QUALIFIED,
    RAISED,
    RM,
    STRANGER,
    WHOLE,
    after,
    fact,
    raised,
)

NOON = at("2026-11-09 12:15")


def state(anomaly_facts: tuple[events.Fact, ...], clock: ClockName, choices: Choices | None = None) -> State:
    """How a clock stands at a quarter past twelve."""
    contract = replace(CONTRACT, choices=choices) if choices else CONTRACT
    return read(clock, after(*anomaly_facts, contract=contract).marks, contract, NOON).state


def test_any_order_of_arrival_gives_the_same_anomaly() -> None:
    expected = after(*WHOLE)
    for seed in range(20):
        shuffled = list(WHOLE)
        random.Random(seed).shuffle(shuffled)  # noqa: S311
        assert after(*shuffled) == expected


def test_remontee_starts_the_three_clocks_and_a_human_of_the_provider_takes_charge() -> None:
    assert {state(raised(), clock) for clock in CONTRACTED} == {State.RUNNING}
    taken = raised(fact(events.Taken(), DEV, "09:10"))
    assert state(taken, ClockName.ACKNOWLEDGEMENT) is State.STOPPED
    assert after(*taken).owner == DEV


@pytest.mark.parametrize("what", [events.DiagnosisStarted(), events.DescriptionRejected("quoi"), QUALIFIED.what])
def test_any_act_of_a_named_human_of_the_provider_is_taking_charge(what: events.Happening) -> None:
    assert state(raised(fact(what, CP, "09:30")), ClockName.ACKNOWLEDGEMENT) is State.STOPPED


def test_neither_an_automation_nor_a_stranger_takes_charge() -> None:
    for actor in (BOT, STRANGER):
        acted = raised(fact(events.DiagnosisStarted(), actor, "09:30", System.JIRA))
        assert state(acted, ClockName.ACKNOWLEDGEMENT) is State.RUNNING


def test_an_incomplete_description_pauses_until_the_client_answers() -> None:
    rejected = raised(fact(events.DescriptionRejected("un compte"), CP, "09:30"))
    assert state(rejected, ClockName.RESOLUTION) is State.PAUSED
    answered = (*rejected, fact(events.ClientAnswered("voici"), RM, "10:00"))
    assert state(answered, ClockName.RESOLUTION) is State.RUNNING
    assert after(*answered).wait is None


def test_a_client_who_speaks_does_not_end_a_wait_for_somebody_else() -> None:
    frozen = raised(
        fact(events.Paused(PauseReason.THIRD_PARTY), CP, "09:30"), fact(events.ClientAnswered("?"), RM, "10:00")
    )
    assert state(frozen, ClockName.RESOLUTION) is State.PAUSED


def test_out_of_scope_cancels_the_clocks_and_back_in_scope_runs_them_again() -> None:
    out = raised(fact(events.Qualified(Criticality.MAJEURE, in_scope=False), CP, "10:00"))
    assert state(out, ClockName.RESOLUTION) is State.CANCELLED
    back = (*out, fact(events.Qualified(Criticality.MAJEURE), CP, "11:00"))
    assert state(back, ClockName.RESOLUTION) is State.RUNNING


def test_a_workaround_stops_its_clock_and_not_the_resolution() -> None:
    around = raised(QUALIFIED, fact(events.WorkaroundDelivered("cache"), DEV, "11:00"))
    assert state(around, ClockName.WORKAROUND) is State.STOPPED
    assert state(around, ClockName.RESOLUTION) is State.RUNNING


def test_a_contract_may_wait_for_the_client_to_validate_the_workaround() -> None:
    choices = Choices(workaround_stop=WorkaroundStop.VALIDATED)
    around = raised(QUALIFIED, fact(events.WorkaroundDelivered(), DEV, "11:00"))
    assert state(around, ClockName.WORKAROUND, choices) is State.RUNNING
    validated = (*around, fact(events.WorkaroundValidated(), RM, "11:30"))
    assert state(validated, ClockName.WORKAROUND, choices) is State.STOPPED


def test_resolution_stops_at_production_or_at_delivery_as_the_contract_says() -> None:
    delivered = raised(QUALIFIED, DELIVERED)
    assert state(delivered, ClockName.RESOLUTION) is State.RUNNING
    assert state(delivered, ClockName.RESOLUTION, Choices(resolution_stop=ResolutionStop.DELIVERED)) is State.STOPPED
    assert state((*delivered, ACCEPTED, DEPLOYED), ClockName.RESOLUTION) is State.STOPPED


def test_a_contract_may_start_two_clocks_at_qualification() -> None:
    choices = Choices(starts=Start.QUALIFIED)
    assert state(raised(), ClockName.RESOLUTION, choices) is State.WAITING
    assert state(raised(QUALIFIED), ClockName.RESOLUTION, choices) is State.RUNNING


@pytest.mark.parametrize(
    "choices", [Choices(), Choices(recette_pauses=True), Choices(resolution_stop=ResolutionStop.DELIVERED)]
)
def test_a_fix_refused_in_recette_runs_the_clock_again(choices: Choices) -> None:
    refused = raised(QUALIFIED, DELIVERED, fact(events.Refused("toujours vide"), RM, "11:30"))
    assert state(refused, ClockName.RESOLUTION, choices) is State.RUNNING
    anomaly = after(*refused, contract=replace(CONTRACT, choices=choices))
    assert anomaly.delivered_at is None
    assert anomaly.wait is None


def test_recette_may_pause() -> None:
    assert state(raised(QUALIFIED, DELIVERED), ClockName.RESOLUTION, Choices(recette_pauses=True)) is State.PAUSED


def test_reopened_within_the_days_the_same_cycle_goes_on_and_later_a_new_one_begins() -> None:
    soon = after(*WHOLE, fact(events.Reopened("encore"), RM, "2026-11-12 10:00"))
    late = after(*WHOLE, fact(events.Reopened("encore"), RM, "2026-11-30 10:00"))
    assert (soon.cycle, soon.closed) == (1, False)
    assert (late.cycle, late.closed) == (2, False)
    assert [mark.kind for mark in late.marks if mark.cycle == 2] == [MarkKind.START] * 3


def test_a_fact_whose_preconditions_fail_is_only_an_act_of_its_author() -> None:
    before = after(*raised(fact(events.Taken(), CP, "09:30")))
    early = fact(CLOSED.what, CP, "10:00", System.JIRA)
    assert after(*raised(fact(events.Taken(), CP, "09:30")), early) == replace(before, pending=(early,))


def test_a_premature_status_counts_once_late_facts_make_it_true() -> None:
    early = fact(events.Delivered(), DEV, "10:30", System.JIRA)
    assert after(*raised(early)).delivered_at is None
    assert after(*raised(early, QUALIFIED)).delivered_at == early.at


def test_what_was_recorded_stays_when_the_closing_says_nothing_of_it() -> None:
    cause = fact(events.CauseFound("Disque plein"), DEV, "10:30")
    closed = fact(events.Closed("", "Journaux purgés"), CP, "12:10", System.JIRA)
    anomaly = after(*raised(QUALIFIED, cause, DELIVERED, ACCEPTED, DEPLOYED, closed))
    assert (anomaly.closed, anomaly.cause) == (True, "Disque plein")


def test_an_assignment_by_an_automation_names_the_human_in_charge() -> None:
    assigned = raised(fact(events.Assigned(DEV), BOT, "09:20", System.JIRA))
    assert after(*assigned).owner == DEV
    assert state(assigned, ClockName.ACKNOWLEDGEMENT) is State.STOPPED


def test_an_anomaly_out_of_scope_runs_no_clock_when_it_is_reopened() -> None:
    out = raised(
        fact(events.Qualified(Criticality.MAJEURE, in_scope=False), CP, "10:00"),
        fact(events.Closed(), CP, "10:10"),
        fact(events.Reopened("encore"), RM, "10:20"),
    )
    assert {state(out, clock) for clock in CONTRACTED} == {State.CANCELLED}


def test_a_priority_changed_in_jira_leaves_the_scope_as_it_was() -> None:
    out = raised(fact(events.Qualified(Criticality.MAJEURE, in_scope=False), CP, "10:00"))
    again = (*out, fact(events.Qualified(Criticality.BLOQUANTE, None), CP, "10:10", System.JIRA))
    assert after(*again).in_scope is False
    assert after(*raised(fact(events.Qualified(Criticality.BLOQUANTE, None), CP, "10:10"))).in_scope is True


def test_a_status_that_came_true_leaves_nothing_pending() -> None:
    early = fact(events.Delivered(), DEV, "10:30", System.JIRA)
    assert after(*raised(early)).pending == (early,)
    assert after(*raised(early, fact(events.WorkStarted(), DEV, "10:40", System.JIRA))).pending == ()


def test_a_fact_told_twice_counts_once() -> None:
    steps = raised(
        fact(events.Paused(PauseReason.CLIENT), CP, "09:30"), fact(events.Resumed(), CP, "10:00", System.JIRA)
    )
    assert after(*steps, *steps) == after(*steps)


def test_a_late_echo_of_a_reopening_or_of_a_resumption_waits_for_nothing() -> None:
    reopened = (*WHOLE, fact(events.Reopened("encore"), RM, "12:20"))
    assert after(*reopened, fact(events.Reopened(), STRANGER, "12:21", System.JIRA)).pending == ()
    assert after(*raised(fact(events.Resumed(), STRANGER, "09:30", System.JIRA))).pending == ()


def test_back_in_scope_what_was_done_stands_and_the_rest_runs_again() -> None:
    out = fact(events.Qualified(Criticality.MAJEURE, in_scope=False, reason="évolution"), CP, "2026-11-10 09:00")
    back = fact(events.Qualified(Criticality.MAJEURE, reason="c'est bien un défaut"), CP, "2026-11-10 10:00")
    late = (*raised(), fact(events.Taken(), DEV, "15:00"))
    cancelled, restored = after(*late, out), after(*late, out, back)
    now = at("2026-11-10 11:00")
    assert read(ClockName.ACKNOWLEDGEMENT, cancelled.marks, CONTRACT, now).verdict is Verdict.NONE
    assert read(ClockName.ACKNOWLEDGEMENT, restored.marks, CONTRACT, now) == read(
        ClockName.ACKNOWLEDGEMENT, after(*late).marks, CONTRACT, now
    )
    resolution = read(ClockName.RESOLUTION, restored.marks, CONTRACT, now)
    # Monday whole, then one hour since: what the doubt cost is nobody's time.
    assert (resolution.state, resolution.elapsed) == (State.RUNNING, timedelta(hours=9))


def test_a_workaround_that_nobody_validated_runs_again_when_the_fix_is_refused() -> None:
    choices = Choices(workaround_stop=WorkaroundStop.VALIDATED, resolution_stop=ResolutionStop.DELIVERED)
    contract = replace(CONTRACT, choices=choices)
    around = fact(events.WorkaroundDelivered(), DEV, "10:30")
    refused = fact(events.Refused("toujours vide"), RM, "11:30")
    marks = fold(raised(QUALIFIED, around, DELIVERED, refused), OPENING, contract).marks
    assert read(ClockName.WORKAROUND, marks, contract, at("2026-11-09 12:00")).state is State.RUNNING


@pytest.mark.parametrize("by", [CP, DEV, AGENT])
def test_whoever_creates_the_issue_in_jira_raises_the_anomaly_and_takes_charge_of_nothing(by: Actor) -> None:
    created = after(fact(RAISED, by, system=System.JIRA))
    assert created.raised_at is not None
    assert created.taken_at is None
    assert after(fact(RAISED, by)).raised_at is None
