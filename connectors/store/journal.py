"""The append-only journal, the truth that everything else is computed from; the database itself refuses to edit it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, literal_column, or_, select

from connectors.store import chain
from connectors.store.codec import fact_from_json, fact_to_json
from connectors.store.conflict import keeping_the_first
from connectors.store.prepared_statement import Statement
from connectors.store.tables import anomalies as known
from connectors.store.tables import facts as table
from rules.anomaly.lifecycle import MOVES
from rules.events import Fact, kind_name

_columns = table.c
_WRITTEN = ("anomaly_id", "fact_id", "at", "recorded_at", "kind", "fact", "chain")
_APPEND = keeping_the_first(table, _WRITTEN, same=("fact_id",))
_READ = Statement(select(_columns.fact).where(_columns.anomaly_id == bindparam("anomaly")).order_by(_columns.seq))
_RECORDED = Statement(select(_columns.fact_id, _columns.recorded_at).where(_columns.anomaly_id == bindparam("anomaly")))
# Literals: what Vigie writes by itself, by thousands after a bad night, is left out before any row is given.
_ACTS: tuple[ColumnElement[str], ...] = tuple(literal_column(f"'{kind_name(move.what)}'") for move in MOVES)
_TOUCHED = Statement(
    select(known.c.contract_id, known.c.id)
    .select_from(table.join(known, known.c.id == _columns.anomaly_id))
    .where(
        _columns.at >= bindparam("start"),
        _columns.at < bindparam("end"),
        or_(*(_columns.kind == act for act in _ACTS)),
    )
    .distinct()
    .order_by(known.c.id)
)
_ANOMALIES = Statement(select(_columns.anomaly_id).distinct().order_by(_columns.anomaly_id))


def append(tx: Connection, anomaly_id: str, facts: Sequence[Fact], recorded_at: datetime) -> None:
    """Add facts to an anomaly's journal; one whose id is already recorded is left as it was first told.

    The caller holds the anomaly's lock: two writers at once would both hang their facts on the same hash.
    """
    if not facts:
        return
    before = chain.head(tx, anomaly_id) or chain.Head()
    end = before
    for fact in facts:
        row = (anomaly_id, fact.id, fact.at, recorded_at, fact.what.kind, fact_to_json(fact))
        linked = chain.link(end.chain, *row)
        if _APPEND.change(tx, dict(zip(_WRITTEN, (*row, linked), strict=True))):
            end = chain.Head(end.length + 1, linked)
    if end != before:
        chain.move_head(tx, anomaly_id, end)


def read(tx: Connection, anomaly_id: str) -> tuple[Fact, ...]:
    """All the facts of an anomaly, in the order in which they were recorded."""
    return tuple(fact_from_json(text) for (text,) in _READ.all(tx, {"anomaly": anomaly_id}))


def recorded(tx: Connection, anomaly_id: str) -> dict[str, datetime]:
    """When each fact of an anomaly, by its id, was written down."""
    return dict(_RECORDED.all(tx, {"anomaly": anomaly_id}))


def touched(tx: Connection, start: datetime, end: datetime) -> list[tuple[str, str]]:
    """The contract and the id of each anomaly of which somebody made a move in `[start, end)`."""
    return [(contract, one) for contract, one in _TOUCHED.all(tx, {"start": start, "end": end})]


def anomalies(tx: Connection) -> Iterator[str]:
    """The id of every anomaly that has a fact, in order of id."""
    yield from (anomaly_id for (anomaly_id,) in _ANOMALIES.all(tx))
