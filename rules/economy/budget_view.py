"""What a budget comes to on a day: envelopes that add up, what lapses soon, the forecast, and what is sold beside."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from rules.contract.budget_terms import Budget
from rules.contract.envelope_terms import Envelope
from rules.economy.agreement import Agreement
from rules.economy.bookkeeping import Books
from rules.economy.entries import Aside
from rules.economy.figures import EnvelopeFigures, MonthFigures
from rules.economy.forecast import Projection, projected
from rules.economy.lapsing import expiring, lapsing
from rules.economy.month_terms import MonthTerms
from rules.economy.sold_beside import Beside
from rules.workdays.month import Month

SOON = timedelta(days=60)


class Term(StrEnum):
    """One line of an envelope's account."""

    OPENING = "opening"
    GRANTED = "granted"
    REGRANTED = "regranted"
    CONSUMED = "consumed"
    CORRECTED = "corrected"
    CASCADED_IN = "cascaded_in"
    CASCADED_OUT = "cascaded_out"
    BILLED = "billed"
    PENDING = "pending"
    SPREAD = "spread"
    LAPSED = "lapsed"
    CAPPED = "capped"


@dataclass(frozen=True, slots=True)
class Lapse:
    """What is lost after the day `last` unless it is used: minutes of an envelope or of a credit, or booklet units."""

    name: str
    last: date
    minutes: int = 0
    units: int = 0


@dataclass(frozen=True, slots=True)
class EnvelopeView:
    """An envelope in a month: its signed minutes by term, which add up to what is `left`.

    `available` is what the month had to give, `used` what was asked of it; `cents` is the price of what is billed.
    """

    name: str
    terms: Mapping[Term, int]
    available: int
    used: int
    left: int
    debt: int = 0
    cents: int = 0
    forecast: Projection | None = None


@dataclass(frozen=True, slots=True)
class BudgetView:
    """The budget of a contract in a month, as of `today`, under the terms `budget`: whole minutes and cents."""

    month: Month
    today: date
    closed: bool
    fee: int
    budget: Budget
    envelopes: tuple[EnvelopeView, ...]
    set_aside: Mapping[Aside, int]
    lapses: tuple[Lapse, ...]
    beside: Beside


def shown(
    agreement: Agreement, books: Books, beside: Beside, today: date, holidays: Container[date] = frozenset()
) -> BudgetView | None:
    """The budget of the present month, or of the contract's last one; None before it starts."""
    if not books.months:
        return None
    figures = books.months[-1]
    return _seen(agreement, figures, _aside(books.set_aside, beside), beside, today, holidays)


def past(
    agreement: Agreement, figures: MonthFigures, set_aside: Mapping[Aside, int], beside: Beside, today: date
) -> BudgetView:
    """The budget of a month that is over: nothing of it lapses any more, nor is foreseen."""
    view = _seen(agreement, figures, _aside(set_aside, beside), beside, today, frozenset())
    return replace(view, lapses=())


def _seen(
    agreement: Agreement,
    figures: MonthFigures,
    set_aside: Mapping[Aside, int],
    beside: Beside,
    today: date,
    holidays: Container[date],
) -> BudgetView:
    terms = MonthTerms(figures.month, agreement)
    budget = terms.terms.budget
    envelopes = {one.name: one for one in terms.envelopes}
    return BudgetView(
        month=figures.month,
        today=today,
        closed=figures.closed,
        fee=figures.fee,
        budget=budget,
        envelopes=tuple(_envelope(one, figures.month, budget, today, holidays) for one in figures.envelopes),
        set_aside=set_aside,
        lapses=tuple(sorted(_lapses(agreement, figures, envelopes, budget, beside, today), key=lambda one: one.last)),
        beside=beside,
    )


def accounted(one: EnvelopeFigures) -> dict[Term, int]:
    """The signed minutes of an envelope's month, which add up to its closing balance."""
    return {
        Term.OPENING: one.opening,
        Term.GRANTED: one.granted,
        Term.REGRANTED: one.regranted,
        Term.CONSUMED: -one.consumed,
        Term.CORRECTED: -one.corrected,
        Term.CASCADED_IN: -one.cascaded_in,
        Term.CASCADED_OUT: one.cascaded_out,
        Term.BILLED: one.excess_billed,
        Term.PENDING: one.pending,
        Term.SPREAD: -one.spread,
        Term.LAPSED: -one.lapsed,
        Term.CAPPED: -one.lapsed_cap,
    }


def _envelope(
    one: EnvelopeFigures, month: Month, budget: Budget, today: date, holidays: Container[date]
) -> EnvelopeView:
    available = max(0, one.opening + one.granted + one.regranted)
    used = one.consumed + one.corrected + one.cascaded_in
    running = Month.of(today) == month
    forecast = projected(month, today, max(0, used), available, budget.forecast, holidays) if running else None
    return EnvelopeView(one.envelope, accounted(one), available, used, one.closing, one.debt, one.cents, forecast)


def _aside(set_aside: Mapping[Aside, int], beside: Beside) -> dict[Aside, int]:
    """What draws on no envelope, less what something sold beside them takes."""
    found = dict(set_aside)
    if Aside.UNCLAIMED in found:
        found[Aside.UNCLAIMED] = max(0, found[Aside.UNCLAIMED] - beside.minutes)
    return {reason: minutes for reason, minutes in found.items() if minutes}


def _lapses(
    agreement: Agreement,
    figures: MonthFigures,
    envelopes: Mapping[str, Envelope],
    budget: Budget,
    beside: Beside,
    today: date,
) -> Iterator[Lapse]:
    until = today + SOON
    held = [(envelopes[one.envelope], one.lots or {}) for one in figures.envelopes if one.envelope in envelopes]
    lots = () if figures.closed else lapsing(held, figures.month, until, agreement.end)
    for name, last in dict.fromkeys((one.name, one.on) for one in lots):
        yield Lapse(name, last, minutes=sum(one.quantity for one in lots if (one.name, one.on) == (name, last)))
    left = beside.booklets.lots if beside.booklets else {}
    for one in expiring(((booklet, left.get(booklet.name, 0)) for booklet in budget.booklets), today, until):
        yield Lapse(one.name, one.on, units=one.quantity)
    for credit, period in beside.credits:
        if credit.since <= today <= credit.until <= until and period.lost:
            yield Lapse(credit.name, credit.until, minutes=period.lost)
