"""When people are away, as they said it last: a later word on an absence holds, whichever is handled first."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from connectors.store.conflict import keeping_the_first
from connectors.store.prepared_statement import Statement
from connectors.store.tables import absences as table
from connectors.store.unread_rows import Unread
from rules.people.stand_ins import Absence

_columns = table.c
_NAMES = ("id", "slack", "first_day", "last_day", "stand_in", "chosen_at")
_KEEP = keeping_the_first(table, (*_NAMES, "cancelled"), same=("id",))
# Nobody's word changes another person's absence.
_SAID = update(table).where(
    _columns.id == bindparam("which"), _columns.slack == bindparam("user"), _columns.chosen_at <= bindparam("at")
)
_CHANGE = Statement(
    _SAID.values(
        first_day=bindparam("first"),
        last_day=bindparam("last"),
        stand_in=bindparam("replaced_by"),
        chosen_at=bindparam("at"),
    )
)
_CANCEL = Statement(_SAID.values(cancelled=True, chosen_at=bindparam("at")))
_SINCE = Statement(
    select(*(_columns[name] for name in _NAMES))
    .where(_columns.last_day >= bindparam("day"), _columns.cancelled.is_(False))
    .order_by(_columns.first_day, _columns.id)
)
_OVER = select(_columns.id).where(_columns.last_day < bindparam("day")).limit(bindparam("most"))
_EVERY = Statement(select(*(_columns[name] for name in _NAMES)))
_FORGET = Statement(delete(table).where(_columns.id.in_(_OVER)))


def keep(tx: Connection, one: Absence) -> None:
    """Store an absence, unless a later version is known."""
    row = {"id": one.id, "slack": one.user, "first_day": one.first, "last_day": one.last, "stand_in": one.stand_in}
    if not _KEEP.change(tx, row | {"chosen_at": one.chosen_at, "cancelled": False}):
        said = {"first": one.first, "last": one.last, "replaced_by": one.stand_in, "at": one.chosen_at}
        _CHANGE.change(tx, {"which": one.id, "user": one.user} | said)


def cancel(tx: Connection, id: str, user: str, at: datetime) -> None:  # noqa: A002
    """Cancel one of a person's absences for good, unless a later version is known."""
    _CANCEL.change(tx, {"which": id, "user": user, "at": at})


def since(tx: Connection, day: date) -> tuple[Absence, ...]:
    """The absences that are not cancelled and not over on a day, the first to begin first."""
    return tuple(_SINCE.readable(tx, {"day": day}, _absence))


def unread(tx: Connection) -> list[Unread]:
    """The rows that cannot be read."""
    return _EVERY.each(tx, {}, _absence)[1]


def forget(tx: Connection, before: date, most: int) -> int:
    """Delete absences that were over before a day, cancelled ones too; how many, `most` at once."""
    return _FORGET.change(tx, {"day": before, "most": most})


def _absence(row: tuple[Any, ...]) -> Absence:
    return Absence(*row)
