"""Each fact carries the hash of itself and of the one before, so that an edit behind our back shows (ADR 0008)."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, func, select, text, type_coerce
from sqlalchemy.types import NullType

from connectors.store.conflict import keeping_the_last
from connectors.store.prepared_statement import Statement
from connectors.store.tables import facts, heads

Flaw = Literal["altered", "missing", "added", "reordered", "head"]

_columns = facts.c
# The instants as the driver gives them: one that was replaced by nonsense must be found, not stumbled over.
_ROWS = Statement(
    select(
        _columns.fact_id,
        type_coerce(_columns.at, NullType),
        type_coerce(_columns.recorded_at, NullType),
        _columns.kind,
        _columns.fact,
        _columns.chain,
    )
    .where(_columns.anomaly_id == bindparam("anomaly"))
    .order_by(_columns.seq)
)
_WITH_FACTS = Statement(select(_columns.anomaly_id).distinct())
_WITH_HEAD = Statement(select(heads.c.anomaly_id))
_HEAD = Statement(select(heads.c.length, heads.c.chain).where(heads.c.anomaly_id == bindparam("anomaly")))
_MOVE_HEAD = keeping_the_last(heads, ("anomaly_id", "length", "chain"))
_LATEST = Statement(select(func.max(_columns.seq)))
_LINKS = Statement(
    select(_columns.anomaly_id, _columns.chain).where(_columns.seq <= bindparam("upto")).order_by(_columns.seq)
)
_STAND_STILL = text("LOCK TABLE facts IN SHARE MODE")


@dataclass(frozen=True, slots=True)
class Head:
    """How many facts an anomaly has, and the hash that the last of them carries."""

    length: int = 0
    chain: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """The first place, counted from 1, where an anomaly's journal is not what was written."""

    anomaly_id: str
    position: int
    flaw: Flaw


@dataclass(frozen=True, slots=True)
class Seal:
    """The whole journal up to one fact, in one hash that can be kept elsewhere."""

    anomalies: int
    facts: int
    digest: str


def link(before: str, *row: Any) -> str:
    """The hash of a row (anomaly_id, fact_id, at, recorded_at, kind, fact) that comes after the hash `before`."""
    said = [_instant(value) if isinstance(value, datetime) else value for value in row]
    canonical = json.dumps(said, ensure_ascii=False, separators=(",", ":"), default=repr)
    return hashlib.sha256(f"{before}\n{canonical}".encode()).hexdigest()


def head(tx: Connection, anomaly_id: str) -> Head | None:
    """Where the anomaly's chain ends; None before its first fact."""
    row = _HEAD.first(tx, {"anomaly": anomaly_id})
    return None if row is None else Head(*row)


def reached(tx: Connection, anomaly_id: str, length: int) -> str | None:
    """The hash that the anomaly's chain had after its first `length` facts; None where it has not as many."""
    rows = _ROWS.all(tx, {"anomaly": anomaly_id})
    return rows[length - 1][-1] if 0 < length <= len(rows) else None


def move_head(tx: Connection, anomaly_id: str, to: Head) -> None:
    """Remember where the chain now ends."""
    _MOVE_HEAD.change(tx, {"anomaly_id": anomaly_id, "length": to.length, "chain": to.chain})


def verify(tx: Connection, anomaly_id: str | None = None) -> list[Break]:
    """The first break of each broken anomaly, in order of id; of one anomaly only when it is named."""
    wanted = (
        {one for ids in (_WITH_FACTS, _WITH_HEAD) for (one,) in ids.all(tx)} if anomaly_id is None else {anomaly_id}
    )
    return [broken for one in sorted(wanted) if (broken := _first_break(tx, one))]


def cut(tx: Connection) -> int:
    """The number of the latest fact, when no lower one is still about to be committed. Needs a writing transaction."""
    if tx.dialect.name == "postgresql":
        tx.execute(_STAND_STILL)
    return _LATEST.value(tx) or 0


def seal(tx: Connection, upto: int) -> Seal:
    """The last hash of each anomaly, in order of id, hashed together; of facts numbered up to `upto`."""
    links = _LINKS.all(tx, {"upto": upto})
    ends = sorted(dict(links).items())
    said = "".join(f"{anomaly_id} {end}\n" for anomaly_id, end in ends)
    return Seal(len(ends), len(links), hashlib.sha256(said.encode()).hexdigest())


def _first_break(tx: Connection, anomaly_id: str) -> Break | None:
    rows, kept = _ROWS.all(tx, {"anomaly": anomaly_id}), head(tx, anomaly_id)
    length = len(rows) if kept is None else kept.length
    before = ""
    for position, (*row, chain) in enumerate(rows, 1):
        if link(before, anomaly_id, *row) != chain:
            return Break(anomaly_id, position, _flaw(anomaly_id, rows, position, length))
        before = chain
    if len(rows) != length:
        return Break(anomaly_id, min(len(rows), length) + 1, "missing" if len(rows) < length else "added")
    return None if kept is not None and kept.chain == before else Break(anomaly_id, length, "head")


def _flaw(anomaly_id: str, rows: Sequence[tuple[Any, ...]], position: int, length: int) -> Flaw:
    if len(rows) != length:
        return "missing" if len(rows) < length else "added"
    *row, chain = rows[position - 1]
    elsewhere = any(link(before, anomaly_id, *row) == chain for before in ("", *(other[-1] for other in rows)))
    return "reordered" if elsewhere else "altered"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
