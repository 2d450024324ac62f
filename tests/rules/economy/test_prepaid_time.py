"""Time credits, régie, lots, thresholds, forecasts and questions, worked by hand beyond the shared cases."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from rules.contract.budget_terms import (
    BeyondQuestions,
    FlatRegie,
    Forecast,
    Pace,
    Questions,
    Regie,
    RegieUnit,
    Remainder,
    RemainderMode,
)
from rules.economy.batches import spending
from rules.economy.credits import Period, renewed
from rules.economy.forecast import projected
from rules.economy.questions import counted, refuses
from rules.economy.regie import NoRate, Spent, priced
from rules.economy.thresholds import Available, Worked, crossings
from rules.workdays.month import Month

MAY = Month(2026, 5)


def _day(day: int) -> datetime:
    return datetime(2026, 1, day, tzinfo=UTC)


def test_what_is_carried_is_a_share_under_a_cap() -> None:
    half = Remainder(RemainderMode.CARRIED, Decimal("0.5"), cap=500)
    first, second = renewed([Period(4200, 3000, None, half), Period(3360, 0, None, half)])
    assert (first.left, first.carried, first.lost) == (1200, 500, 700)
    assert (second.opening, second.carried, second.lost) == (500, 0, 3860)


def test_a_further_period_receives_what_the_last_one_leaves() -> None:
    third = Remainder(RemainderMode.CARRIED, Decimal("0.333"))
    (found,) = renewed([Period(1000, 0, None, third)], goes_on=True)
    assert (found.carried, found.lost) == (333, 667)


def test_only_what_the_period_paid_for_is_refunded() -> None:
    carried = Remainder(RemainderMode.CARRIED)
    refunded = Remainder(RemainderMode.REFUNDED)
    _, second = renewed([Period(600, 0, 60000, carried), Period(600, 200, 60000, refunded)])
    assert (second.left, second.refund, second.lost) == (1000, 60000, 0)


def test_a_flat_price_bends_beyond_its_tolerance() -> None:
    flat = FlatRegie(Decimal(10), 500000, 52000, Decimal(1), 40000)
    terms = Regie({"dev": 52000}, flat=flat)
    # 12.5 days: 1.5 beyond 11; 8 days: 1 below 9.
    over = priced(terms, 420, [Spent("a", "dev", 5250)])
    assert (over.days, over.extra, over.under, over.cents) == (Fraction(25, 2), Fraction(3, 2), Fraction(0), 578000)
    under = priced(terms, 420, [Spent("a", "dev", 3360)])
    assert (under.extra, under.under, under.cents) == (Fraction(0), Fraction(1), 460000)
    assert priced(terms, 420, [Spent("a", "dev", 4620)]).cents == 500000


def test_an_hour_is_begun_by_the_minute_unless_a_step_is_agreed() -> None:
    assert priced(Regie({"dev": 9000}, RegieUnit.HOUR, Decimal(1)), 420, [Spent("a", "dev", 61)]).cents == 9150


def test_a_ceiling_bounds_what_is_asked_and_not_what_is_shown() -> None:
    found = priced(Regie({"dev": 52000}, ceiling=100000), 420, [Spent("a", "dev", 1260)], Decimal("0.2"))
    assert (found.time, found.cents, found.vat) == (156000, 100000, 20000)


def test_a_profile_without_a_rate_is_refused_by_name() -> None:
    with pytest.raises(NoRate, match="cp"):
        priced(Regie({"dev": 52000}), 420, [Spent("a", "cp", 60)])


def test_each_threshold_of_a_lot_warns_once_in_its_month() -> None:
    found = spending(100000, 6000, {MAY: 250, MAY.plus(1): 760}, (25, 50, 90))
    assert found.alerts == ((MAY, 25), (MAY.plus(1), 50), (MAY.plus(1), 90))
    assert [month.left for month in found.months] == [75000, -1000]
    assert found.over == 1000


def test_more_to_spend_takes_no_warning_back_and_less_brings_one() -> None:
    movements: list[Worked | Available] = [
        Worked("w1", 50, _day(1)),
        Available(200, _day(2)),
        Worked("w2", 40, _day(3)),
        Available(100, _day(4)),
    ]
    found = crossings(100, movements, (50, 80, 100))
    assert [(each.at.day, each.threshold, each.used) for each in found.crossings] == [(1, 50, 50), (4, 80, 90)]
    assert found.left == 10


def test_the_greatest_of_several_thresholds_warns_alone() -> None:
    found = crossings(100, [Worked("w1", 85, _day(1)), Worked("w2", 1, _day(2))], (50, 80, 100))
    assert [each.threshold for each in found.crossings] == [80]


def test_a_month_may_be_projected_by_calendar_days() -> None:
    found = projected(MAY, date(2026, 5, 10), 100, 280, Forecast(Pace.CALENDAR_DAYS, 3))
    assert (found.days, found.elapsed, found.minutes, found.over) == (31, 10, 310, 30)
    assert found.empty_on == date(2026, 5, 28)


def test_nothing_is_projected_to_run_out_that_is_out_already_or_untouched() -> None:
    early = Forecast(minimum_days=0)
    assert projected(MAY, date(2026, 5, 12), 300, 300, early).empty_on is None
    assert projected(MAY, date(2026, 5, 12), 0, 300, early).empty_on is None
    assert projected(MAY, date(2026, 5, 1), 10, 300, early, frozenset({date(2026, 5, 1)})).minutes is None


def test_questions_beyond_are_counted_refused_or_billed() -> None:
    assert counted(6, Questions(4)).cents == 0
    assert counted(6, Questions(4, BeyondQuestions.BILLED, 4500)).cents == 9000
    refused = Questions(4, BeyondQuestions.REFUSED)
    assert [refuses(asked, refused) for asked in (3, 4)] == [False, True]
