"""Gives a period's job to the replica that writes its row first."""

from sqlalchemy import Connection, bindparam, select

from connectors.store.conflict import keeping_the_first
from connectors.store.prepared_statement import Statement
from connectors.store.tables import periods as table

_CLAIM = keeping_the_first(table, ("job", "period"), same=("job", "period"))
_TAKEN = Statement(
    select(table.c.period).where(table.c.job == bindparam("named"), table.c.period == bindparam("wanted"))
)


def claim(tx: Connection, job: str, period: str) -> bool:
    """Whether the period's work is ours: True once, for one caller. `period` sorts as text (`2026-01`)."""
    return _CLAIM.change(tx, {"job": job, "period": period}) == 1


def taken(tx: Connection, job: str, period: str) -> bool:
    """Whether somebody has claimed the period's work."""
    return _TAKEN.first(tx, {"named": job, "wanted": period}) is not None
