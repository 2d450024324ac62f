"""Warn of booklets, prepaid time and lots: a share consumed, or a pace that will exceed them; the gravest alone."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rules.contract.budget_terms import Budget
from rules.economy.forecast import over_period
from rules.economy.rounding import HUNDRED
from rules.economy.sold_beside import Beside
from rules.economy.thresholds import crossed
from rules.events.ledger_events import Alarm, BudgetWarned, Pool
from rules.workdays.month import Month


@dataclass(frozen=True, slots=True)
class Reserve:
    """What there is of something sold, and what was used of it, between two dates (no end: None)."""

    pool: Pool
    name: str
    used: int
    available: int
    thresholds: tuple[int, ...]
    since: date
    until: date | None


def reserves(budget: Budget, beside: Beside, today: date) -> Iterator[Reserve]:
    """Those that can be used today. Booklets that are good together are one, named after the last that was bought."""
    good = [one for one in budget.booklets if one.bought <= today and (one.expires is None or today <= one.expires)]
    if beside.booklets is not None and good:
        latest = max(good, key=lambda one: one.bought)
        held = beside.booklets.requests.values()
        ends = [one.expires for one in good if one.expires is not None]
        yield Reserve(
            Pool.BOOKLET,
            latest.name,
            sum(by.get(one.name, 0) for by in held for one in good),
            sum(one.units for one in good),
            budget.thresholds,
            min(one.bought for one in good),
            max(ends) if len(ends) == len(good) else None,
        )
    for credit, period in beside.credits:
        if credit.since <= today <= credit.until:
            available = period.opening + period.granted
            yield Reserve(
                Pool.CREDIT, credit.name, period.used, available, budget.thresholds, credit.since, credit.until
            )
    for batch, figures in beside.batches:
        if batch.since <= today <= batch.until:
            spent = figures.months[-1].spent if figures.months else 0
            yield Reserve(Pool.LOT, batch.name, spent, batch.budget, batch.thresholds, batch.since, batch.until)


def pool_warnings(
    budget: Budget, found: Iterable[Reserve], today: date, holidays: Container[date], told: Iterable[BudgetWarned]
) -> Iterator[BudgetWarned]:
    """What is to be told of each today: a share is told once for ever, a pace that exceeds once a month."""
    before = tuple(told)
    for one in found:
        said = [each for each in before if each.pool is one.pool and each.envelope == one.name]
        if one.used > 0 and (warning := _gravest(one, budget, today, holidays, said)) is not None:
            yield warning


def _gravest(
    one: Reserve, budget: Budget, today: date, holidays: Container[date], said: list[BudgetWarned]
) -> BudgetWarned | None:
    month = str(Month.of(today))
    most = max((each.percent for each in said), default=0)
    reached = crossed(one.used, one.available, one.thresholds, (each for each in one.thresholds if each <= most))
    percent = reached[-1] if reached else 0
    if percent < HUNDRED and most < HUNDRED and one.until is not None:
        ahead = over_period(one.since, one.until, today, one.used, one.available, budget.forecast, holidays)
        known = any(each.alarm is Alarm.FORECAST and each.month == month for each in said)
        if ahead.over and not known:
            return BudgetWarned(
                month,
                one.name,
                Alarm.FORECAST,
                max(percent, most),
                one.used,
                one.available,
                ahead.minutes or 0,
                empty_on=ahead.empty_on,
                pool=one.pool,
            )
    return (
        BudgetWarned(month, one.name, Alarm.CONSUMED, percent, one.used, one.available, pool=one.pool)
        if percent
        else None
    )
