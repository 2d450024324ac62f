"""Which errands may go next: the oldest unfinished one of each lane, found without reading the lanes through."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, bindparam, func, or_, select

from connectors.store.prepared_statement import Statement
from connectors.store.tables import DOING_STATE, DONE_STATE, PARKED_STATE, WAITING_STATE, errands


def unfinished(table: Any) -> ColumnElement[bool]:
    """The condition of the index of that name, word for word."""
    condition: ColumnElement[bool] = table.c.state.in_([WAITING_STATE, DOING_STATE])
    return condition


def settled(table: Any) -> ColumnElement[bool]:
    """The condition of the index of that name, word for word."""
    condition: ColumnElement[bool] = table.c.state.in_([DONE_STATE, PARKED_STATE])
    return condition


def _lanes() -> CTE:
    # From one lane to the next by the index: a lane with thousands of errands costs no more than a lane with one.
    first = select(func.min(errands.c.lane).label("lane")).where(unfinished(errands)).cte("lanes", recursive=True)
    other = errands.alias("other")
    following = select(func.min(other.c.lane)).where(unfinished(other), other.c.lane > first.c.lane)
    return first.union_all(select(following.scalar_subquery()).where(first.c.lane.is_not(None)))


def _heads() -> Select[Any]:
    lanes, inside = _lanes(), errands.alias("inside")
    head = select(func.min(inside.c.id)).where(inside.c.lane == lanes.c.lane, unfinished(inside))
    return select(head.scalar_subquery()).select_from(lanes).where(lanes.c.lane.is_not(None))


def refused_lanes() -> Select[Any]:
    """The lanes whose head was tried, and told to come back: what stands behind it is not tried at all."""
    head = errands.alias("head")
    return select(head.c.lane).where(head.c.id.in_(_heads()), head.c.error.is_not(None))


def _claimable() -> Select[Any]:
    columns, held = errands.c, errands.alias("held")
    # A replayed errand may be older than the one under way: being the head is not enough.
    busy = select(held.c.lane).where(held.c.state == DOING_STATE, held.c.claimed_until > bindparam("now"))
    free = or_(
        and_(columns.state == WAITING_STATE, columns.not_before <= bindparam("now")),
        and_(columns.state == DOING_STATE, columns.claimed_until <= bindparam("now")),
    )
    return (
        select(*(column for column in columns if column.name != "claimed_until"))
        .where(columns.id.in_(_heads()), free, columns.lane.not_in(busy))
        .order_by(columns.not_before, columns.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True, of=errands)
    )


CLAIMABLE = Statement(_claimable())
