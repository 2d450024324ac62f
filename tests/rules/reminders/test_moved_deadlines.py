"""A deadline that moves is journalled before and after, and a breach told before is upheld or annulled by name."""

from dataclasses import replace

import pytest

from rules import events
from rules.contract import Choices, ClockName, Criticality, PauseReason, Requalification, Start
from rules.effects import Effect, PostThread, Say, Tell, Write
from rules.events import VIGIE, Cause, DeadlinesMoved, Fact, Ruling, Shift, System, ThresholdReached
from tests.rules.calendars import at
from tests.rules.cast import ANSWERING, CONTRACT, CP, DIRECTION, QUALIFIED, RM, STRANGER, fact, raised, told
from tests.rules.due import share_due

RESOLUTION, ACK, WORKAROUND = ClockName.RESOLUTION, ClockName.ACKNOWLEDGEMENT, ClockName.WORKAROUND


def requalified(level: Criticality, when: str, reason: str = "Le site est tombé") -> Fact:
    return fact(events.Qualified(level, reason=reason), CP, when)


def moved(facts: tuple[Fact, ...]) -> DeadlinesMoved | None:
    return next((one.what for one in facts if isinstance(one.what, DeadlinesMoved)), None)


def breach(clock: ClockName, deadline: str, when: str) -> Fact:
    return fact(ThresholdReached(clock, 1, 1.0, at(f"2026-11-{deadline}")), VIGIE, f"2026-11-{when}", System.CLOCK)


def says(effects: tuple[Effect, ...], say: Say) -> list[Effect]:
    return [one for one in effects if isinstance(one, PostThread | Tell | Write) and one.message.say is say]


def test_a_requalification_journals_each_deadline_before_and_after() -> None:
    what = moved(told(raised(QUALIFIED), requalified(Criticality.SECURITE, "11:00")).facts)
    assert what is not None
    assert (what.cause, what.reason) == (Cause.REQUALIFIED, "Le site est tombé")
    assert what.shifts == (
        Shift(WORKAROUND, 1, at("2026-11-10 09:00"), at("2026-11-09 13:00")),
        Shift(RESOLUTION, 1, at("2026-11-12 18:00"), at("2026-11-12 09:00")),
    )


def test_a_deadline_that_stays_is_not_said_to_move() -> None:
    what = moved(told(raised(QUALIFIED), requalified(Criticality.BLOQUANTE, "11:00")).facts)
    assert what is not None
    assert [one.clock for one in what.shifts] == [WORKAROUND]


def test_what_moved_is_told_in_the_thread_by_the_one_who_moved_it() -> None:
    decision = told(raised(QUALIFIED), requalified(Criticality.BLOQUANTE, "11:00"))
    (post,) = says(decision.effects, Say.DEADLINES_MOVED)
    assert isinstance(post, PostThread)
    assert post.message.values["who"] == CP.name
    assert next(one for one in decision.facts if isinstance(one.what, DeadlinesMoved)).by == CP


def test_the_same_criticality_moves_nothing() -> None:
    assert moved(told(raised(QUALIFIED), requalified(Criticality.MAJEURE, "11:00")).facts) is None


def test_an_announced_breach_is_upheld_and_not_announced_again() -> None:
    late = breach(ACK, "09 13:30", "09 14:00")
    decision = told((*raised(), late), requalified(Criticality.BLOQUANTE, "14:30"))
    what = moved(decision.facts)
    assert what is not None
    rulings = {one.clock: one.ruling for one in what.shifts}
    assert rulings[ACK] is Ruling.UPHELD
    upheld = next(one for one in what.shifts if one.clock is ACK)
    given = [(one.deadline, one.share) for one in decision.anomaly.alerts if one.clock is ACK]
    # Its first reminders would have come before the ruling.
    assert (upheld.after, 3.0) in given


def test_an_announced_breach_is_annulled_and_its_readers_are_told_by_whom_and_why() -> None:
    graver = (*raised(fact(events.Qualified(Criticality.BLOQUANTE), CP, "09:05")), breach(ACK, "09 10:00", "09 10:01"))
    decision = told(graver, requalified(Criticality.MINEURE, "11:00", "Un seul poste est touché"))
    what = moved(decision.facts)
    assert what is not None
    assert {one.clock: one.ruling for one in what.shifts}[ACK] is Ruling.ANNULLED
    ruled = says(decision.effects, Say.BREACH_RULED)
    assert {one.to.id for one in ruled if isinstance(one, Tell)} == {DIRECTION.id}
    assert {one.message.values["text"] for one in ruled if isinstance(one, Tell)} == {"Un seul poste est touché"}
    assert not [one for one in decision.anomaly.alerts if one.clock is ACK and one.share == 1.0]


