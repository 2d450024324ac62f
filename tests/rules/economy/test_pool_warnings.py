"""Booklets, prepaid time and lots warn once at each share, and once a month of a pace that exceeds them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from rules.contract.budget_terms import Batch, Booklet, Budget, TimeCredit
from rules.economy.batches import spending
from rules.economy.booklets import DayPassed, Draw, Movement, Purchase, follow
from rules.economy.credits import Period, renewed
from rules.economy.pool_warnings import Reserve, pool_warnings, reserves
from rules.economy.sold_beside import Beside
from rules.events.ledger_events import Alarm, BudgetWarned, Pool
from rules.workdays.month import Month

TODAY = date(2026, 3, 2)
C1 = Booklet("c1", 10_000, 100_000, date(2026, 1, 5), date(2026, 12, 31))
C2 = Booklet("c2", 10_000, 100_000, date(2026, 2, 5), date(2026, 12, 31))
CREDIT = TimeCredit("an1", 4200, None, date(2026, 1, 1), date(2026, 12, 31))
LOT = Batch("refonte", 100_000, 6_000, date(2026, 1, 1), date(2026, 6, 30))
LATE = Reserve(Pool.CREDIT, "an1", 0, 4200, (50, 80, 100), CREDIT.since, CREDIT.until)


def booklets(*draws: int, bought: Iterable[Booklet] = (C1, C2)) -> Beside:
    taken: list[Movement] = [
        Draw(f"BOU-{rank}", TODAY - timedelta(days=1), units) for rank, units in enumerate(draws, start=1)
    ]
    return Beside(booklets=follow([*(Purchase(one) for one in bought), *taken, DayPassed(TODAY)]))


def told(one: Reserve, *before: BudgetWarned, today: date = TODAY) -> list[tuple[Alarm, int]]:
    return [(each.alarm, each.percent) for each in pool_warnings(Budget(), (one,), today, frozenset(), before)]


def test_booklets_that_are_good_together_are_one_named_after_the_last_bought() -> None:
    budget = Budget(booklets=(C1, C2))
    (found,) = reserves(budget, booklets(10_000, 3_000), TODAY)
    assert (found.pool, found.name, found.used, found.available) == (Pool.BOOKLET, "c2", 13_000, 20_000)
    expired = replace(budget, booklets=(replace(C1, expires=date(2026, 2, 1)), C2))
    (left,) = reserves(expired, booklets(3_000, bought=(C2,)), TODAY)
    assert (left.used, left.available) == (3_000, 10_000)
    assert list(reserves(replace(budget, booklets=(replace(C1, expires=date(2026, 2, 1)),)), booklets(), TODAY)) == []


def test_prepaid_time_and_lots_are_looked_at_during_their_own_dates() -> None:
    prepaid = tuple(zip((CREDIT,), renewed([Period(4200, 2100)]), strict=True))
    spent = spending(LOT.budget, LOT.hourly_rate, {Month(2026, 2): 600}, LOT.thresholds)
    beside = Beside(credits=prepaid, batches=((LOT, spent),))
    budget = Budget(credits=(CREDIT,), batches=(LOT,))
    assert [(one.pool, one.used, one.available) for one in reserves(budget, beside, TODAY)] == [
        (Pool.CREDIT, 2100, 4200),
        (Pool.LOT, 60_000, 100_000),
    ]
    assert [one.pool for one in reserves(budget, beside, date(2026, 8, 1))] == [Pool.CREDIT]
    assert list(reserves(budget, beside, date(2027, 8, 1))) == []


def test_the_gravest_share_alone_is_told_and_once_for_ever() -> None:
    late = replace(LATE, used=3500)
    end = date(2026, 11, 30)
    assert told(late, today=end) == [(Alarm.CONSUMED, 80)]
    before = BudgetWarned("2026-03", "an1", Alarm.CONSUMED, 80, 3500, 4200, pool=Pool.CREDIT)
    assert told(late, before, today=end) == []
    assert told(replace(late, used=4200), before, today=end) == [(Alarm.CONSUMED, 100)]
    of_an_envelope = replace(before, pool=Pool.ENVELOPE)
    assert told(late, of_an_envelope, today=end) == [(Alarm.CONSUMED, 80)]


def test_a_pace_that_exceeds_is_told_once_a_month() -> None:
    fast = replace(LATE, used=1500)
    (first,) = pool_warnings(Budget(), (fast,), TODAY, frozenset(), ())
    assert (first.alarm, first.month) == (Alarm.FORECAST, "2026-03")
    assert first.expected > 4200
    assert first.empty_on is not None
    assert told(fast, first) == []
    assert told(fast, first, today=date(2026, 4, 1)) == [(Alarm.FORECAST, 0)]


@pytest.mark.parametrize("used", [0, 100])
def test_it_is_too_early_to_project_a_year_after_a_few_days(used: int) -> None:
    assert told(replace(LATE, used=used), today=date(2026, 1, 8)) == []
