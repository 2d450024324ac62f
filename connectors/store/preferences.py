"""Stores each Slack user's preferences; the latest choice holds."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from connectors.preference_choices import OFFERED, Preferences
from connectors.store.conflict import keeping_the_first
from connectors.store.prepared_statement import Statement
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
_ALL = Statement(select(_columns.slack, _columns.name, _columns.value))


def keep(tx: Connection, user: str, name: str, value: str, at: datetime) -> None:
    """Keep a choice made at an instant, unless a later one is known."""
    if not _KEEP.change(tx, {"slack": user, "name": name, "value": value, "chosen_at": at}):
        _CHANGE.change(tx, {"user": user, "called": name, "to": value, "at": at})


def of(tx: Connection, user: str) -> Preferences:
    """A person's choices; one that is not offered any more counts as none."""
    return _chosen(dict(_OF.all(tx, {"user": user})))


def everybody(tx: Connection) -> dict[str, Preferences]:
    """The choices of all who made one, by Slack user."""
    found: dict[str, dict[str, str]] = {}
    for user, name, value in _ALL.all(tx):
        found.setdefault(user, {})[name] = value
    return {user: _chosen(choices) for user, choices in found.items()}


def _chosen(choices: Mapping[str, str]) -> Preferences:
    return Preferences(**{name: value for name, value in choices.items() if value in OFFERED.get(name, ())})
