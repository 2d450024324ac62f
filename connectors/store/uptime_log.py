"""Records when Vigie was awake, each interval from its start to its last sign of life."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, select, update

from connectors.store.conflict import keeping_the_first
from connectors.store.prepared_statement import Statement
from connectors.store.tables import watches as table
from connectors.store.unread_rows import Unread

_columns = table.c
_NAMES = ("began_at", "seen_at", "wall_at")
_BEGIN = keeping_the_first(table, _NAMES, same=("began_at",))
_SEEN = Statement(
    update(table)
    .where(_columns.began_at == bindparam("watch"), _columns.wall_at <= bindparam("wall"))
    .values(seen_at=bindparam("now"), wall_at=bindparam("wall"))
)
_BACK = Statement(update(table).where(_columns.began_at == bindparam("watch")).values(wall_at=bindparam("wall")))
_LAST = Statement(
    select(*(_columns[name] for name in _NAMES)).order_by(_columns.wall_at.desc()).limit(bindparam("most"))
)
_EACH = Statement(select(*(_columns[name] for name in _NAMES)))
_KEPT = select(_columns.began_at).order_by(_columns.wall_at.desc()).limit(bindparam("most"))
_FORGET = Statement(delete(table).where(_columns.began_at.not_in(_KEPT)))


class Watch(NamedTuple):
    """A stretch through which some Vigie was awake, by its own clock; `wall_at` is the machine's instant at its end."""

    began_at: datetime
    seen_at: datetime
    wall_at: datetime


def begin(tx: Connection, now: datetime, wall: datetime) -> None:
    """Start a watch, unless one began at that very instant."""
    _BEGIN.change(tx, {"began_at": now, "seen_at": now, "wall_at": wall})


def seen(tx: Connection, watch: Watch, now: datetime, wall: datetime) -> None:
    """The watch goes on, unless somebody saw it later still."""
    _SEEN.change(tx, {"watch": watch.began_at, "now": now, "wall": wall})


def set_back(tx: Connection, watch: Watch, wall: datetime) -> None:
    """The machine's clock was set back: the watch goes on from there."""
    _BACK.change(tx, {"watch": watch.began_at, "wall": wall})


def last(tx: Connection, most: int) -> list[Watch]:
    """The last watches, the present one first."""
    return _LAST.readable(tx, {"most": most}, _read)


def forget(tx: Connection, most: int) -> int:
    """Keep the last watches only; how many went."""
    return _FORGET.change(tx, {"most": most})


def unread(tx: Connection) -> list[Unread]:
    """The rows that cannot be read."""
    return _EACH.each(tx, {}, _read)[1]


def _read(row: tuple[Any, ...]) -> Watch:
    return Watch(*row)
