"""The one word of a month: conform, to be watched, or off, with the reason that stands beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rules.contract import Contract, Criticality
from rules.contract.compensation_terms import KeptRateTerms, PerPoint
from rules.economy.budget_view import BudgetView
from rules.economy.rounding import HUNDRED
from rules.reports.month.grounds import FEWEST
from rules.reports.month.month_report import MonthReport
from rules.reports.month.settled import Settled

_NEARLY = 80
_GRAVE = (Criticality.SECURITE, Criticality.BLOQUANTE)


class Word(StrEnum):
    """The state of a month."""

    CONFORM = "conform"
    WATCH = "watch"
    OFF = "off"


class Why(StrEnum):
    """Why a month is not conform, the gravest first."""

    UNDER_TARGET = "under_target"
    COMPENSATION = "compensation"
    GRAVE_LATE = "grave_late"
    MISSED = "missed"
    STILL_LATE = "still_late"
    ENVELOPE = "envelope"
    FORECAST = "forecast"


WORDS = {
    Why.UNDER_TARGET: Word.OFF,
    Why.COMPENSATION: Word.OFF,
    Why.GRAVE_LATE: Word.OFF,
    Why.MISSED: Word.WATCH,
    Why.STILL_LATE: Word.WATCH,
    Why.ENVELOPE: Word.WATCH,
    Why.FORECAST: Word.WATCH,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """The word, and every reason for it or for a milder one; none where the month is conform."""

    word: Word
    reasons: tuple[Why, ...]


def judged(report: MonthReport, contract: Contract, cents: int, budget: BudgetView | None) -> Judged:
    """The word of a month under the version in force; `cents` is the compensation calculated."""
    reasons = tuple(dict.fromkeys(_reasons(report, contract, cents, budget)))
    return Judged(WORDS[reasons[0]] if reasons else Word.CONFORM, reasons)


def _reasons(report: MonthReport, contract: Contract, cents: int, budget: BudgetView | None) -> Iterator[Why]:
    found = report.settled
    terms = contract.compensations
    if terms and any(under(found, one) for one in terms.rates):
        yield Why.UNDER_TARGET
    if cents > 0:
        yield Why.COMPENSATION
    if any(one.criticality in _GRAVE for one in found.still_late):
        yield Why.GRAVE_LATE
    if found.missed:
        yield Why.MISSED
    if found.still_late:
        yield Why.STILL_LATE
    for one in budget.envelopes if budget else ():
        if one.used > 0 and one.used * HUNDRED >= one.available * _NEARLY:
            yield Why.ENVELOPE
    for one in budget.envelopes if budget else ():
        if one.forecast and one.forecast.over:
            yield Why.FORECAST


def under(found: Settled, terms: KeptRateTerms) -> bool:
    """Whether the rate of the delays that a clause bears on is under its target, where they are enough to say."""
    rates = [
        one
        for one in found.rates
        if (not terms.clocks or one.clock in terms.clocks) and one.criticality in terms.criticalities
    ]
    kept, missed = sum(len(one.kept) for one in rates), sum(len(one.missed) for one in rates)
    whole = kept + missed
    return whole >= FEWEST and kept * HUNDRED < target(terms) * whole


def target(terms: KeptRateTerms) -> float:
    """The rate from which a clause costs nothing, in percents."""
    if isinstance(terms.price, PerPoint):
        return float(terms.price.threshold)
    return float(min((least for least, percent in terms.price if not percent), default=0))
