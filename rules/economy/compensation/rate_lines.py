"""The kept rates of a contract over the windows that end with a month, from its anomalies' own clocks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from rules.clock import Verdict
from rules.contract.compensation_terms import Denominator, KeptRateTerms, PerPoint
from rules.economy.compensation.bonus import BonusMalus, bonus_malus
from rules.economy.compensation.dossier import Dossier
from rules.economy.compensation.kept_rate import KeptRate, RatedClock, kept_rate
from rules.economy.compensation.misses import line_id, read_clocks
from rules.economy.compensation.months import month_bounds
from rules.workdays.month import Month


@dataclass(frozen=True, slots=True)
class WindowRate:
    """One kept rate of the contract over `[start, end)`; with a bonus, `bonus` says each month's."""

    rank: int
    terms: KeptRateTerms
    start: datetime
    end: datetime
    found: KeptRate
    bonus: BonusMalus | None = None

    @property
    def cents(self) -> int:
        """What it costs."""
        return self.found.cents if self.bonus is None else max(0, -self.bonus.net)

    @property
    def credit(self) -> int:
        """The bonus that is paid, in cents."""
        return 0 if self.bonus is None else max(0, self.bonus.net)


def window_rates(dossier: Dossier, month: Month, now: datetime) -> Iterator[WindowRate]:
    """The rates of the windows that end with the month; none before the month is over."""
    for rank, terms in enumerate(dossier.terms.rates):
        length = terms.window.months
        if month.number % length or month_bounds(month, dossier.zone)[1] > now:
            continue
        first = month.plus(1 - length)
        start, end = month_bounds(first, dossier.zone, length)
        found = kept_rate(terms, _clocks(dossier, terms, start, end), start, end, dossier.base * length)
        yield WindowRate(rank, terms, start, end, found, _bonus(dossier, terms, first))


def _bonus(dossier: Dossier, terms: KeptRateTerms, first: Month) -> BonusMalus | None:
    if terms.bonus is None or not isinstance(terms.price, PerPoint):
        return None
    rates: dict[Month, Fraction | None] = {}
    for rank in range(terms.window.months):
        month = first.plus(rank)
        start, end = month_bounds(month, dossier.zone)
        rates[month] = kept_rate(terms, _clocks(dossier, terms, start, end), start, end, dossier.base).rate
    return bonus_malus(terms.price, terms.bonus, rates, dossier.base)


def _clocks(dossier: Dossier, terms: KeptRateTerms, start: datetime, end: datetime) -> Iterable[RatedClock]:
    """The clocks that a rate is about, as the end of its period knows them."""
    # A clock stopped before the period may fall due in it.
    since = None if terms.denominator is Denominator.DUE else start
    for reading, anomaly, _ in read_clocks(dossier.cases, end, since):
        if terms.clocks and reading.clock not in terms.clocks:
            continue
        if reading.criticality in terms.criticalities:
            name = line_id(anomaly, reading.clock, reading.cycle)
            out = name in dossier.excluded or reading.verdict is Verdict.NONE
            late = reading.verdict is Verdict.MISSED
            yield RatedClock(name, reading.deadline, reading.stopped_at, out, late)
