"""Stores how far each project's history was read, and who reads it now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from connectors.store.conflict import keeping_the_first
from connectors.store.prepared_statement import Statement
from connectors.store.tables import watermarks as table
from connectors.store.unread_rows import Unread

_columns = table.c
_KEY = ("site", "project", "purpose")
_NAMES = (*_KEY, "begun_at", "read_to")
_BEGIN = keeping_the_first(table, _NAMES, same=_KEY)
_THIS = (
    _columns.site == bindparam("at_site"),
    _columns.project == bindparam("of_project"),
    _columns.purpose == bindparam("for_purpose"),
)
_GET = Statement(select(*(_columns[name] for name in _NAMES)).where(*_THIS))
_ALL = Statement(select(*(_columns[name] for name in _NAMES)).order_by(*(_columns[name] for name in _KEY)))
_FREE = or_(
    _columns.claimed_until.is_(None),
    _columns.claimed_until <= bindparam("now"),
    _columns.claimed_by == bindparam("who"),
)
_CLAIM = Statement(
    update(table).where(*_THIS, _FREE).values(claimed_by=bindparam("who"), claimed_until=bindparam("until"))
)
_MINE = update(table).where(*_THIS, _columns.claimed_by == bindparam("who"))
_HOLD = Statement(_MINE.values(claimed_until=bindparam("until")))
_ADVANCE = Statement(_MINE.values(read_to=bindparam("to"), claimed_until=bindparam("until")))
_RESTART = Statement(_MINE.values(begun_at=bindparam("begun"), read_to=bindparam("begun")))
_RELEASE = Statement(_MINE.values(claimed_by=None, claimed_until=None))


@dataclass(frozen=True, slots=True)
class Road:
    """A project of a site, read for a purpose of its own (what is missed from day to day, an import)."""

    site: str
    project: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Everything updated in Jira from `begun_at` until `read_to` was read and stored."""

    road: Road
    begun_at: datetime
    read_to: datetime


def begin(tx: Connection, road: Road, at: datetime) -> bool:
    """Start a cursor at an instant, unless it exists; True if it did not."""
    return _BEGIN.change(tx, _key(road, "site", "project", "purpose") | {"begun_at": at, "read_to": at}) == 1


def get(tx: Connection, road: Road) -> Mark | None:
    """The progress of a cursor; None when it was never started."""
    return _GET.one(tx, _where(road), _mark)


def every(tx: Connection) -> list[Mark]:
    """All of them, by site and project."""
    return _ALL.readable(tx, {}, _mark)


def unread(tx: Connection) -> list[Unread]:
    """The rows that cannot be read."""
    return _ALL.each(tx, {}, _mark)[1]


def claim(tx: Connection, road: Road, who: str, now: datetime, until: datetime) -> Mark | None:
    """Claim a cursor until an instant; None while somebody else holds it."""
    return get(tx, road) if _CLAIM.change(tx, _where(road) | {"who": who, "now": now, "until": until}) == 1 else None


def hold(tx: Connection, road: Road, who: str, until: datetime) -> bool:
    """Stay alone longer; False when the claim ran out and somebody else has it."""
    return _HOLD.change(tx, _where(road) | {"who": who, "until": until}) == 1


def advance(tx: Connection, road: Road, who: str, to: datetime, until: datetime) -> bool:
    """Moves the cursor to `to`; False, and no change, when somebody else holds it."""
    return _ADVANCE.change(tx, _where(road) | {"who": who, "to": to, "until": until}) == 1


def restart(tx: Connection, road: Road, who: str, begun: datetime) -> bool:
    """Start a cursor again from another instant; False when somebody else holds it."""
    return _RESTART.change(tx, _where(road) | {"who": who, "begun": begun}) == 1


def release(tx: Connection, road: Road, who: str) -> None:
    """Release a cursor."""
    _RELEASE.change(tx, _where(road) | {"who": who})


def _where(road: Road) -> dict[str, Any]:
    return _key(road, "at_site", "of_project", "for_purpose")


def _key(road: Road, *names: str) -> dict[str, Any]:
    return dict(zip(names, (road.site, road.project, road.purpose), strict=True))


def _mark(row: tuple[Any, ...]) -> Mark:
    site, project, purpose, begun_at, read_to = row
    return Mark(Road(site, project, purpose), begun_at, read_to)
