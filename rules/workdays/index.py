"""Opened time summed once and then looked up, so that ten years cost no more to cross than ten minutes."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from operator import sub

from rules.workdays.interval import Stretch

BEGINNING = datetime.min.replace(tzinfo=UTC)
ONE_DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1900, 2400
SEARCH_YEARS = 10


class NeverOpens(ValueError):
    """No opening within ten years of where the search stood."""


@dataclass(frozen=True, slots=True)
class Table:
    """The opened stretches of the years `first` to `last`, in order and without overlap.

    Row `i` is open from `starts[i]` to `ends[i]`, after `opened[i]` of opening time counted from a fixed origin;
    `opened` has one more entry, the total. Row 0 is an empty stretch before all times, so that every instant has a
    row at or before it. `days` gives the row that begins each open date; `closings` the ends that no row continues.
    What lies in `[since, until)` is exact: the margins keep clear of night shifts that cross the new year.
    """

    first: int
    last: int
    starts: list[datetime]
    ends: list[datetime]
    days: list[int]
    opened: list[timedelta]
    closings: list[datetime]
    since: datetime
    until: datetime

    def row(self, at: datetime) -> int:
        """The last row that starts at or before `at`: the open one, or the one before the closed gap."""
        return bisect_right(self.starts, at) - 1

    def elapsed(self, at: datetime) -> timedelta:
        """The opening time from the origin to `at`, which the table must cover."""
        row = bisect_right(self.starts, at) - 1
        end = self.ends[row]
        return self.opened[row] + ((at if at < end else end) - self.starts[row])

    def day(self, row: int) -> int:
        """The rank, among the open dates, of the date that a row belongs to."""
        return bisect_right(self.days, row) - 1


def _table(
    years: tuple[int, int], *, starts: list[datetime], ends: list[datetime], days: list[int], origin: timedelta
) -> Table:
    first, last = years
    return Table(
        first=first,
        last=last,
        starts=starts,
        ends=ends,
        days=days,
        opened=list(accumulate(map(sub, ends, starts), initial=origin)),
        closings=[end for end, following in zip(ends[1:-1], starts[2:], strict=True) if end != following],
        since=datetime(first, 1, 3, tzinfo=UTC),
        until=datetime(last, 12, 30, tzinfo=UTC),
    )


class Index:
    """A table that grows by whole years when an instant or a sum lies outside it.

    Growing makes a new table and swaps it in: readers in other threads keep the one they hold, and two threads that
    grow at once waste work but lose nothing.
    """

    __slots__ = ("_stretches", "_table")

    def __init__(self, stretches: Callable[[date], list[Stretch]]) -> None:
        self._stretches = stretches
        self._table: Table | None = None

    def covering(self, at: datetime) -> Table:
        """A table exact around `at`. Raises ValueError outside the years 1900 to 2400."""
        table = self._table or self._first(at.year)
        while at >= table.until:
            table = self._append(table)
        while at < table.since:
            table = self._prepend(table)
        return table

    def later(self, table: Table, at: datetime) -> Table:
        """`table` with one more year. Raises NeverOpens ten years past both `at` and the last opening."""
        if table.last - max(at, table.ends[-1]).year > SEARCH_YEARS:
            raise NeverOpens(f"no opening in the {SEARCH_YEARS} years that follow {max(at, table.ends[-1]):%Y-%m-%d}")
        return self._append(table)

    def earlier(self, table: Table, at: datetime) -> Table:
        """`table` with one year more before it. Raises NeverOpens ten years before both `at` and the first opening."""
        reached = min([at, *table.starts[1:2]])
        if reached.year - table.first > SEARCH_YEARS:
            raise NeverOpens(f"no opening in the {SEARCH_YEARS} years that precede {reached:%Y-%m-%d}")
        return self._prepend(table)

    def _first(self, year: int) -> Table:
        starts, ends, days = self._year(year)
        self._table = _table(
            (year, year),
            starts=[BEGINNING, *starts],
            ends=[BEGINNING, *ends],
            days=[row + 1 for row in days],
            origin=timedelta(),
        )
        return self._table

    def _append(self, table: Table) -> Table:
        starts, ends, days = self._year(table.last + 1)
        self._table = _table(
            (table.first, table.last + 1),
            starts=table.starts + starts,
            ends=table.ends + ends,
            days=table.days + [row + len(table.starts) for row in days],
            origin=table.opened[0],
        )
        return self._table

    def _prepend(self, table: Table) -> Table:
        starts, ends, days = self._year(table.first - 1)
        self._table = _table(
            (table.first - 1, table.last),
            starts=[BEGINNING, *starts, *table.starts[1:]],
            ends=[BEGINNING, *ends, *table.ends[1:]],
            days=[row + 1 for row in days] + [row + len(starts) for row in table.days],
            origin=table.opened[0] - sum(map(sub, ends, starts), timedelta()),
        )
        return self._table

    def _year(self, year: int) -> tuple[list[datetime], list[datetime], list[int]]:
        """Starts, ends and first row of each open date of one year, freed of overlaps (a night shift's morning too)."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(f"opening time is counted from {FIRST_YEAR} to {LAST_YEAR}, not in {year}")
        starts: list[datetime] = []
        ends: list[datetime] = []
        days: list[int] = []
        day = date(year, 1, 1)
        reached = max((end for _, end in self._stretches(day - ONE_DAY)), default=BEGINNING)
        while day.year == year:
            row = len(starts)
            for start, end in self._stretches(day):
                if end > reached:
                    starts.append(max(start, reached))
                    ends.append(end)
                    reached = end
            if len(starts) > row:
                days.append(row)
            day += ONE_DAY
        return starts, ends, days
