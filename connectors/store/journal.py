"""The append-only journals, the truth that everything else is computed from; the database refuses to edit them.

Every subject has a journal of its own in the one table, with one chain of hashes; each kind has its facts and a codec.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement, Connection, bindparam, literal_column, or_, select

from connectors.store import chain
from connectors.store.codec import fact_from_json, fact_to_json
from connectors.store.conflict import keeping_the_first
from connectors.store.contract_codec import contract_fact_from_json, contract_fact_to_json
from connectors.store.ledger_codec import ledger_fact_from_json, ledger_fact_to_json
from connectors.store.prepared_statement import Statement
from connectors.store.subject_key import ANOMALY, subject_key, subject_of
from connectors.store.tables import anomalies as known
from connectors.store.tables import facts as table
from connectors.store.unread_rows import Unread, UnreadRow
from rules.anomaly.lifecycle import MOVES
from rules.events import kind_name

_columns = table.c
_WRITTEN = ("subject", "fact_id", "at", "recorded_at", "kind", "fact", "chain")
_APPEND = keeping_the_first(table, _WRITTEN, same=("fact_id",))
_OF_SUBJECT = _columns.subject == bindparam("key")
_READ = Statement(select(_columns.fact).where(_OF_SUBJECT).order_by(_columns.seq))
ROW = (
    _columns.seq,
    _columns.subject,
    _columns.fact_id,
    _columns.at,
    _columns.recorded_at,
    _columns.kind,
    _columns.fact,
)
_ROWS = Statement(select(*ROW).where(_OF_SUBJECT).order_by(_columns.seq))
_EVERY = Statement(
    select(*ROW).where(_columns.seq > bindparam("after")).order_by(_columns.seq).limit(bindparam("most"))
)
_DATED = Statement(
    select(_columns.seq, _columns.recorded_at, _columns.fact)
    .where(_OF_SUBJECT, _columns.seq > bindparam("after"))
    .order_by(_columns.seq)
)
_LINK = Statement(select(_columns.chain).where(_OF_SUBJECT, _columns.seq == bindparam("number")))
_RECORDED = Statement(select(_columns.fact_id, _columns.recorded_at).where(_OF_SUBJECT))
_KNOWN = Statement(select(literal_column("1")).where(_OF_SUBJECT, _columns.fact_id == bindparam("one")))
# Literals: what Vigie writes by itself, by thousands after a bad night, is left out before any row is given.
_ACTS: tuple[ColumnElement[str], ...] = tuple(literal_column(f"'{kind_name(move.what)}'") for move in MOVES)
_TOUCHED = Statement(
    select(known.c.contract_id, known.c.id)
    .select_from(table.join(known, known.c.id == _columns.subject))
    .where(
        _columns.at >= bindparam("start"),
        _columns.at < bindparam("end"),
        or_(*(_columns.kind == act for act in _ACTS)),
    )
    .distinct()
    .order_by(known.c.id)
)
_NAMED = Statement(
    select(_columns.subject, _columns.fact_id)
    .where(_columns.fact_id.like(bindparam("like"), escape="\\"))
    .order_by(_columns.seq)
)
_SUBJECTS = Statement(select(_columns.subject).distinct().order_by(_columns.subject))


class _What(Protocol):
    @property
    def kind(self) -> str: ...


class _Fact(Protocol):
    @property
    def id(self) -> str: ...

    @property
    def at(self) -> datetime: ...

    @property
    def what(self) -> _What: ...


F = TypeVar("F", bound=_Fact)


@dataclass(frozen=True, slots=True)
class Dated(Generic[F]):
    """A fact, its number in the journals, and when it was written down."""

    number: int
    fact: F
    recorded_at: datetime


class Journal(Generic[F]):
    """The journals of one kind of subject; `written` and `back` are the codec of its facts."""

    def __init__(self, kind: str, written: Callable[[F], str], back: Callable[[str], F]) -> None:
        self.kind, self._written, self._back = kind, written, back

    def key(self, id: str) -> str:  # noqa: A002 - what it is
        """The key of a subject of this kind."""
        return subject_key(self.kind, id)

    def append(self, tx: Connection, id: str, facts: Sequence[F], recorded_at: datetime) -> int:  # noqa: A002
        """Add facts to a subject's journal; one whose id is already recorded is left as it was first told.

        How many were added. The caller holds the subject's lock: two writers at once would both hang their facts on the
        same hash.
        """
        if not facts:
            return 0
        key = self.key(id)
        before = chain.head(tx, key) or chain.Head()
        end = before
        for fact in facts:
            row = (key, fact.id, fact.at, recorded_at, fact.what.kind, self._written(fact))
            linked = chain.link(end.chain, *row)
            if _APPEND.change(tx, dict(zip(_WRITTEN, (*row, linked), strict=True))):
                end = chain.Head(end.length + 1, linked)
        if end != before:
            chain.move_head(tx, key, end)
        return end.length - before.length

    def known(self, tx: Connection, id: str, facts: Sequence[F]) -> frozenset[str]:  # noqa: A002
        """The ids, of these facts, that the subject's journal has already."""
        key = self.key(id)
        return frozenset(fact.id for fact in facts if _KNOWN.value(tx, {"key": key, "one": fact.id}))

    def read(self, tx: Connection, id: str) -> tuple[F, ...]:  # noqa: A002
        """All the facts of a subject, in the order in which they were recorded. Raises UnreadRow."""
        rows = _READ.all(tx, {"key": self.key(id)})
        try:
            return tuple(self._back(text) for (text,) in rows)
        except Exception as error:
            raise self._unread(tx, id) from error

    def dated(self, tx: Connection, id: str, after: int = 0) -> list[Dated[F]]:  # noqa: A002
        """The facts of a subject behind a number, in the order in which they were recorded. Raises UnreadRow."""
        rows = _DATED.all(tx, {"key": self.key(id), "after": after})
        try:
            return [Dated(number, self._back(text), recorded_at) for number, recorded_at, text in rows]
        except Exception as error:
            raise self._unread(tx, id) from error

    def link(self, tx: Connection, id: str, number: int) -> str | None:  # noqa: A002
        """The hash that a subject's fact of that number carries; None where it has no such fact."""
        found: str | None = _LINK.value(tx, {"key": self.key(id), "number": number})
        return found

    def in_part(self, tx: Connection, id: str) -> tuple[list[F], list[Unread]]:  # noqa: A002
        """The facts of a subject that can be read, and apart the rows that cannot."""
        return _ROWS.each(tx, {"key": self.key(id)}, self.decoded)

    def decoded(self, row: tuple[Any, ...]) -> F:
        """A fact back, from a row of ROW."""
        return self._back(row[-1])

    def _unread(self, tx: Connection, id: str) -> UnreadRow:  # noqa: A002
        return UnreadRow(self.in_part(tx, id)[1][0])

    def recorded(self, tx: Connection, id: str) -> dict[str, datetime]:  # noqa: A002
        """When each fact of a subject, by its id, was written down."""
        return dict(_RECORDED.readable(tx, {"key": self.key(id)}, _pair))


