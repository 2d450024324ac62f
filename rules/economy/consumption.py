"""The minutes that time entries consume, cell by cell: an envelope, or a reason to set aside, in a month."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rules.contract.budget_terms import Rounding, RoundingScope, RoundingWay
from rules.economy.agreement import Agreement
from rules.economy.entries import Aside, Entry, EntryFact, Key, aside, by_month, month_of
from rules.economy.month_terms import MonthTerms
from rules.workdays.month import Month, local_day

_MINUTE = 60


class Cell(NamedTuple):
    """Where an entry counts: an envelope's name and None, or "" and the reason to set it aside; and the month."""

    envelope: str
    reason: Aside | None
    month: Month


@dataclass(frozen=True, slots=True)
class Share:
    """The minutes of a cell that one entry accounts for."""

    key: Key
    minutes: int


class Consumption:
    """The live entries of a contract in their cells, as facts become known one after the other."""

    def __init__(self, agreement: Agreement, terms: Callable[[Month], MonthTerms]) -> None:
        self._agreement, self._terms = agreement, terms
        self._cells: dict[Cell, dict[Key, Entry]] = {}
        self._shares: dict[Cell, tuple[Share, ...]] = {}
        self._where: dict[Key, tuple[Cell, ...]] = {}
        self.last: dict[Key, EntryFact] = {}
        self.changed: set[Cell] = set()

    def hear(self, fact: EntryFact) -> None:
        """Take note of one more fact."""
        self.last[fact.key] = fact
        for before in self._where.pop(fact.key, ()):
            del self._cells[before][fact.key]
            self._note(before)
        if fact.entry is not None:
            pieces = {self._cell(piece): piece for piece in by_month(fact.entry, self._agreement)}
            for cell, piece in pieces.items():
                self._cells.setdefault(cell, {})[fact.key] = piece
                self._note(cell)
            self._where[fact.key] = tuple(pieces)

    def shares(self, cell: Cell) -> tuple[Share, ...]:
        """The minutes of a cell, entry by entry in the order of the work; they add up to its rounded groups."""
        if cell not in self._shares:
            rounding = None if cell.reason is not None else self._terms(cell.month).rounding
            self._shares[cell] = shares(self._cells.get(cell, {}), rounding, self._agreement.zone)
        return self._shares[cell]

    def entry(self, key: Key) -> Entry | None:
        """The present state of an entry; None once it is deleted."""
        return self.last[key].entry

    def cells(self) -> tuple[Cell, ...]:
        """Every cell that holds an entry."""
        return tuple(cell for cell, entries in self._cells.items() if entries)

    def set_aside(self) -> Mapping[Aside, int]:
        """The minutes that are shown and not drawn, by reason, whatever their month."""
        found: dict[Aside, int] = {}
        for cell, entries in self._cells.items():
            if cell.reason is not None and entries:
                minutes = sum(rounded(entry.seconds, None) for entry in entries.values())
                found[cell.reason] = found.get(cell.reason, 0) + minutes
        return found

    def _note(self, cell: Cell) -> None:
        self.changed.add(cell)
        self._shares.pop(cell, None)

    def _cell(self, entry: Entry) -> Cell:
        month = month_of(entry, self._agreement)
        if (why := aside(entry, month, self._agreement)) is not None:
            return Cell("", why, month)
        terms = self._terms(month)
        if not terms.parts:
            return Cell("", Aside.AFTER_END, month)
        claiming = terms.claiming(entry.category)
        return Cell("", Aside.UNCLAIMED, month) if claiming is None else Cell(claiming, None, month)


def shares(entries: Mapping[Key, Entry], rounding: Rounding | None, zone: str) -> tuple[Share, ...]:
    """What each entry adds to its rounded group, in the order of the work.

    Seconds are summed in a group before they are rounded, so that an entry may add nothing.
    """
    seconds: dict[object, int] = {}
    found: list[Share] = []
    for entry in sorted(entries.values(), key=lambda one: (one.started, one.key)):
        group = _group(entry, rounding, zone)
        before = seconds.get(group, 0)
        seconds[group] = before + entry.seconds
        found.append(Share(entry.key, rounded(seconds[group], rounding) - rounded(before, rounding)))
    return tuple(found)


def total(found: Iterable[Share]) -> int:
    """The minutes of shares together."""
    return sum(one.minutes for one in found)


def rounded(seconds: int, rounding: Rounding | None) -> int:
    """The minutes that seconds make: the nearest minute, half up, where nothing is agreed."""
    step, way = (rounding.step, rounding.way) if rounding else (1, RoundingWay.NEAREST)
    unit = step * _MINUTE
    if way is RoundingWay.UP:
        return -(-seconds // unit) * step
    return (seconds if way is RoundingWay.DOWN else seconds + unit // 2) // unit * step


def _group(entry: Entry, rounding: Rounding | None, zone: str) -> object:
    scope = rounding.scope if rounding else RoundingScope.ENTRY
    if scope is RoundingScope.TICKET:
        return entry.site, entry.issue
    if scope is RoundingScope.PERSON_DAY:
        return entry.site, entry.author, local_day(entry.started, zone)
    return entry.key if scope is RoundingScope.ENTRY else None
