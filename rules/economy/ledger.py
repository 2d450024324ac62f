"""The ledger of a contract as it stands: it hears more and goes on from there, whatever the length of its past.

What it comes to is what the whole journal comes to. Where it cannot go on, as when somebody's words were written down
before others that it has heard, it says so, and the whole journal is read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rules.economy.agreement import Agreement
from rules.economy.bookkeeping import Books, RunningBooks
from rules.economy.closes import Close, counted
from rules.economy.decisions import settlements
from rules.economy.entries import Aside, EntryFact
from rules.economy.ledger_history import History, Reading, Recorded
from rules.economy.month_close import Closing, digest, months
from rules.workdays.month import Month, local_day

_UNTAKEN = (Aside.UNCLAIMED, Aside.AFTER_END)


class NotInOrder(Exception):
    """The ledger cannot go on from where it stands; the whole journal tells what it comes to."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is known of each entry, and the books up to the last close; `latest` is when the last word was written down.

    Never changed once it is made.
    """

    reading: Reading
    books: RunningBooks
    latest: datetime | None = None

    @property
    def agreement(self) -> Agreement:
        """What it is kept under."""
        return self.reading.agreement

    def heard(self, recorded: Sequence[Recorded]) -> "Ledger":
        """The ledger once it has heard more facts, in the order in which they were written down. Raises NotInOrder."""
        if self.latest is not None and any(one.at < self.latest for one in recorded):
            raise NotInOrder
        reading = self.reading.copy()
        facts = tuple(fact for one in recorded for fact in reading.hear(one))
        books = self._hearing(reading, facts, reading.closes)
        books.desk.rows.clear()
        instants = [one.at for one in recorded]
        return Ledger(reading, books, max(instants, default=self.latest))

    def history(self) -> History:
        """What was told, but for the entries."""
        return self.reading.history()

    def until(self, today: date, *, rows: bool = False) -> Books:
        """The books as of a local date, with the rows of open months alone, if any. Raises NotInOrder."""
        reached = months(self.agreement, today)
        if self._before_some(today):
            raise NotInOrder
        if any(month not in reached for month in self.books.closed):
            raise NotInOrder
        return self.books.until(reached, today, settlements(self.reading.decisions.values()), rows=rows)

    def closing(self, month: Month, at: datetime, by: str) -> Closing:
        """The close of a month at an instant, of which nothing stands in the way. Raises NotInOrder."""
        books = self._hearing(self.reading, (), [*self.reading.closes, Close(month, at, by)])
        figures = books.desk.months[-1] if books.desk.months else None
        if figures is None or figures.month != month or month in self.books.closed:
            raise NotInOrder
        before = self.reading.digests.get(month.plus(-1), "")
        return Closing(month, figures, digest(figures, books.desk.rows, before), before)

    def untaken(self) -> Iterator[EntryFact]:
        """The last fact of each entry that no envelope may take, and of some that one takes."""
        consumption, since = self.books.consumption, self.agreement.since
        if since is None or all(one.at >= since for one in self.books.closed.values()):
            keys = {
                key: None for cell in consumption.cells() if cell.reason in _UNTAKEN for key in consumption.keys(cell)
            }
        else:  # a month that was closed under other terms is not where these put the time
            keys = dict.fromkeys(consumption.last)
        yield from (fact for key in keys if (fact := consumption.last.get(key)) is not None)

    def _before_some(self, today: date) -> bool:
        """Whether something that it heard is not to be counted on a local date yet."""
        zone = self.agreement.zone
        if self.latest is not None and today < local_day(self.latest, zone):
            return True
        return any(local_day(started, zone) > today for started in self.reading.ahead.values())

    def _hearing(self, reading: Reading, facts: Sequence[EntryFact], closes: Sequence[Close]) -> RunningBooks:
        closed = closed_by(self.agreement, closes)
        fresh = [one for month, one in closed.items() if month not in self.books.closed]
        kept = all(closed.get(month) == one for month, one in self.books.closed.items())
        if not kept or (self.latest is not None and any(self._too_early(one) for one in fresh)):
            raise NotInOrder
        books = self.books.copy()
        books.hear(facts, closed, settlements(reading.decisions.values()))
        return books

    def _too_early(self, close: Close) -> bool:
        """Whether a close is not after all that was heard, and after the last text of the contract."""
        since = self.agreement.since
        return (self.latest is not None and close.at <= self.latest) or (since is not None and close.at < since)


def opened(agreement: Agreement) -> Ledger:
    """The ledger of a contract of which nothing was heard yet."""
    return Ledger(Reading(agreement), RunningBooks(agreement))


def whole(recorded: Sequence[Recorded], agreement: Agreement) -> Ledger:
    """The ledger that a whole journal comes to."""
    return opened(agreement).heard(recorded)


def closed_by(agreement: Agreement, closes: Sequence[Close]) -> Mapping[Month, Close]:
    """The closes that count of a contract, in order."""
    last = Month.of(agreement.end) if agreement.end else None
    return counted(closes, Month.of(agreement.start), last)
