"""Chains facts by hashes, so that an edit outside Vigie is found (ADR 0008)."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, func, select, text, type_coerce
from sqlalchemy.types import NullType

from connectors.store.conflict import keeping_the_last
from connectors.store.engines import at_leisure
from connectors.store.prepared_statement import Statement
from connectors.store.subject_key import ANOMALY, subject_of
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
    .where(_columns.subject == bindparam("key"))
    .order_by(_columns.seq)
)
_WITH_FACTS = Statement(select(_columns.subject).distinct())
_WITH_HEAD = Statement(select(heads.c.subject))
_HEAD = Statement(select(heads.c.length, heads.c.chain).where(heads.c.subject == bindparam("key")))
_MOVE_HEAD = keeping_the_last(heads, ("subject", "length", "chain"))
_LATEST = Statement(select(func.max(_columns.seq)))
_LINKS = Statement(
    select(_columns.subject, _columns.chain).where(_columns.seq <= bindparam("upto")).order_by(_columns.seq)
)
_STAND_STILL = text("LOCK TABLE facts IN SHARE MODE")


@dataclass(frozen=True, slots=True)
class Head:
    """The number of a subject's facts, and the hash of the last."""

    length: int = 0
    chain: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """The first place, counted from 1, where the journal of a subject (its key) is not what was written."""

    subject: str
    position: int
    flaw: Flaw


@dataclass(frozen=True, slots=True)
class Seal:
    """All the journals up to one fact, in one hash that can be kept elsewhere; `others` are no anomalies'."""

    anomalies: int
    facts: int
    digest: str
    others: int = 0


def link(before: str, *row: Any) -> str:
    """The hash of a row (subject, fact_id, at, recorded_at, kind, fact) that comes after the hash `before`."""
    said = [_instant(value) if isinstance(value, datetime) else value for value in row]
    canonical = json.dumps(said, ensure_ascii=False, separators=(",", ":"), default=repr)
    return hashlib.sha256(f"{before}\n{canonical}".encode()).hexdigest()


def head(tx: Connection, subject: str) -> Head | None:
    """The end of a subject's chain; None before its first fact."""
    row = _HEAD.first(tx, {"key": subject})
    return None if row is None else Head(*row)


def reached(tx: Connection, subject: str, length: int) -> str | None:
    """The hash that a subject's chain had after its first `length` facts; None where it has not as many."""
    rows = _ROWS.all(tx, {"key": subject})
    return rows[length - 1][-1] if 0 < length <= len(rows) else None


def move_head(tx: Connection, subject: str, to: Head) -> None:
    """Remember where the chain now ends."""
    _MOVE_HEAD.change(tx, {"subject": subject, "length": to.length, "chain": to.chain})


def verify(tx: Connection, subject: str | None = None) -> list[Break]:
    """The first break of each broken subject, in order of key; of one subject only when it is named."""
    at_leisure(tx)
    wanted = {one for ids in (_WITH_FACTS, _WITH_HEAD) for (one,) in ids.all(tx)} if subject is None else {subject}
    return [broken for one in sorted(wanted) if (broken := _first_break(tx, one))]


def cut(tx: Connection) -> int:
    """The number of the latest fact, when no lower one is still about to be committed. Needs a writing transaction."""
    if tx.dialect.name == "postgresql":
        tx.execute(_STAND_STILL)
    return _LATEST.value(tx) or 0


def seal(tx: Connection, upto: int) -> Seal:
    """The last hash of each subject, in order of key, hashed together; of facts numbered up to `upto`."""
    at_leisure(tx)
    links = _LINKS.all(tx, {"upto": upto})
    ends = sorted(dict(links).items())
    said = "".join(f"{subject} {end}\n" for subject, end in ends)
    anomalies = sum(subject_of(subject)[0] == ANOMALY for subject, _ in ends)
    return Seal(anomalies, len(links), hashlib.sha256(said.encode()).hexdigest(), len(ends) - anomalies)


def _first_break(tx: Connection, subject: str) -> Break | None:
    rows, kept = _ROWS.all(tx, {"key": subject}), head(tx, subject)
    length = len(rows) if kept is None else kept.length
    before = ""
    for position, (*row, chain) in enumerate(rows, 1):
        if link(before, subject, *row) != chain:
            return Break(subject, position, _flaw(subject, rows, position, length))
        before = chain
    if len(rows) != length:
        return Break(subject, min(len(rows), length) + 1, "missing" if len(rows) < length else "added")
    return None if kept is not None and kept.chain == before else Break(subject, length, "head")


def _flaw(subject: str, rows: Sequence[tuple[Any, ...]], position: int, length: int) -> Flaw:
    if len(rows) != length:
        return "missing" if len(rows) < length else "added"
    *row, chain = rows[position - 1]
    elsewhere = any(link(before, subject, *row) == chain for before in ("", *(other[-1] for other in rows)))
    return "reordered" if elsewhere else "altered"


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
