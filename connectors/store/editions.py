"""Keeps the exact text of each contract version, since figures were computed from it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from connectors.store.conflict import keeping_the_first
from connectors.store.prepared_statement import Statement
from connectors.store.tables import editions as table
from connectors.store.unread_rows import Unread

_columns = table.c
_NAMES = tuple(column.name for column in table.columns)
_ADD = keeping_the_first(table, _NAMES, same=("contract_id", "effective", "number"))
_ALL = Statement(select(table).order_by(_columns.contract_id, _columns.effective, _columns.number))


@dataclass(frozen=True, slots=True)
class Edition:
    """One text of one version: `number` from 1, in force from `seen_at`, read from the file `source`."""

    contract_id: str
    effective: date
    number: int
    seen_at: datetime
    source: str
    text: str


def add(tx: Connection, edition: Edition) -> None:
    """Keep an edition; the first one under its number stays."""
    _ADD.change(tx, {name: getattr(edition, name) for name in _NAMES})


def every(tx: Connection) -> list[Edition]:
    """All of them, oldest first within their version."""
    return _ALL.readable(tx, {}, _read)


def unread(tx: Connection) -> list[Unread]:
    """The rows that cannot be read."""
    return _ALL.each(tx, {}, _read)[1]


def _read(row: tuple[Any, ...]) -> Edition:
    return Edition(*row)
