"""Opens each database with the settings that make its commits durable."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event

WRITE, READ = "BEGIN IMMEDIATE", "BEGIN"
PATIENCE = 10  # seconds for another process (the command line) to let go of SQLite's lock


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
    """An engine over psycopg 3, in UTC, that finds out a dead connection before using it."""
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=connections,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={"options": "-c timezone=UTC", "connect_timeout": PATIENCE},
    )
