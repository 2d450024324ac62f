"""Finds the oldest unfinished errand of each lane from the errands themselves, without reading the lanes through."""

from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, func, select

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


def oldest_in(lane: ColumnElement[str]) -> ColumnElement[int]:
    """The id of the oldest unfinished errand of a lane."""
    inside = errands.alias("inside")
    return select(func.min(inside.c.id)).where(inside.c.lane == lane, unfinished(inside)).scalar_subquery()


def oldest_of_each() -> Select[Any]:
    """The id of the oldest unfinished errand of each lane."""
    lanes = _lanes()
    return select(oldest_in(lanes.c.lane)).select_from(lanes).where(lanes.c.lane.is_not(None))


def refused_lanes() -> Select[Any]:
    """The lanes whose head was tried and must wait: what stands behind it is not tried."""
    head = errands.alias("head")
    return select(head.c.lane).where(head.c.id.in_(oldest_of_each()), head.c.error.is_not(None))
