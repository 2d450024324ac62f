"""Who does the work of a period: whoever writes its row first, so that no replica has to lead."""

from sqlalchemy import Connection

from connectors.store.conflict import keeping_the_first
from connectors.store.tables import periods as table

_CLAIM = keeping_the_first(table, ("job", "period"), same=("job", "period"))


def claim(tx: Connection, job: str, period: str) -> bool:
    """Whether the period's work is ours: True once, for one caller. `period` sorts as text (`2026-01`)."""
    return _CLAIM.change(tx, {"job": job, "period": period}) == 1
