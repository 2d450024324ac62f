"""Keeps the oldest unfinished errand of each lane and its due instant, so that a claim reads only what is due.

A change of an errand notes its lane in `lane_changes`, in the same transaction. Only a claim writes `lane_heads`: it
first looks again at the lanes noted since. Whoever adds or ends errands thus never waits for a lane.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Delete,
    FromClause,
    Insert,
    Select,
    Subquery,
    Text,
    Update,
    and_,
    bindparam,
    case,
    delete,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from connectors.store.columns import Instant
from connectors.store.lanes import oldest_in, oldest_of_each
from connectors.store.listed_values import listed
from connectors.store.prepared_statement import Statement
from connectors.store.tables import DOING_STATE, errands, lane_changes
from connectors.store.tables import lane_heads as table

_NAMES = ("lane", "errand_id", "not_before", "due")
_EVER = datetime(1, 1, 1, tzinfo=UTC)
_NOW: BindParameter[datetime] = bindparam("now")
_head = errands.alias("head")

log = structlog.get_logger("vigie.store")


def _due(errand: FromClause) -> ColumnElement[datetime]:
    """When a head may go: at its own instant, and once every lease of its lane has ended.

    A replayed errand may be older than the one under way, so the head is not always the one that holds the lane.
    """
    columns, held = errand.c, errands.alias("held")
    leases = select(func.max(held.c.claimed_until)).where(held.c.lane == columns.lane, held.c.state == DOING_STATE)
    busy: ColumnElement[datetime] = leases.scalar_subquery()
    own = case((columns.state == DOING_STATE, columns.claimed_until), else_=columns.not_before)
    return case((busy > own, busy), else_=own)


def _said() -> Select[Any]:
    """The heads as the errands say them."""
    return select(_head.c.lane, _head.c.id.label("errand_id"), _head.c.not_before, _due(_head).label("due"))


def _disagreeing() -> Select[Any]:
    said, kept = _said().where(_head.c.id.in_(oldest_of_each())), select(*(table.c[name] for name in _NAMES))
    wrong = select(said.except_(kept).subquery().c.lane).union(select(kept.except_(said).subquery().c.lane)).subquery()
    noted = select(lane_changes.c.lane)
    return select(wrong.c.lane).where(wrong.c.lane.not_in(noted)).order_by(wrong.c.lane)


def _lock(lanes: Subquery) -> Insert:
    """Lock the heads of the lanes; a row that it adds is overwritten or deleted in the same transaction.

    In one order, since two claims that lock several lanes could otherwise wait for each other.
    """
    nobody = select(lanes.c.value, literal(0), literal(_EVER, Instant), literal(_EVER, Instant)).order_by(lanes.c.value)
    new = postgresql.insert(table).from_select(_NAMES, nobody)
    return new.on_conflict_do_update(index_elements=["lane"], set_={"lane": new.excluded.lane}, where=false())


def _keep(insert_into: Any, lanes: Subquery) -> Insert:
    new = insert_into(table)
    said = _said().where(_head.c.id.in_(select(oldest_in(lanes.c.value)).select_from(lanes)))
    names = _NAMES[1:]
    kept: Insert = new.from_select(_NAMES, said).on_conflict_do_update(
        index_elements=["lane"],
        set_={name: new.excluded[name] for name in names},
        where=or_(*(table.c[name] != new.excluded[name] for name in names)),
    )
    return kept


def _drop(lanes: Subquery) -> Delete:
    return delete(table).where(table.c.lane.in_(select(lanes.c.value)), oldest_in(table.c.lane).is_(None))


def _move(lanes: Subquery) -> Update:
    return update(table).where(table.c.lane.in_(select(lanes.c.value))).values(due=bindparam("until"))


_LITE, _POST = listed("lanes", Text)
_LOCK = Statement(_lock(_POST))
_KEEP = Statement(_keep(sqlite.insert, _LITE), postgresql=_keep(postgresql.insert, _POST))
_DROP = Statement(_drop(_LITE), postgresql=_drop(_POST))
_MOVE = Statement(_move(_LITE), postgresql=_move(_POST))
_NOTE = Statement(insert(lane_changes), columns=("lane",))
_LANE_OF = select(errands.c.lane).where(errands.c.id == bindparam("wanted"))
_NOTE_OF = Statement(insert(lane_changes).from_select(["lane"], _LANE_OF))
_UNTAKEN = select(lane_changes.c.id).with_for_update(skip_locked=True)
_TAKE = Statement(delete(lane_changes).where(lane_changes.c.id.in_(_UNTAKEN)).returning(lane_changes.c.lane))
_NOTED = Statement(select(lane_changes.c.id).where(lane_changes.c.lane == bindparam("one")).limit(1))
_DISAGREEING = Statement(_disagreeing())


def in_turn(errand: Select[Any]) -> Select[Any]:
    """The `most` heads that are due at `now`, longest due first, and locked; their lane is the last column.

    A lane or an errand that somebody else has locked is left out.
    """
    return (
        errand.add_columns(table.c.lane)
        .join_from(table, errands, errands.c.id == table.c.errand_id)
        .where(table.c.not_before <= _NOW, table.c.due <= _NOW)
        .order_by(table.c.not_before, table.c.errand_id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True, of=[table, errands])
    )


def if_free(change: Update) -> Update:
    """A change of errands, only of those whose turn it really is at `now`: a kept head may be wrong."""
    # Scalar subqueries: PostgreSQL may join an EXISTS through all that waits.
    kept = select(table.c.errand_id).where(table.c.lane == errands.c.lane).scalar_subquery()
    head = and_(errands.c.id == kept, errands.c.id == oldest_in(errands.c.lane))
    return change.where(head, _due(errands) <= _NOW)


def note(tx: Connection, lanes: Iterable[str]) -> None:
    """Say that errands of these lanes were added or changed."""
    _NOTE.change_all(tx, [{"lane": lane} for lane in sorted(set(lanes))])


def note_of(tx: Connection, ids: Sequence[int]) -> None:
    """Say that these errands were changed."""
    _NOTE_OF.change_all(tx, [{"wanted": one} for one in ids])


def look_again(tx: Connection) -> None:
    """Bring the heads up to date with what was noted."""
    _look(tx, {lane for (lane,) in _TAKE.all(tx)})


def move(tx: Connection, lanes: Sequence[str], until: datetime) -> None:
    """Say that the heads of these lanes, locked by `in_turn`, are under way until an instant."""
    _MOVE.change(tx, {"lanes": lanes, "until": until})


def rebuild(tx: Connection, lanes: Sequence[str]) -> None:
    """Look again at lanes whose head was not what it says, and log each that no noted change explains."""
    for lane in lanes:
        if _NOTED.value(tx, {"one": lane}) is None:
            log.warning("lane head rebuilt", lane=lane)
    _look(tx, lanes)


def mend(tx: Connection) -> list[str]:
    """Compare all heads with their errands, rebuild and log those that disagree; the lanes of those.

    It must be a transaction of its own: it locks heads, in the order in which claims do.
    """
    lanes = [lane for (lane,) in _DISAGREEING.all(tx)]
    rebuild(tx, lanes)
    return lanes


def _look(tx: Connection, lanes: Iterable[str]) -> None:
    if not (several := {"lanes": sorted(lanes)})["lanes"]:
        return
    if tx.dialect.name == "postgresql":
        # Before looking: what the holder of a lock changed is seen by statements that begin after its commit alone.
        _LOCK.change(tx, several)
    _KEEP.change(tx, several)
    _DROP.change(tx, several)
