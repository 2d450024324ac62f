"""The minutes that time entries consume, cell by cell: an envelope, or a reason to set aside, in a month."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import NamedTuple

from rules.contract.budget_terms import Rounding, RoundingScope, RoundingWay
from rules.economy.agreement import Agreement
from rules.economy.entries import Aside, Entry, EntryFact, Key, aside, by_month, month_of
from rules.economy.month_terms import MonthTerms
from rules.economy.shared_dicts import Drawers, SharedDict
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
        self._shares: dict[Cell, tuple[Share, ...]] = {}
        self.entries = Drawers[Cell, Key, Entry]()
        self.totals: dict[Cell, int] = {}
        self.where = SharedDict[Key, tuple[Cell, ...]]()
        self.last = SharedDict[Key, EntryFact]()
        self.changed: set[Cell] = set()

    def copy(self, terms: Callable[[Month], MonthTerms]) -> "Consumption":
        """Another one, which then hears for itself."""
        other = copy(self)
        other._terms, other._shares, other.totals = terms, {**self._shares}, {**self.totals}
        other.entries, other.where, other.last = self.entries.copy(), self.where.copy(), self.last.copy()
        other.changed = {*self.changed}
        return other

    def under(self, terms: Callable[[Month], MonthTerms]) -> None:
        """Take other terms from now on: those of months that were closed meanwhile."""
        self._terms = terms

    def glance(self) -> "Consumption":
        """Another one, which hears nothing, and whose changes are posted apart."""
        other = copy(self)
        other.changed = {*self.changed}
        return other

    def hear(self, fact: EntryFact) -> None:
        """Take note of one more fact."""
        self.last[fact.key] = fact
        for before in self.where.get(fact.key) or ():
            del self.entries.mine(before)[fact.key]
            self._note(before)
        cells: tuple[Cell, ...] = ()
        if fact.entry is not None:
            pieces = {self._cell(piece): piece for piece in by_month(fact.entry, self._agreement)}
            for cell, piece in pieces.items():
                self.entries.mine(cell)[fact.key] = piece
                self._note(cell)
            cells = tuple(pieces)
        self.where[fact.key] = cells

    def shares(self, cell: Cell) -> tuple[Share, ...]:
        """The minutes of a cell, entry by entry in the order of the work; they add up to its rounded groups."""
        found = self._shares.get(cell)
        if found is None:
            rounding = None if cell.reason is not None else self._terms(cell.month).rounding
            found = self._shares[cell] = shares(self.entries.get(cell) or {}, rounding, self._agreement.zone)
        return found

    def total(self, cell: Cell) -> int:
        """The minutes of a cell together."""
        found = self.totals.get(cell)
        if found is None:
            found = self.totals[cell] = total(self.shares(cell))
        return found

    def cells(self, month: Month | None = None) -> tuple[Cell, ...]:
        """Every cell that holds an entry, or those of one month."""
        every = self.entries if month is None else (cell for cell in self.entries if cell.month == month)
        return tuple(cell for cell in every if self.totals.get(cell) or self.entries.get(cell))

    def keys(self, cell: Cell) -> Iterable[Key]:
        """The entries of a cell."""
        return self.entries.get(cell) or ()

    def set_aside(self) -> Mapping[Aside, int]:
        """The minutes that are shown and not drawn, by reason, whatever their month."""
        found: dict[Aside, int] = {}
        for cell in self.cells():
            if cell.reason is not None:
                found[cell.reason] = found.get(cell.reason, 0) + self.total(cell)
        return found

    def _note(self, cell: Cell) -> None:
        self.changed.add(cell)
        self._shares.pop(cell, None)
        self.totals.pop(cell, None)

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
