"""The time spent on the issues of contracts, one row an entry in its last state: derived from the ledgers' journals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select

from connectors.store.conflict import keeping_the_last
from connectors.store.prepared_statement import Statement
from connectors.store.tables import time_entries as table
from connectors.store.unread_rows import Unread
from rules.contract import Side

_columns = table.c
_NAMES = tuple(column.name for column in table.columns)
_ALL = select(table)
_SAVE = keeping_the_last(table, _NAMES)
_ONE = Statement(_ALL.where(_columns.site == bindparam("at_site"), _columns.entry == bindparam("number")))
_OF_ISSUE = Statement(
    _ALL.where(_columns.site == bindparam("at_site"), _columns.issue_id == bindparam("issue")).order_by(
        _columns.started, _columns.entry
    )
)
_OF_MONTH = Statement(
    _ALL.where(_columns.contract_id == bindparam("contract"), _columns.month == bindparam("during")).order_by(
        _columns.started, _columns.entry
    )
)
_FORGET = Statement(delete(table).where(_columns.contract_id == bindparam("contract")))
_OF_AUTHOR = Statement(
    _ALL.where(_columns.contract_id == bindparam("contract"), _columns.author_id == bindparam("author")).order_by(
        _columns.heard_at, _columns.entry
    )
)
_SPENT = Statement(
    select(_columns.site, _columns.issue_id, func.sum(_columns.seconds))
    .where(_columns.contract_id == bindparam("contract"), _columns.side != Side.CLIENT.value)
    .group_by(_columns.site, _columns.issue_id)
)
_EVERY = Statement(_ALL)


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """A time entry as it was heard of last: whole seconds, 0 for one that was taken away; its `month` is `2026-10`.

    `side` is the party that its author spoke for on that day, None for somebody whom the contract does not name.
    """

    site: str
    entry: str
    contract: str
    issue: str
    author_id: str
    author: str
    side: Side | None
    seconds: int
    started: datetime
    created: datetime
    heard_at: datetime
    month: str


def save(tx: Connection, one: KnownEntry) -> None:
    """Keep an entry in its last state."""
    row = {
        "site": one.site,
        "entry": one.entry,
        "contract_id": one.contract,
        "issue_id": one.issue,
        "author_id": one.author_id,
        "author": one.author,
        "side": one.side or "",
        "seconds": one.seconds,
        "started": one.started,
        "created_at": one.created,
        "heard_at": one.heard_at,
        "month": one.month,
    }
    _SAVE.change(tx, row)


def get(tx: Connection, site: str, entry: str) -> KnownEntry | None:
    """The entry of that id on a site. Raises UnreadRow."""
    return _ONE.one(tx, {"at_site": site, "number": entry}, _entry)


def of_issue(tx: Connection, site: str, issue: str) -> list[KnownEntry]:
    """The entries of an issue, by the instant at which the work began."""
    return _OF_ISSUE.readable(tx, {"at_site": site, "issue": issue}, _entry)


def of_month(tx: Connection, contract: str, month: str) -> list[KnownEntry]:
    """The entries of a contract's month, by the instant at which the work began."""
    return _OF_MONTH.readable(tx, {"contract": contract, "during": month}, _entry)


def forget(tx: Connection, contract: str) -> None:
    """Drop the rows of a contract, to be written again from its journal."""
    _FORGET.change(tx, {"contract": contract})


def of_author(tx: Connection, contract: str, author: str) -> list[KnownEntry]:
    """The entries that one person made on a contract, in the order in which they were heard of."""
    return _OF_AUTHOR.readable(tx, {"contract": contract, "author": author}, _entry)


def spent(tx: Connection, contract: str) -> dict[tuple[str, str], int]:
    """The seconds spent on each issue of a contract, by site and issue id; the client's own are not counted."""
    return {(site, issue): int(seconds) for site, issue, seconds in _SPENT.all(tx, {"contract": contract})}


def unread(tx: Connection) -> list[Unread]:
    """The rows that cannot be read."""
    return _EVERY.each(tx, {}, _entry)[1]


def _entry(row: tuple[Any, ...]) -> KnownEntry:
    site, entry, contract, issue, author_id, author, side, seconds, started, created, heard_at, month = row
    spoke = Side(side) if side else None
    return KnownEntry(
        site, entry, contract, issue, author_id, author, spoke, seconds, started, created, heard_at, month
    )
