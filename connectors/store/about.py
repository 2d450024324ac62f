"""What the database says of itself, for the operator."""

from sqlalchemy import Connection, text

_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def describe(tx: Connection) -> str:
    """The database's name and version."""
    asked = "select sqlite_version()" if tx.dialect.name == "sqlite" else "show server_version"
    return f"{_NAMES[tx.dialect.name]} {tx.execute(text(asked)).scalar_one()}"
