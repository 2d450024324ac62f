"""The contracted delays of answering: the first reply to the client, then the next word on where things are."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from rules import events
from rules.anomaly.state import Anomaly
from rules.clock import Reading, State, Verdict, cycles, read
from rules.contract import Choices, ClockName, Criticality, PauseReason
from rules.effects import PostThread
from rules.events import Fact, System
from rules.fold.folding import fold
from rules.reports.month.grounds import Share
from rules.reports.month.lives import Life
from rules.reports.month.settled import settled
from rules.reports.month.window import window
from rules.reports.simulation import Past, Period, simulate
from rules.workdays.month import Month
from tests.rules.calendars import at
from tests.rules.cast import AGENT, ANSWERING, BOT, CONTRACT, CP, DEV, OPENING, QUALIFIED, RM, fact, raised, told

FIRST, NEXT = ClockName.FIRST_REPLY, ClockName.NEXT_UPDATE


def informed(when: str, by: events.Actor = CP, system: System = System.SLACK) -> Fact:
    return fact(events.Informed("Nous cherchons"), by, when, system)


def after(*facts: Fact) -> Anomaly:
    return fold(facts, OPENING, ANSWERING)


def shows(clock: ClockName, now: str, *facts: Fact, cycle: int | None = None) -> Reading:
    instant: datetime = at(now if "-" in now else f"2026-11-09 {now}")
    return read(clock, after(*raised(*facts)).marks, ANSWERING, instant, cycle)


def test_a_contract_runs_the_clocks_that_it_promises() -> None:
    assert ANSWERING.clocks == (*CONTRACT.clocks, FIRST, NEXT)
    assert len(CONTRACT.clocks) == 3


def test_the_first_reply_is_due_from_the_remontee() -> None:
    reading = shows(FIRST, "10:00")
    assert (reading.state, reading.deadline) == (State.RUNNING, at("2026-11-09 11:00"))


@pytest.mark.parametrize(
    "reply",
    [
        informed("10:00"),
        informed("10:00", DEV, System.JIRA),
        fact(events.DescriptionRejected("la page"), DEV, "10:00"),
        fact(events.Paused(PauseReason.CLIENT, "un compte"), CP, "10:00"),
    ],
)
def test_words_of_the_provider_to_the_client_are_a_reply(reply: Fact) -> None:
    assert shows(FIRST, "12:00", reply).verdict is Verdict.KEPT


@pytest.mark.parametrize(
    "other",
    [
        fact(events.Taken(), DEV, "10:00"),
        fact(events.Paused(PauseReason.THIRD_PARTY), CP, "10:00"),
        fact(events.ClientAnswered("Et alors ?"), RM, "10:00"),
        informed("10:00", BOT, System.JIRA),
        informed("10:00", AGENT),
    ],
)
def test_anything_else_is_none(other: Fact) -> None:
    assert shows(FIRST, "12:00", other).verdict is Verdict.MISSED


def test_a_reply_is_not_taking_charge() -> None:
    assert after(*raised(informed("10:00"))).taken_at is None


def test_a_wait_holds_no_first_reply() -> None:
    held = shows(FIRST, "12:00", fact(events.Paused(PauseReason.THIRD_PARTY), CP, "09:10"))
    assert (held.state, held.elapsed) == (State.RUNNING, timedelta(hours=3))


def test_the_next_word_is_due_from_the_last_one() -> None:
    assert shows(NEXT, "09:30").state is State.WAITING
    first = shows(NEXT, "10:30", informed("10:00"))
    assert (first.cycle, first.deadline) == (1, at("2026-11-09 15:00"))
    second = shows(NEXT, "15:30", informed("10:00"), informed("15:30"))
    assert (second.cycle, second.elapsed, second.state) == (2, timedelta(), State.RUNNING)


def test_each_word_keeps_its_own_verdict() -> None:
    words = (informed("10:00"), informed("15:30"), informed("17:00"))
    verdicts = [shows(NEXT, "17:30", *words, cycle=cycle).verdict for cycle in (1, 2, 3)]
    assert verdicts == [Verdict.MISSED, Verdict.KEPT, Verdict.PENDING]
    assert cycles(after(*raised(*words)).marks, NEXT, at("2026-11-09 17:30")) == (1, 2, 3)


def test_no_word_is_owed_while_the_client_owes_one() -> None:
    asked = fact(events.Paused(PauseReason.CLIENT, "un compte"), CP, "10:00")
    held = shows(NEXT, "12:00", asked)
    assert (held.state, held.elapsed) == (State.PAUSED, timedelta())
    answered = shows(NEXT, "12:00", asked, fact(events.ClientAnswered("voici"), RM, "11:00"))
    assert (answered.state, answered.elapsed) == (State.RUNNING, timedelta(hours=1))


def test_a_contract_may_let_the_next_word_run_through_a_wait() -> None:
    runs = replace(ANSWERING, choices=Choices(pauses={PauseReason.CLIENT: (ClockName.RESOLUTION,)}))
    asked = fact(events.Paused(PauseReason.CLIENT), CP, "10:00")
    marks = fold(raised(asked), OPENING, runs).marks
    states = {clock: read(clock, marks, runs, at("2026-11-09 11:00")).state for clock in runs.clocks}
    assert states[NEXT] is State.RUNNING
    assert states[ClockName.WORKAROUND] is State.RUNNING
    assert states[ClockName.RESOLUTION] is State.PAUSED


def test_a_resume_reopens_no_clock_that_the_wait_did_not_hold() -> None:
    runs = replace(ANSWERING, choices=Choices(pauses={PauseReason.THIRD_PARTY: (ClockName.RESOLUTION,)}))
    facts = raised(
        QUALIFIED,
        fact(events.WorkaroundDelivered("vider le cache"), DEV, "10:10"),
        fact(events.Paused(PauseReason.THIRD_PARTY), CP, "10:20"),
        fact(events.Resumed(), CP, "10:40"),
    )
    marks = fold(facts, OPENING, runs).marks
    assert read(ClockName.WORKAROUND, marks, runs, at("2026-11-09 11:00")).state is State.STOPPED


def test_nothing_more_is_owed_once_it_is_deployed_or_out_of_scope() -> None:
    out = fact(events.Qualified(Criticality.MAJEURE, in_scope=False), CP, "11:00")
    assert shows(NEXT, "12:00", informed("10:00"), out).state is State.CANCELLED
    assert shows(NEXT, "12:30", informed("10:00"), out, informed("12:00")).cycle == 1


def test_any_order_of_arrival_gives_the_same_words() -> None:
    facts = raised(informed("10:00"), informed("15:30"), informed("17:00"))
    assert after(*facts) == after(*reversed(facts)) == after(*facts, *facts)


def test_the_month_counts_each_word() -> None:
    told = Life(raised(informed("10:00"), informed("15:30"), informed("17:00")), OPENING, ANSWERING)
    month = settled([told], window(Month(2026, 11), ANSWERING.zone, at("2026-12-01 00:00")))
    assert month.share_of(FIRST) == Share(1, 1)
    assert month.share_of(NEXT) == Share(1, 3)  # the third has been due since


def test_a_simulation_compares_only_the_clocks_that_either_version_runs() -> None:
    past = Past("a1", raised(informed("10:00")), CONTRACT)
    month = Period(at("2026-11-01 00:00").date(), at("2026-11-30 00:00").date())
    simulated = simulate([past], ANSWERING, month, at("2026-11-09 11:00"))
    by_clock = {one.clock: one for one in simulated.comparisons}
    assert by_clock[FIRST].was is None
    assert by_clock[FIRST].would_be is not None
    assert {one.clock for one in simulate([past], CONTRACT, month, at("2026-11-09 11:00")).comparisons} == {
        *CONTRACT.clocks
    }


def test_a_reply_given_out_of_scope_is_not_late_by_the_time_out_of_scope() -> None:
    history = (
        fact(events.Qualified(Criticality.MAJEURE, in_scope=False), CP, "09:30"),
        informed("14:00"),
        fact(events.Qualified(Criticality.MAJEURE, in_scope=True), CP, "15:00"),
    )
    # What it had counted when it was cancelled; three and a half hours more would have missed the two promised.
    reading = shows(FIRST, "16:00", *history)
    assert (reading.verdict, reading.elapsed) == (Verdict.KEPT, timedelta(minutes=30))


def test_the_button_under_a_late_reply_is_the_one_that_replies() -> None:
    late = fact(events.ThresholdReached(FIRST, 1, 1.0, at("2026-11-09 11:00")), events.VIGIE, "11:01", System.CLOCK)
    (post,) = [one for one in told(raised(), late, contract=ANSWERING).effects if isinstance(one, PostThread)]
    assert post.message.moves[0] == "inform"
