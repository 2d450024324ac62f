"""What the ledger has posted of each closed month, so that what is learnt later corrects it by the difference."""

from collections.abc import Iterable, Mapping, Sequence

from rules.economy.consumption import Cell, Consumption
from rules.economy.drawing import Taken, Use
from rules.economy.entries import Aside, Key
from rules.economy.ledger_rows import COUNTERPARTS, Account, AccountKind, Kind, Row
from rules.economy.shared_dicts import Drawers
from rules.workdays.month import Month

Corrections = Mapping[tuple[str, Aside | None], Sequence[Use]]
"""The corrections of closed months, by envelope or reason."""


class Postings:
    """The minutes posted for each entry of each closed cell, corrections included."""

    def __init__(self, consumption: Consumption) -> None:
        self._consumption = consumption
        self.posted = Drawers[Cell, Key, int]()
        self.closed: set[Month] = set()
        self.rows = Drawers[Month, str, str]()
        """The id of the row that posted an entry first, by the entry's month and its source."""

    def copy(self, consumption: Consumption) -> "Postings":
        """Another one, which then posts for itself."""
        other = Postings(consumption)
        other.posted, other.closed, other.rows = self.posted.copy(), {*self.closed}, self.rows.copy()
        return other

    def asked(self, cell: Cell) -> tuple[Use, ...]:
        """What an open month asks of an envelope, all entries together."""
        minutes = self._consumption.total(cell)
        return (Use(minutes, _account(cell), Kind.CONSUMPTION, cell.month, ""),) if minutes else ()

    def uses(self, cell: Cell) -> tuple[Use, ...]:
        """What the entries of an open month ask of an envelope."""
        return tuple(self._use(cell, one.key, one.minutes, Kind.CONSUMPTION) for one in self._consumption.shares(cell))

    def corrections(self) -> Corrections:
        """What was learnt of closed months since it was last posted: differences of rounded figures, entry by entry."""
        found: dict[tuple[str, Aside | None], list[Use]] = {}
        for cell in sorted((cell for cell in self._consumption.changed if cell.month in self.closed), key=rank):
            now = {one.key: one.minutes for one in self._consumption.shares(cell)}
            before = self.posted.get(cell) or {}
            for key in sorted(now.keys() | before.keys()):
                if difference := now.get(key, 0) - before.get(key, 0):
                    use = self._use(cell, key, difference, Kind.CORRECTION)
                    found.setdefault((cell.envelope, cell.reason), []).append(use)
        return found

    def aside(self, month: Month, corrections: Corrections) -> Iterable[Taken]:
        """The entries of a month that are shown and not drawn, and the corrections of those of closed months."""
        for cell in sorted(self._consumption.cells(month), key=rank):
            if cell.reason is not None:
                yield from (Taken(use, month, use.minutes) for use in self.uses(cell))
        for (_, reason), uses in corrections.items():
            if reason is not None:
                yield from (Taken(use, month, use.minutes) for use in uses)

    def post(self, month: Month, corrections: Corrections, rows: Iterable[Row], *, closed: bool) -> None:
        """Freeze what the rows of a month say."""
        for (envelope, reason), uses in corrections.items():
            for use in uses:
                if use.fact is not None:
                    posted = self.posted.mine(Cell(envelope, reason, use.origin))
                    posted[use.fact.key] = posted.get(use.fact.key, 0) + use.minutes
        self._consumption.changed.clear()
        for row in rows:
            if row.source and row.kind in (Kind.CONSUMPTION, Kind.CORRECTION):
                known = self.rows.get(row.origin)
                if known is None or row.source not in known:
                    self.rows.mine(row.origin)[row.source] = row.id
        if closed:
            self.closed.add(month)
            for cell in self._consumption.cells(month):
                self.posted[cell] = {one.key: one.minutes for one in self._consumption.shares(cell)}

    def _use(self, cell: Cell, key: Key, minutes: int, kind: Kind) -> Use:
        fact, source = self._consumption.last.get(key), "/".join(key)
        known = self.rows.get(cell.month) if kind is Kind.CORRECTION else None
        reverses = known.get(source) if known else None
        revision = fact.revision if fact else 0
        return Use(minutes, _account(cell), kind, cell.month, source, revision, reverses, fact)


def _account(cell: Cell) -> Account:
    if cell.reason is None:
        return COUNTERPARTS[AccountKind.CONSUMED]
    return Account(AccountKind.ASIDE, lot=cell.reason)


def rank(cell: Cell) -> tuple[Month, str, str]:
    """The order of cells: by month, envelope and reason."""
    return cell.month, cell.envelope, cell.reason or ""
