"""What Jira shows too early waits in a queue, and each move of it counts at its own instant once it may."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import events
from rules.clock import State, read
from rules.contract import Choices, ClockName, Contract, Criticality, PauseReason, ResolutionStop, Start
from rules.decide import decide
from rules.events import Fact, System
from rules.fold.fact_effects import Worth, account
from rules.fold.folding import fold, order
from tests.rules.calendars import at
from tests.rules.cast import ACCEPTED as BY_SLACK
from tests.rules.cast import BOT, CONTRACT, CP, DEV, OPENING, RM, STRANGER, after, fact, raised
from tests.rules.clock.test_clock_properties import law

NOW = at("2026-11-09 17:30")
DELIVERED = fact(events.Delivered(), DEV, "10:00", System.JIRA)
ACCEPTED = fact(events.Accepted(), RM, "11:00", System.JIRA)
DEPLOYED = fact(events.Deployed(), DEV, "12:00", System.JIRA)
QUALIFIED = fact(events.Qualified(Criticality.MAJEURE), CP, "14:00")
QUEUE = (DELIVERED, ACCEPTED, DEPLOYED)
RECETTE_PAUSES = replace(CONTRACT, choices=Choices(recette_pauses=True))


def hours(facts: tuple[Fact, ...], clock: ClockName, contract: Contract = CONTRACT) -> float:
    """The hours that a clock has counted by the evening."""
    return read(clock, after(*facts, contract=contract).marks, contract, NOW).elapsed.total_seconds() / 3600


def stands(facts: tuple[Fact, ...], clock: ClockName, contract: Contract = CONTRACT) -> State:
    """The state of a clock in the evening."""
    return read(clock, after(*facts, contract=contract).marks, contract, NOW).state


@pytest.mark.parametrize(
    "early",
    [
        DELIVERED,
        fact(events.Deployed(), DEV, "10:00", System.JIRA),
        fact(events.Closed(), CP, "10:00", System.JIRA),
        fact(events.Qualified(Criticality.MINEURE, None), DEV, "10:00", System.JIRA),
        fact(events.Resumed(), DEV, "10:00", System.JIRA),
    ],
    ids=lambda early: early.what.kind,
)
def test_an_uncounted_move_of_the_provider_is_taking_charge(early: Fact) -> None:
    assert stands(raised(early), ClockName.ACKNOWLEDGEMENT) is State.STOPPED
    assert after(*raised(early)).taken_at == early.at


@pytest.mark.parametrize("who", [RM, STRANGER, BOT], ids=lambda who: who.name)
def test_an_uncounted_move_of_anybody_else_takes_no_charge(who: events.Actor) -> None:
    early = fact(events.Delivered(), who, "10:00", System.JIRA)
    assert after(*raised(early)).taken_at is None


def test_an_uncounted_delivery_is_no_reply_to_the_client() -> None:
    assert after(*raised(DELIVERED)).replied_at is None


def test_all_that_waited_counts_in_its_order_and_at_its_own_instants() -> None:
    anomaly = after(*raised(*QUEUE, QUALIFIED))
    assert (anomaly.delivered_at, anomaly.accepted_at, anomaly.deployed_at) == tuple(one.at for one in QUEUE)
    assert anomaly.pending == ()
    assert hours(raised(*QUEUE, QUALIFIED), ClockName.RESOLUTION) == 3
    assert {one.worth for one in account(raised(*QUEUE, QUALIFIED), OPENING, CONTRACT)} == {Worth.COUNTED}


def test_all_that_waits_is_kept() -> None:
    assert after(*raised(*QUEUE)).pending == QUEUE


@pytest.mark.parametrize("heard", list(permutations((*QUEUE, QUALIFIED))))
def test_what_waited_counts_the_same_in_whatever_order_it_is_heard(heard: tuple[Fact, ...]) -> None:
    assert fold(raised(*heard), OPENING, CONTRACT) == after(*raised(*QUEUE, QUALIFIED))


def test_recette_that_was_over_before_the_qualification_pauses_for_as_long_as_it_lasted() -> None:
    history = raised(*QUEUE, QUALIFIED)
    assert hours(history, ClockName.RESOLUTION, RECETTE_PAUSES) == 2
    assert after(*history, contract=RECETTE_PAUSES).wait is None


def test_a_refusal_that_came_before_the_qualification_is_not_lost() -> None:
    refused = fact(events.Refused(""), RM, "11:00", System.JIRA)
    again = fact(events.Delivered(), DEV, "12:00", System.JIRA)
    history = raised(DELIVERED, refused, again, QUALIFIED)
    assert after(*history).delivered_at == again.at
    assert after(*raised(DELIVERED, refused, QUALIFIED)).delivered_at is None
    assert hours(history, ClockName.RESOLUTION, RECETTE_PAUSES) == 2


def test_a_pause_in_between_holds_the_clocks_as_it_would_have() -> None:
    paused = fact(events.Paused(PauseReason.CLIENT), DEV, "10:30", System.JIRA)
    answered = fact(events.ClientAnswered("voici"), RM, "11:30", System.JIRA)
    anomaly = after(*raised(DELIVERED, paused, answered, QUALIFIED))
    assert (anomaly.delivered_at, anomaly.wait) == (DELIVERED.at, None)
    assert hours(raised(DELIVERED, paused, answered, QUALIFIED), ClockName.RESOLUTION) == pytest.approx(7.5 - 1, abs=1)


def test_a_closing_that_waited_comes_after_the_qualification_that_lets_it() -> None:
    cause = fact(events.CauseFound("Cache"), DEV, "12:30")
    closed = fact(events.Closed("", "Cache vidé"), CP, "13:00", System.JIRA)
    anomaly = after(*raised(*QUEUE, cause, closed, QUALIFIED))
    assert anomaly.closed
    assert anomaly.in_scope
    assert anomaly.deployed_at == DEPLOYED.at
    assert hours(raised(*QUEUE, cause, closed, QUALIFIED), ClockName.RESOLUTION) == 3


def test_a_closing_that_waited_for_its_cause_counts_at_its_own_instant() -> None:
    qualified = fact(events.Qualified(Criticality.MAJEURE), CP, "09:30")
    closed = fact(events.Closed("", "Cache vidé"), CP, "13:00", System.JIRA)
    cause = fact(events.CauseFound("Cache"), DEV, "15:00")
    assert after(*raised(qualified, *QUEUE, closed, cause)).closed_at == closed.at


def test_an_acceptance_of_what_is_delivered_later_comes_after_it() -> None:
    qualified = fact(events.Qualified(Criticality.MAJEURE), CP, "09:30")
    delivered = fact(events.Delivered(), DEV, "14:30")
    anomaly = after(*raised(qualified, ACCEPTED, delivered), contract=RECETTE_PAUSES)
    assert anomaly.delivered_at == delivered.at
    assert anomaly.accepted_at is not None
    assert anomaly.accepted_at > delivered.at
    assert stands(raised(qualified, ACCEPTED, delivered), ClockName.RESOLUTION, RECETTE_PAUSES) is State.RUNNING


def test_a_deployment_before_its_acceptance_counts_when_it_was_made() -> None:
    qualified = fact(events.Qualified(Criticality.MAJEURE), CP, "09:30")
    late = replace(BY_SLACK, at=at("2026-11-09 15:00"))
    assert after(*raised(qualified, DELIVERED, DEPLOYED, late)).deployed_at == DEPLOYED.at


def test_what_waited_for_a_reopening_counts_from_it() -> None:
    done = raised(
        fact(events.Qualified(Criticality.MAJEURE, in_scope=False), CP, "09:30"),
        fact(events.Closed("c", "r"), CP, "09:40"),
    )
    reopened = fact(events.Reopened("encore"), RM, "11:00")
    anomaly = after(*done, DELIVERED, reopened, QUALIFIED)
    assert anomaly.delivered_at is not None
    assert anomaly.delivered_at > reopened.at


def test_an_issue_that_goes_back_leaves_what_was_behind() -> None:
    back = fact(events.Delivered(), DEV, "12:30", System.JIRA)
    assert after(*raised(DEPLOYED, back)).pending == (back,)


def test_a_clock_that_starts_at_a_late_qualification_owes_nothing_for_what_was_done() -> None:
    contract = replace(CONTRACT, choices=Choices(starts=Start.QUALIFIED))
    history = raised(*QUEUE, QUALIFIED)
    assert stands(history, ClockName.RESOLUTION, contract) is State.STOPPED
    assert hours(history, ClockName.RESOLUTION, contract) == 0
    delivered = replace(contract, choices=Choices(starts=Start.QUALIFIED, resolution_stop=ResolutionStop.DELIVERED))
    assert stands(raised(DELIVERED, QUALIFIED), ClockName.WORKAROUND, delivered) is State.STOPPED


@law
@given(st.permutations((*QUEUE, QUALIFIED, fact(events.Paused(PauseReason.CLIENT), DEV, "10:30", System.JIRA))))
def test_a_decision_after_another_ends_where_the_whole_history_does(heard: list[Fact]) -> None:
    history: tuple[Fact, ...] = raised()
    for one in heard:
        decision = decide(history, (one,), OPENING, CONTRACT, NOW)
        history = (*history, *decision.facts)
    assert decision.anomaly == fold(sorted(history, key=order), OPENING, CONTRACT)
