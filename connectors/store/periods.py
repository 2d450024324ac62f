"""Who does the work of a period: whoever writes its row first, so that no replica has to lead."""

from sqlalchemy import Connection, bindparam, func, select

from connectors.store.conflict import keeping_the_first
from connectors.store.statement import Statement
from connectors.store.tables import periods as table

_CLAIM = keeping_the_first(table, ("job", "period"), same=("job", "period"))
_LAST = Statement(select(func.max(table.c.period)).where(table.c.job == bindparam("of_job")))


def claim(tx: Connection, job: str, period: str) -> bool:
    """Whether the period's work is ours: True once, for one caller. `period` sorts as text (`2026-01`)."""
    return _CLAIM.change(tx, {"job": job, "period": period}) == 1


def last(tx: Connection, job: str) -> str | None:
    """The latest period that was claimed for the job."""
    period: str | None = _LAST.value(tx, {"of_job": job})
    return period
