"""A ledger in plain terms, to be kept and read back: its many entries are read again one by one, when they matter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from rules.economy.agreement import Agreement
from rules.economy.closes import Close
from rules.economy.consumption import Cell
from rules.economy.decisions import Decision
from rules.economy.entries import Key
from rules.economy.figures import MonthFigures
from rules.economy.ledger import Ledger
from rules.economy.postings import rank
from rules.events.ledger_events import BudgetWarned, IssueShown
from rules.workdays.month import Month

EPOCH, TICK = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A ledger; what is `Any` is made of texts, whole numbers and lists of them.

    `words` are texts that others name by their rank, and entries are named by their rank too. `entries` are rows: site,
    id, revision, microseconds of the last word, from it to the last fact (None: the books heard of none) and to when
    that was written down, ranks of cells; and of one that stands issue, author, side, category, start before the last
    word, seconds, and creation after the start.
    """

    latest: datetime | None
    closes: tuple[Close, ...]
    digests: tuple[tuple[Month, str], ...]
    decisions: tuple[Decision, ...]
    warned: tuple[tuple[BudgetWarned, datetime], ...]
    issues: tuple[tuple[IssueShown, datetime], ...]
    judged: tuple[tuple[str, bool, datetime], ...]
    names: tuple[tuple[str, str], ...]
    figures: tuple[MonthFigures, ...]
    words: list[Any]
    entries: list[Any]
    cells: list[Any]
    changed: list[Any]
    posted: list[Any]
    shapes: list[Any]
    rows: list[Any]
    lots: list[Any]
    left: list[Any]
    debts: list[Any]
    rules: list[Any]
    pending: list[Any]
    amended: list[Any]
    edition: int | None


def written(ledger: Ledger) -> Snapshot:
    """A ledger in plain terms."""
    return _Writer(ledger).snapshot()


class _Ranks:
    """Texts by their rank, each once."""

    def __init__(self) -> None:
        self.ranks: dict[Any, int] = {}

    def __call__(self, one: Any) -> int:
        return self.ranks.setdefault(one, len(self.ranks))


class _Writer:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._words, self._shapes = _Ranks(), _Ranks()
        self._keys = {key: rank for rank, key in enumerate(ledger.reading.states)}
        self._cells = {cell: rank for rank, cell in enumerate(ledger.books.consumption.cells())}

    def snapshot(self) -> Snapshot:
        ledger, reading, desk = self._ledger, self._ledger.reading, self._ledger.books.desk
        consumption = ledger.books.consumption
        entries = [self._entry(key) for key in self._keys]
        strange = {author for author in reading.strange if reading.strange.get(author)}
        posted = [[*_plain_cell(one), self._minutes(desk.postings.posted.get(one))] for one in desk.postings.posted]
        rows = [[str(month), self._rows(desk.postings.rows.get(month) or {})] for month in desk.postings.rows]
        return Snapshot(
            latest=ledger.latest,
            closes=tuple(reading.closes),
            digests=tuple(reading.digests.items()),
            decisions=tuple(reading.decisions.values()),
            warned=tuple(reading.warned),
            issues=tuple((_bare(shown), at) for shown, at in reading.issues.values()),
            judged=tuple((author, counts, at) for author, (counts, at) in reading.judged.items()),
            names=tuple((author, name) for author, name in reading.names.items() if author in strange),
            figures=tuple(_without_lots(one) for one in desk.months),
            words=list(self._words.ranks),
            entries=entries,
            cells=[[*_plain_cell(one), consumption.total(one)] for one in self._cells],
            changed=[
                _plain_cell(one) for one in sorted(consumption.changed, key=rank) if one.month in ledger.books.closed
            ],
            posted=posted,
            shapes=[list(one) for one in self._shapes.ranks],
            rows=rows,
            lots=[[_plain_lots(one.lots) for one in month.envelopes] for month in desk.months],
            left=[[name, _plain_lots(lots)] for name, lots in desk.lots.items()],
            debts=[
                [name, one.at_once, [[part.left, part.monthly] for part in one.spread]]
                for name, one in desk.debts.items()
            ],
            rules=[[name, str(month)] for name, (_, month) in desk.rules.items()],
            pending=[[str(month), name, minutes] for (month, name), minutes in desk.pending.items()],
            amended=[
                [str(month), [list(one) for one in granted.items()], desk.amended.fees[month]]
                for month, granted in desk.amended.granted.items()
            ],
            edition=_rank_of(desk.amended.agreement, ledger.agreement),
        )

    def _entry(self, key: Key) -> list[Any]:
        reading, consumption = self._ledger.reading, self._ledger.books.consumption
        state, fact = reading.states.get(key), consumption.last.get(key)
        assert state is not None  # noqa: S101 - for the type checker: one of its keys
        heard, known = _ticks(fact.at - state.at) if fact else None, _ticks(state.known - state.at)
        cells = [self._cells[one] for one in consumption.where.get(key) or ()]
        row = [self._words(key[0]), key[1], state.revision, _ticks(state.at - EPOCH), heard, known, cells]
        entry = state.entry
        if entry is not None:
            row += [self._words(one) for one in (entry.issue, entry.author, entry.side, entry.category)]
            row += [_ticks(state.at - entry.started), entry.seconds, _ticks(entry.created - entry.started)]
        return row

    def _minutes(self, posted: Mapping[Key, int] | None) -> list[int]:
        return [part for key, minutes in (posted or {}).items() for part in (self._keys[key], minutes)]

    def _rows(self, rows: Mapping[str, str]) -> list[int]:
        """Row ids, as the entry whose source each names and what is around it."""
        ranks = {"/".join(key): rank for key, rank in self._keys.items()} if rows else {}
        found: list[int] = []
        for source, name in rows.items():
            before, _, after = name.partition(f"/{source}/")
            found += (ranks[source], self._shapes((before, after)))
        return found


def _bare(shown: IssueShown) -> IssueShown:
    """An issue, of which no more is kept than what tells its kind."""
    return IssueShown(
        shown.site, shown.issue, "", "", shown.type, shown.labels, shown.fields, anomaly=shown.anomaly, left=shown.left
    )


def _ticks(span: timedelta) -> int:
    return span // TICK


def _plain_cell(cell: Cell) -> list[Any]:
    return [cell.envelope, cell.reason and cell.reason.value, str(cell.month)]


def _plain_lots(lots: Mapping[Month, int] | None) -> list[Any] | None:
    return None if lots is None else [[str(month), minutes] for month, minutes in lots.items()]


def _without_lots(figures: MonthFigures) -> MonthFigures:
    return replace(figures, envelopes=tuple(replace(one, lots=None) for one in figures.envelopes))


def editions(agreement: Agreement) -> Iterator[Agreement]:
    """What was agreed, from the last text of the files back to the first."""
    edition: Agreement | None = agreement
    while edition is not None:
        yield edition
        edition = edition.previous


def _rank_of(edition: Agreement | None, agreement: Agreement) -> int | None:
    return next((rank for rank, one in enumerate(editions(agreement)) if one is edition), None)
