"""Reads a ledger back from its snapshot: what is many is read one by one, when it is asked for."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from rules.contract import Side
from rules.economy.agreement import Agreement
from rules.economy.amended import Amended
from rules.economy.bookkeeping import RunningBooks
from rules.economy.consumption import Cell
from rules.economy.entries import Aside, Entry, EntryFact, Key, by_month
from rules.economy.figures import MonthFigures
from rules.economy.ledger import Ledger, closed_by
from rules.economy.ledger_history import Reading, State
from rules.economy.ledger_snapshot import EPOCH, TICK, Snapshot, editions
from rules.economy.settlements import Debt, Instalments
from rules.economy.shared_dicts import Drawers, SharedDict
from rules.workdays.month import Month

_TOLD, _KNOWN, _CELLS, _ISSUE = 3, 5, 6, 7
"""Where a row of `entries` has the instant of its last word, how much later it was written down, its cells, and what an
entry that stands has besides."""


def revived(kept: Snapshot, agreement: Agreement) -> Ledger:
    """The ledger of a snapshot, under the agreement that it was kept under."""
    return _Reader(kept, agreement).ledger()


class _Reader:
    def __init__(self, kept: Snapshot, agreement: Agreement) -> None:
        self._kept, self._agreement = kept, agreement
        self._closed = closed_by(agreement, kept.closes)
        self._keys: list[Key] = [(kept.words[row[0]], row[1]) for row in kept.entries]
        self._cells = [_cell(one) for one in kept.cells]
        self._reading = Reading(agreement)
        self._books = RunningBooks(agreement)

    def ledger(self) -> Ledger:
        self._tell()
        self._count()
        self._stand()
        return Ledger(self._reading, self._books, self._kept.latest)

    def _tell(self) -> None:
        kept, reading = self._kept, self._reading
        reading.closes, reading.warned = [*kept.closes], [*kept.warned]
        reading.digests, reading.decisions = dict(kept.digests), {one.id: one for one in kept.decisions}
        reading.issues = {(shown.site, shown.issue): (shown, at) for shown, at in kept.issues}
        reading.judged = {author: (counts, at) for author, counts, at in kept.judged}
        reading.names = dict(kept.names)
        of: dict[Key, list[int]] = {}
        for rank, row in enumerate(kept.entries):
            if len(row) > _ISSUE:
                issue, author, side = row[_ISSUE : _ISSUE + 3]
                of.setdefault((kept.words[row[0]], kept.words[issue]), []).append(rank)
                if row[_ISSUE + 4] + row[_KNOWN] < 0:
                    reading.ahead[self._keys[rank]] = _instant(row) - row[_ISSUE + 4] * TICK
                if kept.words[side] is None:
                    reading.strange.mine(kept.words[author])[self._keys[rank]] = row[_ISSUE + 5]
        reading.of = Drawers(of, lambda _, ranks: {self._keys[rank]: None for rank in ranks})
        self._rows = dict(zip(self._keys, kept.entries, strict=True))
        reading.states = SharedDict(self._rows, lambda _, row: self._state(row))

    def _count(self) -> None:
        kept, consumption = self._kept, self._books.consumption
        self._books.under(self._closed)
        consumption.last = SharedDict({key: row for key, row in self._rows.items() if row[4] is not None}, self._fact)
        consumption.where = SharedDict(self._rows, lambda _, row: tuple(self._cells[rank] for rank in row[_CELLS]))
        consumption.totals = {cell: one[3] for cell, one in zip(self._cells, kept.cells, strict=True)}
        held: list[list[int]] = [[] for _ in self._cells]
        for rank, row in enumerate(kept.entries):
            for cell in row[_CELLS]:
                held[cell].append(rank)
        consumption.entries = Drawers(dict(zip(self._cells, held, strict=True)), self._pieces)
        consumption.changed = {_cell(one) for one in kept.changed}

    def _stand(self) -> None:
        kept, desk = self._kept, self._books.desk
        desk.months = [_with_lots(one, lots) for one, lots in zip(kept.figures, kept.lots, strict=True)]
        desk.postings.closed = set(self._closed)
        desk.postings.posted = Drawers({_cell(one): one[3] for one in kept.posted}, lambda _, flat: self._posted(flat))
        named = {Month.read(month): flat for month, flat in kept.rows}
        desk.postings.rows = Drawers(named, lambda _, flat: dict(self._named(flat)))
        desk.lots = {name: _lots(lots) for name, lots in kept.left}
        desk.debts = {name: Debt(once, [Instalments(*one) for one in spread]) for name, once, spread in kept.debts}
        for name, text in kept.rules:
            month = Month.read(text)
            ruling = next(one for one in self._books.terms(month).envelopes if one.name == name)
            desk.rules[name] = ruling, month
        desk.pending = {(Month.read(month), name): minutes for month, name, minutes in kept.pending}
        desk.amended = self._amended()

    def _amended(self) -> Amended:
        found = Amended()
        for text, granted, fee in self._kept.amended:
            month = Month.read(text)
            found.granted[month], found.fees[month] = dict(granted), fee
        found.agreement = None if self._kept.edition is None else [*editions(self._agreement)][self._kept.edition]
        return found

    def _state(self, row: list[Any]) -> State:
        told = _instant(row)
        return State(self._entry(row), told, row[2], told + row[5] * TICK)

    def _entry(self, row: list[Any]) -> Entry | None:
        if len(row) <= _ISSUE:
            return None
        words = self._kept.words
        issue, author, side, category, before, seconds, after = row[_ISSUE:]
        started = _instant(row) - before * TICK
        party = words[side] and Side(words[side])
        created = started + after * TICK
        return Entry(
            words[row[0]], row[1], words[issue], words[author], party, words[category], started, seconds, created
        )

    def _fact(self, key: Key, row: list[Any]) -> EntryFact:
        told, entry = _instant(row), self._reading.as_judged(self._entry(row))
        return EntryFact(key, entry, told + row[4] * TICK, told + row[5] * TICK, row[2])

    def _pieces(self, cell: Cell, ranks: Iterable[int]) -> dict[Key, Entry]:
        consumption, found = self._books.consumption, dict[Key, Entry]()
        for key in (self._keys[rank] for rank in ranks):
            fact, cells = consumption.last.get(key), consumption.where.get(key) or ()
            assert fact is not None and fact.entry is not None  # noqa: S101, PT018 - for the type checker: it stands
            entry = fact.entry
            if len(cells) > 1:
                entry = [*by_month(entry, self._agreement)][cells.index(cell)]
            found[key] = entry
        return found

    def _posted(self, flat: list[int]) -> dict[Key, int]:
        return {self._keys[rank]: minutes for rank, minutes in zip(flat[::2], flat[1::2], strict=True)}

    def _named(self, flat: list[int]) -> Iterator[tuple[str, str]]:
        for rank, shape in zip(flat[::2], flat[1::2], strict=True):
            source, (before, after) = "/".join(self._keys[rank]), self._kept.shapes[shape]
            yield source, f"{before}/{source}/{after}"


def _instant(row: list[Any]) -> datetime:
    ticks: int = row[_TOLD]
    return EPOCH + ticks * TICK


def _cell(plain: list[Any]) -> Cell:
    envelope, reason, month, *_ = plain
    return Cell(envelope, reason and Aside(reason), Month.read(month))


def _lots(plain: list[Any]) -> dict[Month, int]:
    return {Month.read(month): minutes for month, minutes in plain}


def _with_lots(figures: MonthFigures, lots: list[Any]) -> MonthFigures:
    pairs = zip(figures.envelopes, lots, strict=True)
    return replace(
        figures, envelopes=tuple(replace(one, lots=None if left is None else _lots(left)) for one, left in pairs)
    )
