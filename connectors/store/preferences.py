"""What people chose for themselves, by Slack user: of two choices the later one holds, whichever is handled first."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from connectors.preferences import MORNING, OFFERED, Preferences
from connectors.store.conflict import keeping_the_first
from connectors.store.statement import Statement
from connectors.store.tables import preferences as table

_columns = table.c
_KEEP = keeping_the_first(table, ("slack", "name", "value", "chosen_at"), same=("slack", "name"))
_CHANGE = Statement(
    update(table)
    .where(
        _columns.slack == bindparam("user"),
        _columns.name == bindparam("called"),
        _columns.chosen_at <= bindparam("at"),
    )
    .values(value=bindparam("to"), chosen_at=bindparam("at"))
)
_OF = Statement(select(_columns.name, _columns.value).where(_columns.slack == bindparam("user")))
_MORNINGS = Statement(select(_columns.slack, _columns.value).where(_columns.name == MORNING))


def keep(tx: Connection, user: str, name: str, value: str, at: datetime) -> None:
    """Keep a choice made at an instant, unless a later one is known."""
    if not _KEEP.change(tx, {"slack": user, "name": name, "value": value, "chosen_at": at}):
        _CHANGE.change(tx, {"user": user, "called": name, "to": value, "at": at})


def of(tx: Connection, user: str) -> Preferences:
    """A person's choices; one that is not offered any more counts as none."""
    chosen = _OF.all(tx, {"user": user})
    return Preferences(**{name: value for name, value in chosen if value in OFFERED.get(name, ())})


def mornings(tx: Connection) -> dict[str, str]:
    """When those who chose it want their morning list, by Slack user."""
    return {user: value for user, value in _MORNINGS.all(tx) if value in OFFERED[MORNING]}