ANOMALIES = Journal(ANOMALY, fact_to_json, fact_from_json)
CONTRACTS = Journal("contract", contract_fact_to_json, contract_fact_from_json)
LEDGERS = Journal("ledger", ledger_fact_to_json, ledger_fact_from_json)
JOURNALS: tuple[Journal[Any], ...] = (ANOMALIES, CONTRACTS, LEDGERS)


def unread(tx: Connection, together: int = 5_000) -> Iterator[Unread]:
    """The facts of every journal that cannot be read."""
    after = 0
    while True:
        read, bad = _EVERY.each(tx, {"after": after, "most": together}, _sound)
        yield from bad
        if not read and not bad:
            return
        after = max([*read, *(one.columns["seq"] for one in bad)])


def _sound(row: tuple[Any, ...]) -> int:
    kind, _ = subject_of(row[1])
    for one in JOURNALS:
        if one.kind == kind:
            one.decoded(row)
    number: int = row[0]
    return number


def _pair(row: tuple[Any, ...]) -> tuple[str, datetime]:
    one, at = row
    return one, at


def named(tx: Connection, beginning: str) -> list[tuple[str, str]]:
    """The subject and the id of each fact whose id begins so, in the order in which they were recorded."""
    escaped = beginning.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return [(subject, fact) for subject, fact in _NAMED.all(tx, {"like": f"{escaped}%"})]


def touched(tx: Connection, start: datetime, end: datetime) -> list[tuple[str, str]]:
    """The contract and the id of each anomaly of which somebody made a move in `[start, end)`."""
    return [(contract, one) for contract, one in _TOUCHED.all(tx, {"start": start, "end": end})]


def subjects(tx: Connection) -> Iterator[str]:
    """The key of every subject that has a fact, in order."""
    yield from (key for (key,) in _SUBJECTS.all(tx))


def anomalies(tx: Connection) -> Iterator[str]:
    """The id of every anomaly that has a fact, in order of id."""
    yield from (one for kind, one in map(subject_of, subjects(tx)) if kind == ANOMALY)
