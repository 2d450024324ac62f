"""Compares what the anomalies of a simulation cost under their own version and under another one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rules.contract import Contract
from rules.economy.compensation.dossier import Dossier
from rules.economy.compensation.misses import Case
from rules.economy.compensation.statement import statements
from rules.workdays.month import Month, local_day, span


@dataclass(frozen=True, slots=True)
class CompensationComparison:
    """The cents calculated for the same anomalies under their own version, and under the given one."""

    was: int
    would_be: int


def compared(
    was: Sequence[Case], would_be: Sequence[Case], given: Contract, since: date, now: datetime
) -> CompensationComparison | None:
    """The comparison over the months from that of a date to that of `now`; None where neither prices anything.

    Each side follows the caps of its last version, and counts a whole fee a month.
    """
    own = max((contract for _, contract in was), key=lambda one: one.effective, default=given)
    if own.compensations is None and given.compensations is None:
        return None
    months = tuple(span(Month.of(since), Month.of(local_day(now, given.zone))))
    return CompensationComparison(_calculated(own, was, months, now), _calculated(given, would_be, months, now))


def _calculated(contract: Contract, cases: Sequence[Case], months: Sequence[Month], now: datetime) -> int:
    dossier = Dossier(contract, tuple(cases), contract.budget.fee if contract.budget else 0)
    return sum(one.total.calculated for one in statements(lambda _: dossier, months, now))