def test_a_breach_annulled_then_true_again_is_announced_again() -> None:
    late = breach(WORKAROUND, "09 18:00", "10 09:01")
    graver = raised(fact(events.Qualified(Criticality.BLOQUANTE), CP, "09:05"))
    lighter = requalified(Criticality.MINEURE, "2026-11-10 10:00")
    annulled = told((*graver, late), lighter)
    back = told((*graver, late, *annulled.facts), requalified(Criticality.BLOQUANTE, "2026-11-10 11:00"))
    assert share_due(back.anomaly, WORKAROUND, CONTRACT, at("2026-11-10 11:01")) == 2.0


def test_leaving_the_scope_annuls_what_was_announced() -> None:
    late = (*raised(), breach(ACK, "09 13:30", "09 14:00"))
    out = fact(events.Qualified(Criticality.MAJEURE, in_scope=False, reason="Demande d'évolution"), CP, "14:30")
    what = moved(told(late, out).facts)
    assert what is not None
    assert {one.clock: one.ruling for one in what.shifts} == {ACK: Ruling.ANNULLED}


def test_a_pause_heard_late_annuls_a_breach_that_never_was() -> None:
    late = (*raised(QUALIFIED), breach(RESOLUTION, "13 09:00", "13 09:01"))
    pause = fact(events.Paused(PauseReason.CLIENT), CP, "2026-11-10 09:00", System.JIRA)
    decision = told(late, pause, late=at("2026-11-13 10:00") - pause.at)
    what = moved(decision.facts)
    assert what is not None
    assert (what.cause, what.shifts[0].ruling) == (Cause.HISTORY, Ruling.ANNULLED)


@pytest.mark.parametrize("policy", Requalification)
def test_both_policies_journal_what_they_move(policy: Requalification) -> None:
    contract = replace(CONTRACT, choices=Choices(requalification=policy))
    decision = told(raised(QUALIFIED), requalified(Criticality.SECURITE, "2026-11-10 10:00"), contract=contract)
    what = moved(decision.facts)
    assert what is not None
    resolution = next(one for one in what.shifts if one.clock is RESOLUTION)
    assert resolution.after == at("2026-11-12 09:00" if policy is Requalification.KEEP_ELAPSED else "2026-11-13 10:00")


def test_a_clock_that_starts_at_qualification_has_not_moved() -> None:
    contract = replace(CONTRACT, choices=Choices(starts=Start.QUALIFIED))
    what = moved(told(raised(), requalified(Criticality.BLOQUANTE, "10:00"), contract=contract).facts)
    assert what is not None
    assert [one.clock for one in what.shifts] == [ACK]


def test_a_breach_that_a_late_fact_undoes_is_annulled_once() -> None:
    late = (*raised(), breach(ACK, "09 14:00", "09 15:00"))
    taken = told(late, fact(events.Taken(), CP, "10:00"), late=at("2026-11-09 15:10") - at("2026-11-09 10:00"))
    assert moved(taken.facts) is not None
    again = told((*late, *taken.facts), fact(events.Qualified(Criticality.MAJEURE), CP, "15:20"))
    assert moved(again.facts) is None


def test_a_word_heard_late_annuls_the_breach_of_the_update_that_it_gave() -> None:
    spoken = fact(events.Informed("on cherche"), CP, "09:10")
    late = fact(ThresholdReached(ClockName.NEXT_UPDATE, 1, 1.0, at("2026-11-09 14:10")), VIGIE, "15:00", System.CLOCK)
    word = fact(events.Informed("on a trouvé"), CP, "10:00")
    decision = told(
        (*raised(), spoken, late), word, contract=ANSWERING, late=at("2026-11-09 15:10") - at("2026-11-09 10:00")
    )
    what = moved(decision.facts)
    assert what is not None
    assert [(one.clock, one.cycle, one.ruling) for one in what.shifts] == [(ClockName.NEXT_UPDATE, 1, Ruling.ANNULLED)]


def test_a_breach_is_ruled_on_once_where_a_late_fact_lets_a_status_count() -> None:
    early = fact(events.Delivered("v1"), STRANGER, "09:30", System.JIRA)
    late = (*raised(early), breach(ACK, "09 14:00", "09 15:00"))
    qualified = fact(events.Qualified(Criticality.MAJEURE), CP, "10:00", System.JIRA)
    decision = told(late, qualified, late=at("2026-11-09 15:10") - at("2026-11-09 10:00"))
    assert len(says(decision.effects, Say.DEADLINES_MOVED)) == 1


def test_a_breach_that_a_late_fact_only_moves_is_upheld_and_not_announced_again() -> None:
    waited = raised(
        QUALIFIED, fact(events.Paused(PauseReason.CLIENT), CP, "11:00"), fact(events.Resumed(), CP, "16:00")
    )
    late = (*waited, breach(RESOLUTION, "13 14:00", "13 14:01"))
    answer = fact(events.ClientAnswered("voici"), RM, "13:00")
    decision = told(late, answer, late=at("2026-11-13 15:00") - answer.at)
    what = moved(decision.facts)
    assert what is not None
    assert {one.clock: one.ruling for one in what.shifts}[RESOLUTION] is Ruling.UPHELD
    assert share_due(decision.anomaly, RESOLUTION, CONTRACT, at("2026-11-13 15:01")) is None
