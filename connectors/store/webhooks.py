"""Which webhooks fail since when, and which were switched off: a row each, none for those that work."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, select, update

from connectors.store.conflict import keeping_the_first
from connectors.store.prepared_statement import Statement
from connectors.store.tables import webhooks as table
from connectors.store.unread_rows import Unread

_columns = table.c
_NAMES = ("name", "failing_since", "why", "disabled_at")
_ALL = select(*(_columns[name] for name in _NAMES)).order_by(_columns.name)
_OF = Statement(_ALL.where(_columns.name == bindparam("called")))
_EACH = Statement(_ALL)
_FAIL = keeping_the_first(table, ("name", "failing_since", "why"), same=("name",))
_AGAIN = Statement(
    update(table).where(_columns.name == bindparam("called")).values(why=bindparam("reason")),
)
_DISABLE = Statement(
    update(table)
    .where(_columns.name == bindparam("called"), _columns.disabled_at.is_(None))
    .values(disabled_at=bindparam("at"))
)
_FORGET = Statement(delete(table).where(_columns.name == bindparam("called")))
_WORKS = Statement(delete(table).where(_columns.name == bindparam("called"), _columns.disabled_at.is_(None)))


class Failing(NamedTuple):
    """A webhook that fails since an instant of the machine's clock; `why` is the last reason, a word or a status."""

    name: str
    failing_since: datetime
    why: str
    disabled_at: datetime | None


def of(tx: Connection, name: str) -> Failing | None:
    """The failure of a webhook; None where it works, or was never called."""
    return next(iter(_OF.readable(tx, {"called": name}, _read)), None)


def each(tx: Connection) -> list[Failing]:
    """Every one that fails, by name."""
    return _EACH.readable(tx, {}, _read)


def fails(tx: Connection, name: str, at: datetime, why: str) -> Failing:
    """A call failed; since when it has been so."""
    if not _FAIL.change(tx, {"name": name, "failing_since": at, "why": why}):
        _AGAIN.change(tx, {"called": name, "reason": why})
    return of(tx, name) or Failing(name, at, why, None)


def works(tx: Connection, name: str) -> None:
    """A call succeeded: what failed before is forgotten, unless it was switched off meanwhile."""
    _WORKS.change(tx, {"called": name})


def disable(tx: Connection, name: str, at: datetime) -> bool:
    """Switch it off; False where somebody did before."""
    return _DISABLE.change(tx, {"called": name, "at": at}) == 1


def enable(tx: Connection, name: str) -> bool:
    """Start anew; False where nothing failed."""
    return _FORGET.change(tx, {"called": name}) == 1


def unread(tx: Connection) -> list[Unread]:
    """The rows that cannot be read."""
    return _EACH.each(tx, {}, _read)[1]


def _read(row: tuple[Any, ...]) -> Failing:
    return Failing(*row)
