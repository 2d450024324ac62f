"""Facts about the database, for the operator."""

import sqlite3

from sqlalchemy import Connection, text

_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def describe(tx: Connection) -> str:
    """The database's name and version. Raises the driver's DatabaseError for an SQLite file that is damaged."""
    if tx.dialect.name == "sqlite" and (found := tx.execute(text("pragma quick_check(1)")).scalar_one()) != "ok":
        raise sqlite3.DatabaseError(found)
    asked = "select sqlite_version()" if tx.dialect.name == "sqlite" else "show server_version"
    return f"{_NAMES[tx.dialect.name]} {tx.execute(text(asked)).scalar_one()}"
