"""Finds errands that people should have received: delayed or refused for good."""

from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, exists, literal, or_, select

from connectors.store import outbox
from connectors.store.lanes import refused_lanes, settled, unfinished
from connectors.store.outbox import Errand
from connectors.store.prepared_statement import Statement
from connectors.store.tables import PARKED_STATE, periods
from connectors.store.tables import errands as table

MOST = 10_000
SIBLINGS = 64

_columns = table.c
# The codec writes the name of an effect first, and whom a word of the thread calls last.
_ADDRESSED = or_(
    _columns.effect.startswith('{"effect":"Tell"', autoescape=True),
    and_(
        _columns.effect.startswith('{"effect":"PostThread"', autoescape=True),
        ~_columns.effect.endswith('"mention":null}', autoescape=True),
    ),
)
_TOLD = exists(select(literal(1)).where(periods.c.job == bindparam("job"), periods.c.period == _columns.key))
_WAITING = Statement(
    outbox.ALL.where(
        unfinished(table),
        _columns.lane.in_(refused_lanes()),
        _columns.created_at <= bindparam("before"),
        _ADDRESSED,
        ~_TOLD,
    )
    .order_by(_columns.id)
    .limit(MOST)
)
_PARKED = Statement(
    outbox.ALL.where(
        settled(table),
        _columns.state == PARKED_STATE,
        _columns.created_at > bindparam("after"),
        _ADDRESSED,
        ~_TOLD,
    )
    .order_by(_columns.id)
    .limit(MOST)
)
_NUMBERED = tuple(f"number{number}" for number in range(SIBLINGS))
_SIBLINGS = Statement(outbox.ALL.where(_columns.key.in_([bindparam(name) for name in _NUMBERED])))


def waiting(tx: Connection, job: str, before: datetime) -> list[Errand]:
    """A person's late messages that wait in a lane whose head was refused, oldest first.

    Left out is what the job claimed already (see `periods`), by the errand's key.
    """
    return _WAITING.readable(tx, {"job": job, "before": before}, outbox.errand_of)


def parked(tx: Connection, job: str, after: datetime) -> list[Errand]:
    """The same of what was owed since an instant and is parked."""
    return _PARKED.readable(tx, {"job": job, "after": after}, outbox.errand_of)


def siblings(tx: Connection, errand: Errand) -> list[Errand]:
    """The other errands of the same decision; an errand's key is that of its decision and a number."""
    keys = {name: f"{errand.origin}:{number}" for number, name in enumerate(_NUMBERED)}
    return [one for one in _SIBLINGS.readable(tx, keys, outbox.errand_of) if one.key != errand.key]
