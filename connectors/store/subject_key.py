"""The name under which a subject's facts are kept, hashed and locked: an anomaly's own id, `kind:id` for any other."""

from sqlalchemy import Connection, Text, bindparam, func, select

from connectors.store.prepared_statement import Statement

ANOMALY = "anomaly"

_LOCK = Statement(select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("name", type_=Text), 0))))


def subject_key(kind: str, id: str) -> str:  # noqa: A002 - what it is
    """The key of a subject; an anomaly's id holds no colon."""
    return id if kind == ANOMALY else f"{kind}:{id}"


def subject_of(key: str) -> tuple[str, str]:
    """The kind and the id that a key stands for."""
    kind, colon, rest = key.partition(":")
    return (kind, rest) if colon else (ANOMALY, key)


def lock(tx: Connection, key: str) -> bool:
    """Until the transaction ends, nobody else decides on this subject, whether or not anything of it is saved yet.

    True where somebody else may have done so since the transaction began: SQLite has one writer, which is lock enough.
    """
    shared = tx.dialect.name == "postgresql"
    if shared:
        _LOCK.first(tx, {"name": key})
    return shared
