"""The names that each Jira site ever gave its statuses, priorities and types: a renamed one keeps its former ones."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select

from connectors.store.conflict import keeping_the_first
from connectors.store.prepared_statement import Statement
from connectors.store.tables import jira_names as table

Name = tuple[str, str, str]
"""A field, the id of one of its values, and what that is called."""

_KEEP = keeping_the_first(
    table,
    ("site", "field", "value_id", "name", "learnt_at"),
    same=("site", "field", "value_id", "name"),
)
_EVERY = Statement(
    select(table.c.site, table.c.field, table.c.value_id, table.c.name).order_by(table.c.learnt_at.desc())
)


def keep(tx: Connection, site: str, names: Iterable[Name], at: datetime) -> None:
    """Keep names; those that are kept already stay."""
    for field, number, name in names:
        _KEEP.change(tx, {"site": site, "field": field, "value_id": number, "name": name, "learnt_at": at})


def every(tx: Connection) -> list[tuple[str, Name]]:
    """All names with their sites, the one learnt last first."""
    return [(site, (field, number, name)) for site, field, number, name in _EVERY.all(tx)]
