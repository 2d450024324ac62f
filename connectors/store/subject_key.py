"""The key of a subject in journal, chain and locks: an anomaly's id, or `kind:id` for others."""

from collections.abc import Collection

from sqlalchemy import Connection, Text, bindparam, func, select

from connectors.store.prepared_statement import Statement

ANOMALY = "anomaly"

_TOGETHER = "subjects_locked"  # the option of a transaction's connection that says which

_LOCK = Statement(select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("name", type_=Text), 0))))


def subject_key(kind: str, id: str) -> str:  # noqa: A002 - what it is
    """The key of a subject; an anomaly's id holds no colon."""
    return id if kind == ANOMALY else f"{kind}:{id}"


def subject_of(key: str) -> tuple[str, str]:
    """The kind and the id that a key stands for."""
    kind, colon, rest = key.partition(":")
    return (kind, rest) if colon else (ANOMALY, key)


class Unforeseen(Exception):
    """A transaction that locked several subjects needs another one: waiting for it, it could be waited for."""


def shared(tx: Connection) -> bool:
    """Whether other processes may decide at the same time: SQLite has one writer, which is lock enough."""
    return tx.dialect.name == "postgresql"


def lock(tx: Connection, key: str) -> bool:
    """Until the transaction ends, nobody else decides on this subject, whether or not anything of it is saved yet.

    True where somebody else may have done so since the transaction began. Raises Unforeseen where it has locked several
    subjects together, and this is none of them.
    """
    held = _held(tx)
    if not shared(tx) or key in held:
        return False
    if held:
        raise Unforeseen(key)
    _LOCK.first(tx, {"name": key})
    return True


def lock_together(tx: Connection, keys: Collection[str]) -> None:
    """Lock several subjects before any of them is read, in an order that all replicas share."""
    for key in sorted(keys) if shared(tx) else ():
        _LOCK.first(tx, {"name": key})
    tx.execution_options(**{_TOGETHER: frozenset(keys)})


def _held(tx: Connection) -> frozenset[str]:
    held: frozenset[str] = tx.get_execution_options().get(_TOGETHER, frozenset())
    return held
