"""Reads one page of a person's Home in one transaction."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar
from zoneinfo import ZoneInfo

from connectors.channels.home_data import (
    ABSENCES,
    CONTRACTS,
    DUES,
    FIRST,
    PROMISES,
    Away,
    Due,
    Exposure,
    Sheet,
    Tally,
    Told,
)
from connectors.contracts import Contracts
from connectors.preference_choices import Preferences
from connectors.store import Connection, portfolio
from connectors.store.portfolio import Promised
from connectors.wording import Wording
from rules.anomaly.state import Ticket
from rules.clock import read
from rules.contract import ClockName, Contract, Role
from rules.people.stand_ins import Absence
from rules.reminders.promised_dates import near, promises
from scheduler.cases.case_loader import Case, Casebook
from scheduler.lists.contract_portfolio import contract_portfolio
from scheduler.lists.person_portfolio import AHEAD, Books, Standing, due_today, end_of_day, found, start_of_month

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reader:
    """The reader, page and wording; `browse` gives the address of an issue."""

    user: str
    page: int
    preferences: Preferences
    voice: Callable[[Contract | None], Wording]
    browse: Callable[[Ticket], str]


def seen(tx: Connection, casebook: Casebook, reader: Reader, now: datetime) -> Sheet | None:
    """The page, or the last one where there are fewer; None for somebody whom no contract names."""
    books = Books(casebook, reader.user, now)
    if not books.theirs:
        return None
    standing = {one.id: books.standings(tx, one) for one in books.theirs}
    owed = sorted(
        (one for some in standing.values() for one in some if books.owes(one)), key=lambda one: _urgency(books, one)
    )
    tallies = sorted((_tally(books, one, standing[one.id]) for one in books.theirs), key=lambda one: -one.late)
    exposures = _exposures(tx, books, standing)
    pages = max(
        FIRST,
        *(-(-len(some) // most) for some, most in ((owed, DUES), (tallies, CONTRACTS), (exposures or (), CONTRACTS))),
    )
    page = min(max(reader.page, FIRST), pages)
    promised, count = _promised(tx, casebook, books, reader) if page == FIRST else ([], 0)
    return Sheet(
        now=now,
        voice=reader.voice,
        preferences=reader.preferences,
        page=page,
        pages=pages,
        several=len(books.theirs) > 1,
        leads=any(Role.CP in books.roles(one) for one in books.theirs),
        answers=any(Role.RM in books.roles(one) for one in books.theirs),
        mailed=any(one.email for contract in books.theirs for one in contract.people if one.chat == reader.user),
        owed=len(owed),
        late=sum(one.late for one in owed),
        dues=tuple(_dues(tx, casebook, _window(owed, page, DUES), reader, now)),
        promised=count,
        promises=tuple(promised),
        tallies=tuple(_window(tallies, page, CONTRACTS)),
        exposures=None if exposures is None else tuple(_window(exposures, page, CONTRACTS)),
        absences=tuple(_absences(casebook.contracts, books)),
        places=tuple(_places(casebook.contracts, books)),
        portfolio=contract_portfolio(tx, casebook, books, standing) if page == FIRST else None,
    )


def _absences(contracts: Contracts, books: Books) -> Iterator[Away]:
    """The person's own that are not over, the first to begin first, as many as are shown."""
    theirs = (one for one in _ahead(contracts, books) if one.user == books.user)
    for one in islice(theirs, ABSENCES):
        yield Away(one.id, contracts.name_of(one.stand_in), one.first, one.last)


def _places(contracts: Contracts, books: Books) -> Iterator[Away]:
    """The absences of others in which the person stands in."""
    theirs = (one for one in _ahead(contracts, books) if one.stand_in == books.user)
    for one in islice(theirs, ABSENCES):
        yield Away(one.id, contracts.name_of(one.user), one.first, one.last)


def _ahead(contracts: Contracts, books: Books) -> Iterator[Absence]:
    today = books.now.astimezone(ZoneInfo(books.theirs[0].zone)).date()
    return (one for one in contracts.absences if one.last >= today)


