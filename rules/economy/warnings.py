"""Warn of a month's envelopes: a share consumed, a month that will exceed, an excess to agree; the gravest alone."""

from collections.abc import Container, Iterable, Iterator
from datetime import date

from rules.contract.budget_terms import Budget
from rules.economy.decisions import Decision, undecided
from rules.economy.figures import EnvelopeFigures, MonthFigures
from rules.economy.forecast import Projection, projected
from rules.economy.rounding import HUNDRED
from rules.economy.thresholds import crossed
from rules.events.ledger_events import Alarm, BudgetWarned, Pool
from rules.workdays.month import Month

_SPENT = 100


def used(one: EnvelopeFigures) -> int:
    """The minutes that an envelope gave in a month, corrections and what it paid for others included."""
    return one.consumed + one.corrected + one.cascaded_in


def available(one: EnvelopeFigures) -> int:
    """The minutes that it had to give: its balance at the start, and what it was granted."""
    return one.opening + one.granted + one.regranted


def warnings(
    figures: MonthFigures,
    budget: Budget,
    today: date,
    holidays: Container[date],
    told: Iterable[BudgetWarned],
    decisions: Iterable[Decision] = (),
) -> Iterator[BudgetWarned]:
    """What is to be told of each envelope of the present month and was not `told`: one warning at most for each."""
    decided = tuple(decisions)
    said = [one for one in told if one.month == str(figures.month) and one.pool is Pool.ENVELOPE]
    for one in figures.envelopes:
        found = _gravest(figures.month, one, budget, today, holidays, [w for w in said if w.envelope == one.envelope])
        excess = undecided(figures.month, one, decided)
        asked = any(each.alarm is Alarm.EXCEEDED for each in said if each.envelope == one.envelope)
        if excess and not asked:
            yield BudgetWarned(
                str(figures.month),
                one.envelope,
                Alarm.EXCEEDED,
                _percent(used(one), available(one), budget.thresholds),
                used(one),
                available(one),
                pending=excess,
            )
        elif found is not None and not (excess and asked):
            yield found


def _gravest(
    month: Month,
    one: EnvelopeFigures,
    budget: Budget,
    today: date,
    holidays: Container[date],
    said: list[BudgetWarned],
) -> BudgetWarned | None:
    spent, there = used(one), available(one)
    if spent <= 0:
        return None
    reached = crossed(spent, there, budget.thresholds, _below(said, budget.thresholds))
    percent = reached[-1] if reached else 0
    if percent >= _SPENT:
        return BudgetWarned(str(month), one.envelope, Alarm.CONSUMED, percent, spent, there)
    ahead = projected(month, today, spent, there, budget.forecast, holidays)
    if _exceeds(ahead) and not any(each.alarm is Alarm.FORECAST or each.percent >= _SPENT for each in said):
        greatest = _percent(spent, there, budget.thresholds)
        return BudgetWarned(
            str(month),
            one.envelope,
            Alarm.FORECAST,
            greatest,
            spent,
            there,
            ahead.minutes or 0,
            empty_on=ahead.empty_on,
        )
    return BudgetWarned(str(month), one.envelope, Alarm.CONSUMED, percent, spent, there) if percent else None


def _exceeds(ahead: Projection) -> bool:
    return bool(ahead.over)


def _below(said: Iterable[BudgetWarned], thresholds: Iterable[int]) -> set[int]:
    """The thresholds that were told, and those that a graver one was told instead of."""
    most = max((one.percent for one in said), default=0)
    return {one for one in thresholds if one <= most}


def _percent(spent: int, there: int, thresholds: Iterable[int]) -> int:
    """The greatest threshold reached, 0 for none."""
    return max((one for one in thresholds if spent * HUNDRED >= there * one), default=0)
