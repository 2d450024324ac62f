"""What statements add to the journal: each amount once, again when it changes, and nothing under the exemption."""

from datetime import date

from rules.contract.compensation_terms import AmountPerUnit, ExclusionCause, LateUnit, Posting, ScaleLine
from rules.economy.compensation.calculations import calculations, excluded_lines
from rules.economy.compensation.dossier import Dossier
from rules.economy.compensation.penalty_life import Penalty, Term, lives
from rules.economy.compensation.statement import Statement, statements
from rules.events import Actor
from rules.events.compensation_events import (
    CompensationCalculated,
    CompensationEvent,
    CompensationExcluded,
    CompensationNotified,
)
from rules.workdays.month import Month
from tests.rules.clocks import ACK, RESOLUTION
from tests.rules.economy.compensation.test_statement import NEW_YEAR, acknowledged, dossier, resolved

NOVEMBER, DECEMBER = Month(2026, 11), Month(2026, 12)
TERM = Term(15, lambda _: True, causes=tuple(ExclusionCause))
WHO = Actor("U0DIR", "Direction")
ONE = "one:acknowledgement:1@2026-11"
SCALE = (ScaleLine((ACK,), AmountPerUnit(5_000)),)


def stated(given: Dossier) -> tuple[Statement, ...]:
    return statements(lambda _: given, (NOVEMBER, DECEMBER), NEW_YEAR)


def lived(*events: CompensationEvent) -> dict[str, Penalty]:
    return lives(events, lambda _: TERM)


def late() -> Dossier:
    return dossier(acknowledged("one", "11-02 09:00", "11-03 10:00"), scale=SCALE)


def test_each_amount_is_journalled_once() -> None:
    first = list(calculations(stated(late()), {}))
    assert first == [CompensationCalculated(ONE, date(2026, 11, 1), 5_000)]
    assert list(calculations(stated(late()), lived(*first))) == []


def test_an_amount_that_changes_is_calculated_again_even_after_the_notice() -> None:
    known = [CompensationCalculated(ONE, date(2026, 11, 1), 4_000)]
    (more,) = calculations(stated(late()), lived(*known))
    assert more.cents == 5_000
    notified: list[CompensationEvent] = [*known, CompensationNotified(ONE, date(2026, 12, 1), WHO)]
    (again,) = calculations(stated(late()), lived(*notified))
    assert lived(*notified, again)[ONE].difference == 1_000
    assert list(calculations(stated(late()), lived(*notified, again))) == []


def test_a_line_that_is_charged_no_more_is_calculated_at_nothing() -> None:
    known = lived(CompensationCalculated(ONE, date(2026, 11, 1), 5_000))
    assert list(calculations(stated(dossier(scale=SCALE)), known)) == [
        CompensationCalculated(ONE, date(2026, 11, 1), 0)
    ]


def test_a_line_that_lasts_has_a_penalty_in_each_month() -> None:
    per_day = ScaleLine((RESOLUTION,), AmountPerUnit(1_000), unit=LateUnit.CALENDAR_DAY)
    given = dossier(resolved("one", "11-02 09:00", "12-10 10:00"), scale=(per_day,), posted=Posting.AS_IT_GOES)
    found = list(calculations(stated(given), {}))
    assert [one.line for one in found] == ["one:resolution:1@2026-11", "one:resolution:1@2026-12"]
    assert found[1].cents == 10_000


def test_nothing_is_journalled_under_the_exemption_and_all_of_it_once_it_is_crossed() -> None:
    november = acknowledged("one", "11-02 09:00", "11-03 10:00")
    december = acknowledged("two", "12-02 09:00", "12-03 10:00")
    given = dossier(november, december, scale=SCALE, exemption=7_000)
    assert list(calculations(stated(given)[:1], {})) == []
    assert [one.cents for one in calculations(stated(given), {})] == [5_000, 5_000]


def test_an_excluded_line_is_calculated_no_more() -> None:
    out = CompensationExcluded(ONE, date(2026, 11, 5), ExclusionCause.CLIENT, "", WHO)
    known = lived(CompensationCalculated(ONE, date(2026, 11, 1), 5_000), out)
    given = dossier(acknowledged("one", "11-02 09:00", "11-03 10:00"), scale=SCALE, excluded=excluded_lines(known))
    assert list(calculations(stated(given), known)) == []
