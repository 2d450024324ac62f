"""A penalty is calculated, notified, answered, then applied or waived; each step that cannot be says why."""

from datetime import date

import pytest

from rules.contract.compensation_terms import ExclusionCause
from rules.economy.compensation.calculations import excluded_lines
from rules.economy.compensation.penalty_life import LifeState, Penalty, Refused, Term, lives, stepped
from rules.events import Actor
from rules.events.compensation_events import (
    CompensationApplied,
    CompensationCalculated,
    CompensationEvent,
    CompensationExcluded,
    CompensationNotified,
    CompensationObserved,
    CompensationWaived,
)

SOMEBODY = Actor("U0DIR", "Direction")
LINE, FEBRUARY = "a1:resolution:1@2026-02", date(2026, 2, 1)
TERM = Term(15, lambda day: day.weekday() < 5, causes=(ExclusionCause.FORCE_MAJEURE,))
CALCULATED = CompensationCalculated(LINE, FEBRUARY, 10_800)
NOTIFIED = CompensationNotified(LINE, date(2026, 2, 10), SOMEBODY)
OBSERVED = CompensationObserved(LINE, date(2026, 2, 20), "Le client était absent", SOMEBODY)
APPLIED = CompensationApplied(LINE, date(2026, 3, 2), "courrier 12", SOMEBODY)


def waived(cents: int | None, on: date = date(2026, 3, 2)) -> CompensationWaived:
    return CompensationWaived(LINE, on, cents, "geste commercial", SOMEBODY)


def force_majeure(cause: ExclusionCause = ExclusionCause.FORCE_MAJEURE) -> CompensationExcluded:
    return CompensationExcluded(LINE, date(2026, 2, 5), cause, "inondation", SOMEBODY)


def after(*events: CompensationEvent) -> Penalty:
    return lives(events, lambda _: TERM)[LINE]


def refused(*events: CompensationEvent) -> Refused | None:
    *before, last = events
    penalty = lives(before, lambda _: TERM).get(LINE)
    again, why = stepped(penalty, last, TERM)
    assert why is None or again == penalty
    return why


def test_a_calculation_takes_the_place_of_the_one_before_until_the_notice() -> None:
    again = CompensationCalculated(LINE, FEBRUARY, 9_600)
    assert after(CALCULATED, again).cents == 9_600
    notified = after(CALCULATED, NOTIFIED, again)
    assert (notified.cents, notified.difference) == (10_800, -1_200)


def test_what_was_waived_before_the_notice_stays_waived_by_a_new_calculation() -> None:
    once = after(CALCULATED, waived(800))
    assert (once.state, once.cents, once.waived) == (LifeState.CALCULATED, 10_000, 800)
    assert after(CALCULATED, waived(800), CALCULATED).cents == 10_000


@pytest.mark.parametrize(
    ("events", "why"),
    [
        ((NOTIFIED,), Refused.NOT_CALCULATED),
        ((CALCULATED, OBSERVED), Refused.NOT_NOTIFIED),
        ((CALCULATED, APPLIED), Refused.NOT_NOTIFIED),
        ((CALCULATED, NOTIFIED, NOTIFIED), Refused.ALREADY_NOTIFIED),
        ((CALCULATED, NOTIFIED, force_majeure()), Refused.ALREADY_NOTIFIED),
        ((CALCULATED, force_majeure(ExclusionCause.CLIENT)), Refused.CAUSE_NOT_AGREED),
        ((CALCULATED, NOTIFIED, CompensationApplied(LINE, date(2026, 2, 25), "", SOMEBODY)), Refused.TOO_EARLY),
        ((CALCULATED, NOTIFIED, waived(10_801)), Refused.MORE_THAN_LEFT),
        ((CALCULATED, NOTIFIED, APPLIED, OBSERVED), Refused.OVER),
        ((CALCULATED, force_majeure(), NOTIFIED), Refused.OVER),
        ((CALCULATED, NOTIFIED, APPLIED), None),
        ((CALCULATED, NOTIFIED, OBSERVED, CompensationApplied(LINE, date(2026, 2, 21), "", SOMEBODY)), None),
    ],
)
def test_a_step_that_cannot_be_says_why_and_changes_nothing(
    events: tuple[CompensationEvent, ...], why: Refused | None
) -> None:
    assert refused(*events) is why


def test_a_life_keeps_its_dates_its_reason_and_its_reference() -> None:
    one = after(CALCULATED, NOTIFIED, OBSERVED, APPLIED)
    assert (one.received, one.until, one.state) == (date(2026, 2, 10), date(2026, 2, 25), LifeState.APPLIED)
    assert one.reference == "courrier 12"
    left = after(CALCULATED, NOTIFIED, waived(4_000))
    assert (left.state, left.cents, left.waived, left.reason) == (LifeState.APPLIED, 6_800, 4_000, "geste commercial")
    assert after(CALCULATED, NOTIFIED, waived(None)).state is LifeState.WAIVED


def test_what_was_applied_may_still_be_waived() -> None:
    twice = after(CALCULATED, NOTIFIED, waived(4_000), waived(6_800))
    assert (twice.state, twice.cents, twice.waived) == (LifeState.WAIVED, 0, 10_800)
    assert after(CALCULATED, NOTIFIED, APPLIED, waived(None)).state is LifeState.WAIVED
    assert refused(CALCULATED, NOTIFIED, APPLIED, waived(10_801)) is Refused.MORE_THAN_LEFT


def test_an_excluded_line_names_its_cause_for_the_statements() -> None:
    penalties = lives((CALCULATED, force_majeure()), lambda _: TERM)
    assert penalties[LINE].cents == 0
    assert excluded_lines(penalties) == {"a1:resolution:1": "force_majeure"}
    assert excluded_lines(lives((CALCULATED,), lambda _: TERM)) == {}
