"""Opens each database with the settings that make its commits durable, and every wait for it end."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text

WRITE, READ = "BEGIN IMMEDIATE", "BEGIN"
PATIENCE = 5  # seconds for another process (the command line) to let go of SQLite's lock
CONNECTING = 5  # seconds for PostgreSQL to answer the door
SILENCE = 35.0  # seconds without a byte of an answer: more than a statement may take there
LEISURE = 3600.0  # seconds, of what an operator or a migration asks for
_LIMITS = {  # of PostgreSQL's own, in milliseconds
    "statement_timeout": 30_000,
    "lock_timeout": 3_000,
    "idle_in_transaction_session_timeout": 300_000,
}
# What the kernel asks of the network: whether the other machine is there at all.
_NETWORK = {
    "connect_timeout": CONNECTING,
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}


def sqlite_engine(url: URL, begin: str, connections: int) -> Engine:
    """An engine whose transactions open with `begin`; its folder is made if it is not there.

    WAL, so that reading waits for nobody; synchronous FULL, so that what was committed survives a power cut.
    """
    Path(url.database or "").absolute().parent.mkdir(parents=True, exist_ok=True)
    # isolation_level None: the driver opens no transaction of its own, the listener below opens ours.
    settings = {"timeout": PATIENCE, "isolation_level": None, "check_same_thread": False, "cached_statements": 256}
    engine = create_engine(url, connect_args=settings, pool_size=connections, max_overflow=0, pool_reset_on_return=None)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        if begin == READ:
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def open_transaction(tx: Connection) -> None:
        driver: Any = tx.connection.driver_connection
        driver.execute(begin)

    return engine


def postgresql_engine(url: URL, connections: int) -> Engine:
    """An engine over psycopg 3, in UTC, that finds out a dead connection before using it.

    A peer that is gone, a lock, a statement and a server that falls silent are each waited for so long and no longer.
    What the address says of the network holds.
    """
    from connectors.store.bounded_connection import BoundedConnection  # noqa: PLC0415 - the driver may not be there

    limits = " ".join(f"-c {name}={value}" for name, value in _LIMITS.items())
    options = f"-c timezone=UTC {limits} {url.query.get('options', '')}".strip()
    network = {name: value for name, value in _NETWORK.items() if name not in url.query}
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=connections,
        max_overflow=0,
        pool_pre_ping=True,
        pool_timeout=SILENCE,
        connect_args={"options": options, **network},
    )

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, given: Any, named: Any) -> Any:
        return BoundedConnection.connect(*given, **named)

    @event.listens_for(engine, "checkout")
    def patient(connection: BoundedConnection, _record: Any, _proxy: Any) -> None:
        connection.patience = SILENCE

    return engine


def at_leisure(tx: Connection) -> None:
    """Let the rest of a transaction take its time on PostgreSQL: a migration, or a proof over every fact."""
    if tx.dialect.name == "postgresql":
        tx.execute(text(f"SET LOCAL statement_timeout = {int(LEISURE * 1000)}"))
        tx.execute(text(f"SET LOCAL lock_timeout = {int(LEISURE * 1000)}"))
        driver: Any = tx.connection.driver_connection
        driver.patience = LEISURE
