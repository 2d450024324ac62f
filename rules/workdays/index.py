"""Opened time summed once and then looked up, so that ten years cost no more to cross than ten minutes."""

from bisect import bisect_left, bisect_right
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

Rows = tuple[list[datetime], list[datetime], list[int]]


class NeverOpens(ValueError):
    """No opening within ten years of where the search stood."""


@dataclass(frozen=True, slots=True)
class Table:
    """The opened stretches of the years `first` to `last`, in order and without overlap.

    Row `i` is open from `starts[i]` to `ends[i]`, after `opened[i]` of opening time counted from a fixed origin;
    `opened` has one more entry, the total. Row 0 is an empty stretch before all times, so that every instant has a
    row at or before it. `days` gives the row that begins each open date; `closings` the ends that no row continues.
    `lasts` gives, by the ordinal of each UTC date on which the table is exact, the last row that starts by its end: a
    row is found a step or two back from there, in any number of years, and KeyError says that the table must grow.
    """

    first: int
    last: int
    starts: list[datetime]
    ends: list[datetime]
    days: list[int]
    opened: list[timedelta]
    closings: list[datetime]
    lasts: dict[int, int]

    def row(self, at: datetime) -> int:
        """The last row that starts at or before `at`: the open one, or the one before the closed gap."""
        row = self.lasts[at.toordinal()]
        while at < self.starts[row]:
            row -= 1
        return row

    def elapsed(self, at: datetime) -> timedelta:
        """The opening time from the origin to `at`."""
        starts = self.starts
        row = self.lasts[at.toordinal()]  # as in `row`, whose call would take as long as the rest
        while at < starts[row]:
            row -= 1
        return self.opened[row] + (at - starts[row]) if at < self.ends[row] else self.opened[row + 1]

    def day(self, row: int) -> int:
        """The rank, among the open dates, of the date that a row belongs to."""
        return bisect_right(self.days, row) - 1


def _table(first: int, last: int, years: list[Rows], origin: timedelta) -> Table:
    starts, ends, days = [BEGINNING], [BEGINNING], list[int]()
    for its_starts, its_ends, its_days in years:
        days += [len(starts) + row for row in its_days]
        starts += its_starts
        ends += its_ends
    # Clear of the new year's edges, which a night shift of a year that is not there may cross.
    exact = range(date(first, 1, 3).toordinal(), date(last, 12, 30).toordinal())
    return Table(
        first=first,
        last=last,
        starts=starts,
        ends=ends,
        days=days,
        opened=list(accumulate(map(sub, ends, starts), initial=origin)),
        closings=[end for end, following in zip(ends[1:-1], starts[2:], strict=True) if end != following],
        lasts={day: bisect_left(starts, _midnight(day + 1)) - 1 for day in exact},
    )


def _midnight(day: int) -> datetime:
    return datetime.fromordinal(day).replace(tzinfo=UTC)


def _nothing(year: int) -> Table:
    """The starting point of a table of `year`."""
    return Table(year, year - 1, [BEGINNING], [BEGINNING], [], [timedelta()], [], {})


class Index:
    """A table that grows by whole years when an instant or a sum lies outside it.

    Growing makes a new table and swaps it in: readers in other threads keep the one they hold, and two threads that
    grow at once waste work but lose nothing.
    """

    __slots__ = ("_stretches", "table")

    def __init__(self, stretches: Callable[[date], list[Stretch]]) -> None:
        self._stretches = stretches
        self.table = _nothing(FIRST_YEAR)

    def covering(self, *instants: datetime) -> Table:
        """A table exact around all the instants. Raises ValueError outside the years 1900 to 2400."""
        table = self.table  # and not again: another thread may leave there one that lacks an instant already covered
        for at in instants:
            if at.toordinal() not in table.lasts:
                table = self._around(table if table.lasts else _nothing(at.year), at.date())
        return table

    def later(self, table: Table, at: datetime) -> Table:
        """`table` with one more year. Raises NeverOpens ten years past both `at` and the last opening."""
        if table.last - max(at, table.ends[-1]).year > SEARCH_YEARS:
            raise NeverOpens(f"no opening in the {SEARCH_YEARS} years that follow {max(at, table.ends[-1]):%Y-%m-%d}")
        return self._grown(table, table.first, table.last + 1)

    def earlier(self, table: Table, at: datetime) -> Table:
        """`table` with one year more before it. Raises NeverOpens ten years before both `at` and the first opening."""
        reached = min([at, *table.starts[1:2]])
        if reached.year - table.first > SEARCH_YEARS:
            raise NeverOpens(f"no opening in the {SEARCH_YEARS} years that precede {reached:%Y-%m-%d}")
        return self._grown(table, table.first - 1, table.last)

    def _around(self, table: Table, day: date) -> Table:
        first = day.year - (day < date(day.year, 1, 3))
        last = day.year + (day >= date(day.year, 12, 30))
        return self._grown(table, min(first, table.first), max(last, table.last))

    def _grown(self, table: Table, first: int, last: int) -> Table:
        for year in (first, last):
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise ValueError(f"opening time is counted from {FIRST_YEAR} to {LAST_YEAR}, not in {year}")
        before = [self._year(year) for year in range(first, table.first)]
        known = table.starts[1:], table.ends[1:], [row - 1 for row in table.days]
        after = [self._year(year) for year in range(table.last + 1, last + 1)]
        # What was counted from the origin must keep its place when years come before it.
        added = sum((elapsed for starts, ends, _ in before for elapsed in map(sub, ends, starts)), timedelta())
        self.table = _table(first, last, [*before, known, *after], table.opened[0] - added)
        return self.table

    def _year(self, year: int) -> Rows:
        """Starts, ends and first row of each open date of one year, freed of overlaps (a night shift's morning too)."""
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
