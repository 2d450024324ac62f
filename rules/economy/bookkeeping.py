"""Keep the books of a contract: from its versions, its time entries and its closes to months and ledger rows.

The months are a function of what is given, in whatever order: a closed month is computed from what was known at its
close, and what is learnt later is posted in the first open month, by the difference of the rounded figures.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from rules.economy.agreement import Agreement
from rules.economy.closes import Close, counted
from rules.economy.consumption import Consumption
from rules.economy.desk import Desk
from rules.economy.entries import Aside, EntryFact, in_order
from rules.economy.figures import MonthFigures
from rules.economy.ledger_rows import Row
from rules.economy.month_terms import MonthTerms
from rules.economy.settlements import Settlement, ToAgree, posted_in
from rules.workdays.month import Month


@dataclass(frozen=True, slots=True)
class Books:
    """The months of a contract, the rows of its ledger, the minutes shown and not drawn, and those to be agreed."""

    months: tuple[MonthFigures, ...]
    rows: tuple[Row, ...]
    set_aside: Mapping[Aside, int]
    to_agree: tuple[ToAgree, ...] = ()

    def month(self, month: Month) -> MonthFigures | None:
        """The figures of a month; None where the books do not reach it."""
        return next((one for one in self.months if one.month == month), None)


def keep(
    agreement: Agreement,
    facts: Iterable[EntryFact],
    closes: Iterable[Close],
    months: Sequence[Month],
    today: date | None = None,
    *,
    settlements: Iterable[Settlement] = (),
    rows: bool = True,
) -> Books:
    """The books of consecutive months, which begin empty with the first.

    A close counts if all months before it are closed. `today` keeps a month that is not over from losing anything by
    itself (None: all of them are over). Without `rows` the figures alone are computed, in half the time.
    """
    settled = tuple(settlements)
    books = RunningBooks(agreement, rows=rows)
    closed = counted(closes, months[0], months[-1]) if months else {}
    books.hear(facts, closed, settled)
    return books.until(months, today, settled, rows=rows)


class _Terms:
    """The terms of each month: as they were known at its close, once it is closed."""

    def __init__(self, agreement: Agreement, closed: Mapping[Month, Close]) -> None:
        self._agreement, self._closed = agreement, closed
        self._made: dict[Month, MonthTerms] = {}

    def __call__(self, month: Month) -> MonthTerms:
        found = self._made.get(month)
        if found is None:
            close = self._closed.get(month)
            agreement = self._agreement if close is None else self._agreement.as_of(close.at)
            found = self._made[month] = MonthTerms(month, agreement)
        return found


class RunningBooks:
    """The books of a contract up to its last close, and the time that was heard of since.

    With `rows`, those of the closed months are written down.
    """

    def __init__(self, agreement: Agreement, *, rows: bool = True) -> None:
        self.agreement, self._rows = agreement, rows
        self.closed: Mapping[Month, Close] = {}
        self.terms = _Terms(agreement, {})
        self.consumption = Consumption(agreement, self.terms)
        self.desk = Desk(self.consumption, rows=rows)

    def copy(self) -> "RunningBooks":
        """Other ones where these stand, which then hear for themselves; the rows of months already closed are left."""
        other = copy(self)
        other.consumption = self.consumption.copy(self.terms)
        other.desk = self.desk.copy(other.consumption, rows=self._rows)
        return other

    def under(self, closed: Mapping[Month, Close]) -> None:
        """Take those months for closed; what is in them is computed or read by who calls."""
        self.closed = dict(closed)
        self.terms = _Terms(self.agreement, self.closed)
        self.consumption.under(self.terms)

    def hear(
        self, facts: Iterable[EntryFact], closed: Mapping[Month, Close], settlements: Iterable[Settlement] = ()
    ) -> None:
        """Take note of more facts, and close more months: `closed` are all the closes that count, in order."""
        fresh = [close for month, close in closed.items() if month not in self.closed]
        if fresh:
            self.under(closed)
        self.desk.settled = posted_in(settlements, {month: close.at for month, close in closed.items()})
        waiting, heard = in_order(facts), 0
        for close in fresh:
            while heard < len(waiting) and waiting[heard].known < close.at:
                self.consumption.hear(waiting[heard])
                heard += 1
            self.desk.month(self.terms(close.month), close, over=True)
        for fact in waiting[heard:]:
            self.consumption.hear(fact)

    def until(
        self, months: Sequence[Month], today: date | None, settlements: Iterable[Settlement] = (), *, rows: bool
    ) -> Books:
        """The books of consecutive months, which hold all that are closed. Nothing changes in these ones."""
        consumption = self.consumption.glance()
        desk = self.desk.copy(consumption, rows=rows)
        instants = {month: self.closed[month].at if month in self.closed else None for month in months}
        desk.settled = posted_in(settlements, instants)
        for month in months:
            if month not in self.closed:
                desk.month(self.terms(month), None, over=today is None or month.last < today)
        before = self.desk.rows if rows else ()
        return Books(tuple(desk.months), (*before, *desk.rows), consumption.set_aside(), desk.to_agree())
