"""The time entries that a month of the ledger posts, each with what it draws: what the month's figures rest on."""

from dataclasses import dataclass
from datetime import date

from rules.economy.bookkeeping import Books
from rules.economy.entries import Aside, Key
from rules.economy.ledger_rows import AccountKind, Kind, Row
from rules.workdays.month import Month

_POSTED = (Kind.CONSUMPTION, Kind.CORRECTION)


@dataclass(frozen=True, slots=True)
class TimeLine:
    """The minutes of an entry, below 0 where they are given back: drawn from an envelope, or set aside for a reason.

    `origin` is the month to which the entry belongs: an earlier one for what was learnt after its close.
    """

    entry: Key
    envelope: str
    reason: Aside | None
    minutes: int
    origin: Month


@dataclass(frozen=True, slots=True)
class Spent:
    """A line with what people know of its entry: the day of the work, its ticket, its author.

    `title` is None where only some people may read it; `category` is the contract's own name for the work.
    """

    on: date
    key: str
    title: str | None
    category: str | None
    author: str
    envelope: str
    reason: Aside | None
    minutes: int
    origin: Month


def time_lines(books: Books, month: Month) -> tuple[TimeLine, ...]:
    """The lines of a month, one an entry and place, in the order of the ledger."""
    found: dict[tuple[str, str, Aside | None, Month], int] = {}
    for row in books.rows:
        if row.month == month and row.kind in _POSTED:
            place = (row.source, row.envelope, _reason(row), row.origin)
            found[place] = found.get(place, 0) + _minutes(row)
    return tuple(
        TimeLine(_key(source), envelope, reason, minutes, origin)
        for (source, envelope, reason, origin), minutes in found.items()
    )


def aside_in(books: Books, month: Month) -> dict[Aside, int]:
    """The minutes that a month shows and does not draw, by reason; the books have their rows."""
    found: dict[Aside, int] = {}
    for line in time_lines(books, month):
        if line.reason is not None:
            found[line.reason] = found.get(line.reason, 0) + line.minutes
    return {reason: minutes for reason, minutes in found.items() if minutes}


def _minutes(row: Row) -> int:
    return -row.minutes if row.debit.kind is AccountKind.CONSUMED else row.minutes


def _reason(row: Row) -> Aside | None:
    account = next((one for one in (row.debit, row.credit) if one.kind is AccountKind.ASIDE), None)
    return Aside(account.lot) if account else None


def _key(source: str) -> Key:
    site, _, entry = source.partition("/")
    return site, entry