def _window(some: Sequence[T], page: int, most: int) -> Sequence[T]:
    return some[(page - 1) * most : page * most]


def _urgency(books: Books, one: Standing) -> tuple[timedelta, bool, datetime]:
    """The least opening time left first; then what has no deadline, the oldest first."""
    raised = one.row.raised_at
    return books.left(one), raised is not None, raised or books.now


def _dues(tx: Connection, casebook: Casebook, owed: Sequence[Standing], reader: Reader, now: datetime) -> Iterator[Due]:
    for one in owed:
        case = found(tx, casebook, one.row.id, now)
        if case is not None:
            clock = one.row.clock
            reading = read(clock, case.anomaly.marks, case.contract, now) if clock else None
            yield Due(case.anomaly, case.contract, one.row.owed, reading, _link(case, reader))


def _link(case: Case, reader: Reader) -> str:
    ticket = case.anomaly.ticket
    return reader.browse(ticket) if ticket else ""


def _promised(tx: Connection, casebook: Casebook, books: Books, reader: Reader) -> tuple[list[Told], int]:
    """The dates that went by, fall today or are near, as many as are shown; and how many there are in all."""
    certain: list[Promised] = []
    perhaps: list[Promised] = []
    for contract in books.theirs:
        evening = end_of_day(contract, books.now)
        for row in books.promised(tx, contract, books.now + AHEAD):
            (certain if row.at < evening else perhaps).append(row)
    shown = [told for row in _soonest(certain) if (told := _told(tx, casebook, row, reader, books.now))]
    close = [told for row in _soonest(perhaps) if (told := _told(tx, casebook, row, reader, books.now))]
    shown += [told for told in close if near(told.promise, told.contract, books.now)]
    return shown[:PROMISES], max(len(certain), len(shown))


def _soonest(some: Iterable[Promised]) -> list[Promised]:
    return sorted(some, key=lambda one: one.at)[:PROMISES]


def _told(tx: Connection, casebook: Casebook, row: Promised, reader: Reader, now: datetime) -> Told | None:
    case = found(tx, casebook, row.id, now)
    made = promises(case.anomaly, case.contract, now) if case else ()
    kept = next((one for one in made if one.clock is row.clock), None)
    return Told(case.anomaly, case.contract, kept, _link(case, reader)) if case and kept else None


def _tally(books: Books, contract: Contract, standing: Sequence[Standing]) -> Tally:
    evening = end_of_day(contract, books.now)
    steps = Counter(one.row.owed for one in standing)
    return Tally(
        contract,
        books.roles(contract),
        Counter(one.row.criticality for one in standing),
        late=sum(one.late for one in standing),
        today=sum(due_today(one, evening) for one in standing),
        answers=steps["answer"],
        recettes=steps["accept"],
        unowned=sum(one.row.owner is None and one.row.raised_at is not None for one in standing),
    )


def _exposures(tx: Connection, books: Books, standing: Mapping[str, Sequence[Standing]]) -> tuple[Exposure, ...] | None:
    """The contracts of their direction that missed something this month or are late, the most exposed first."""
    answered = {one.id: one for one in books.theirs if Role.DIRECTION in books.roles(one)}
    if not answered:
        return None
    since = {name: start_of_month(one, books.now) for name, one in answered.items()}
    missed: dict[str, Counter[ClockName]] = {name: Counter() for name in answered}
    for row in portfolio.missed(tx, min(since.values()), books.now):
        if row.contract in answered and row.deadline >= since[row.contract]:
            missed[row.contract][row.clock] += 1
    for name in answered:
        missed[name].update(_unsaid(standing[name], since[name]))
    each = (Exposure(one, missed[name], sum(row.late for row in standing[name])) for name, one in answered.items())
    exposed = [one for one in each if one.late or one.missed]
    return tuple(sorted(exposed, key=lambda one: (-one.late, -one.missed.total())))


def _unsaid(standing: Iterable[Standing], since: datetime) -> Iterator[ClockName]:
    """The breaches of the last moments, which no alert has told yet."""
    for one in standing:
        row = one.row
        if one.late and not row.told and row.clock and row.deadline and row.deadline >= since:
            yield row.clock
