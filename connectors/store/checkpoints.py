"""The fold of each anomaly as it was last kept, so that a decision reads only the facts behind it (ADR 0019).

A checkpoint is derived from the journal. It is not believed where anything shows that it may no longer be right.
"""

import hashlib
from collections import OrderedDict
from dataclasses import astuple, dataclass, replace
from enum import StrEnum
from threading import Lock
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select

from connectors.store import journal
from connectors.store.code_version import code_version
from connectors.store.codec import fact_from_json
from connectors.store.conflict import keeping_the_last
from connectors.store.fold_codec import checkpoint_from_json, checkpoint_to_json
from connectors.store.prepared_statement import Statement
from connectors.store.tables import checkpoints as table
from connectors.store.tables import facts as journalled
from connectors.store.unread_rows import UnreadRow
from rules.events import Fact
from rules.fold.checkpoint import Checkpoint

REMEMBERED = 30_000  # facts counted by the checkpoints that are kept decoded, at half a kilobyte each

_columns = table.c
_HEADER = ("seq", "length", "chain", "contract", "code", "digest")
_OF_SUBJECT = journalled.c.subject == bindparam("key")
_SINCE = select(_columns.seq).where(_columns.subject == bindparam("key")).scalar_subquery()
_BEHIND = Statement(
    select(journalled.c.fact, journalled.c.seq, journalled.c.chain, *(_columns[name] for name in _HEADER))
    .select_from(journalled.outerjoin(table, _columns.subject == journalled.c.subject))
    .where(_OF_SUBJECT, journalled.c.seq >= func.coalesce(_SINCE, 0))
    .order_by(journalled.c.seq)
)
_STATE = Statement(select(_columns.state).where(_columns.subject == bindparam("key")))
_LATEST = Statement(
    select(journalled.c.seq, journalled.c.chain).where(_OF_SUBJECT).order_by(journalled.c.seq.desc()).limit(1)
)
_KEEP = keeping_the_last(table, ("subject", *_HEADER, "state"))
_DROP = Statement(delete(table).where(_columns.subject == bindparam("key")))


class Flaw(StrEnum):
    """Why a checkpoint is not believed."""

    ALTERED = "altered"
    JOURNAL = "not of this journal"
    CODE = "of another version of the code"
    CONTRACT = "of another text of the contract"
    LATE = "an older fact came after it"


@dataclass(frozen=True, slots=True)
class Header:
    """What a checkpoint rests on: the last fact that it counts, how many, the contract and the code; and its hash."""

    seq: int
    length: int
    chain: str
    contract: str
    code: str
    digest: str = ""

    def seal(self, subject: str, state: str) -> str:
        """The hash of all that the row says."""
        said = "\n".join(map(str, (subject, *astuple(self)[:-1], state)))
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Behind:
    """A checkpoint and the facts behind it, or all the facts; `flaw` is why a checkpoint is there and not believed."""

    checkpoint: Checkpoint | None
    facts: tuple[Fact, ...]
    flaw: Flaw | None = None


class Checkpoints:
    """The checkpoints of a store; those last used are kept decoded, for any thread."""

    def __init__(self) -> None:
        self._decoded: OrderedDict[str, tuple[Header, Checkpoint]] = OrderedDict()
        self._facts, self._lock = 0, Lock()

    def look(self, tx: Connection, id: str, contract: str) -> Behind:  # noqa: A002 - an anomaly's
        """What is kept of an anomaly under the contract of that fingerprint, and the facts behind it."""
        rows = _BEHIND.all(tx, {"key": journal.ANOMALIES.key(id)})
        if not rows:
            facts = journal.ANOMALIES.read(tx, id)
            return Behind(None, facts, Flaw.JOURNAL if facts else None)
        _, seq, chain, *kept = rows[0]
        if kept[0] is None:
            return Behind(None, _facts(tx, id, rows))
        header = Header(*kept)
        found = _flaw(header, replace(header, seq=seq, chain=chain, contract=contract)) or self._read(tx, id, header)
        if isinstance(found, Flaw):
            return Behind(None, journal.ANOMALIES.read(tx, id), found)
        return Behind(found, _facts(tx, id, rows[1:]))

    def save(self, tx: Connection, id: str, contract: str, checkpoint: Checkpoint) -> None:  # noqa: A002
        """Keep a checkpoint that counts every fact of the journal, in place of the one kept before."""
        key = journal.ANOMALIES.key(id)
        latest = _LATEST.first(tx, {"key": key})
        if latest is None:
            return
        seq, chain = latest
        header, state = Header(seq, checkpoint.length, chain, contract, code_version()), checkpoint_to_json(checkpoint)
        header = replace(header, digest=header.seal(key, state))
        _KEEP.change(tx, {"subject": key, **{name: getattr(header, name) for name in _HEADER}, "state": state})
        self._remember(key, header, checkpoint)

    def drop(self, tx: Connection, id: str) -> None:  # noqa: A002
        """Keep none of an anomaly."""
        _DROP.change(tx, {"key": journal.ANOMALIES.key(id)})

    def _read(self, tx: Connection, id: str, header: Header) -> Checkpoint | Flaw:  # noqa: A002
        key = journal.ANOMALIES.key(id)
        with self._lock:
            known, checkpoint = self._decoded.get(key, (None, None))
            if checkpoint is not None and known == header:
                self._decoded.move_to_end(key)
                return checkpoint
        state = _STATE.value(tx, {"key": key})
        if state is None or header.seal(key, state) != header.digest:
            return Flaw.ALTERED
        try:
            checkpoint = checkpoint_from_json(state)
        except ValueError:
            return Flaw.ALTERED
        self._remember(key, header, checkpoint)
        return checkpoint

    def _remember(self, key: str, header: Header, checkpoint: Checkpoint) -> None:
        with self._lock:
            self._forget(key)
            self._decoded[key] = (header, checkpoint)
            self._facts += header.length
            while self._facts > REMEMBERED:
                self._forget(next(iter(self._decoded)))

    def _forget(self, key: str) -> None:
        if key in self._decoded:
            self._facts -= self._decoded.pop(key)[0].length


def _flaw(kept: Header, wanted: Header) -> Flaw | None:
    if (kept.seq, kept.chain) != (wanted.seq, wanted.chain):
        return Flaw.JOURNAL
    if kept.code != code_version():
        return Flaw.CODE
    return Flaw.CONTRACT if kept.contract != wanted.contract else None


def _facts(tx: Connection, id: str, rows: list[tuple[Any, ...]]) -> tuple[Fact, ...]:  # noqa: A002
    try:
        return tuple(fact_from_json(row[0]) for row in rows)
    except Exception as error:
        raise UnreadRow(journal.ANOMALIES.in_part(tx, id)[1][0]) from error
