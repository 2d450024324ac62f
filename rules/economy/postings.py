"""What the ledger has posted of each closed month, so that what is learnt later corrects it by the difference."""

from collections.abc import Iterable, Mapping, Sequence

from rules.economy.consumption import Cell, Consumption
from rules.economy.drawing import Taken, Use
from rules.economy.entries import Aside, EntryFact, Key
from rules.economy.ledger_rows import COUNTERPARTS, Account, AccountKind, Kind, Row
from rules.workdays.month import Month

Corrections = Mapping[tuple[str, Aside | None], Sequence[Use]]
"""The corrections of closed months, by envelope or reason."""


class Postings:
    """The minutes posted for each entry of each closed cell, corrections included."""

    def __init__(self, consumption: Consumption) -> None:
        self._consumption = consumption
        self._posted: dict[Cell, dict[Key, int]] = {}
        self._closed: set[Month] = set()
        self._rows: dict[tuple[Month, str], str] = {}
        self.facts: dict[str, EntryFact] = {}

    def uses(self, cell: Cell) -> tuple[Use, ...]:
        """What the entries of an open month ask of an envelope."""
        return tuple(self._use(cell, one.key, one.minutes, Kind.CONSUMPTION) for one in self._consumption.shares(cell))

    def corrections(self) -> Corrections:
        """What was learnt of closed months since it was last posted: differences of rounded figures, entry by entry."""
        found: dict[tuple[str, Aside | None], list[Use]] = {}
        for cell in sorted((cell for cell in self._consumption.changed if cell.month in self._closed), key=_rank):
            now = {one.key: one.minutes for one in self._consumption.shares(cell)}
            before = self._posted.get(cell, {})
            for key in sorted(now.keys() | before.keys()):
                if difference := now.get(key, 0) - before.get(key, 0):
                    use = self._use(cell, key, difference, Kind.CORRECTION)
                    found.setdefault((cell.envelope, cell.reason), []).append(use)
        return found

    def aside(self, month: Month, corrections: Corrections) -> Iterable[Taken]:
        """The entries of a month that are shown and not drawn, and the corrections of those of closed months."""
        for cell in sorted((cell for cell in self._consumption.cells() if cell.month == month), key=_rank):
            if cell.reason is not None:
                yield from (Taken(use, month, use.minutes) for use in self.uses(cell))
        for (_, reason), uses in corrections.items():
            if reason is not None:
                yield from (Taken(use, month, use.minutes) for use in uses)

    def post(self, month: Month, corrections: Corrections, rows: Iterable[Row], *, closed: bool) -> None:
        """Freeze what the rows of a month say."""
        for (envelope, reason), uses in corrections.items():
            for use in uses:
                posted = self._posted.setdefault(Cell(envelope, reason, use.origin), {})
                key = self.facts[use.source].key
                posted[key] = posted.get(key, 0) + use.minutes
        self._consumption.changed.clear()
        for row in rows:
            if row.kind in (Kind.CONSUMPTION, Kind.CORRECTION):
                self._rows.setdefault((row.origin, row.source), row.id)
        if closed:
            self._closed.add(month)
            for cell in self._consumption.cells():
                if cell.month == month:
                    shares = self._consumption.shares(cell)
                    self._posted[cell] = {one.key: one.minutes for one in shares}

    def _use(self, cell: Cell, key: Key, minutes: int, kind: Kind) -> Use:
        fact = self._consumption.last[key]
        source = "/".join(key)
        self.facts[source] = fact
        reverses = self._rows.get((cell.month, source)) if kind is Kind.CORRECTION else None
        return Use(minutes, _account(cell), kind, cell.month, source, fact.revision, reverses)


def _account(cell: Cell) -> Account:
    if cell.reason is None:
        return COUNTERPARTS[AccountKind.CONSUMED]
    return Account(AccountKind.ASIDE, lot=cell.reason)


def _rank(cell: Cell) -> tuple[Month, str, str]:
    return cell.month, cell.envelope, cell.reason or ""
