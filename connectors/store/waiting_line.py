"""Which waiting deliveries may be handled before older ones, and which older ones they must let pass first."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select, union, update

from connectors.parsed_delivery import Delivery
from connectors.store.mailbox import DELIVERY, TYPED, delivery_of, sound, topic_columns, topics_of
from connectors.store.prepared_statement import Statement
from connectors.store.tables import IS_URGENT, WAITING_STATE, deliveries

_columns = deliveries.c
_WAITS = _columns.handled_at.is_(None)
_ASKED = tuple(f"topic{number}" for number in range(8))  # of one query: an anomaly seldom has more
_FIRST = Statement(select(func.min(_columns.id)).where(_columns.state == WAITING_STATE))
_URGENT = Statement(
    select(*DELIVERY)
    .where(_WAITS, IS_URGENT)
    .order_by(_columns.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_TAKE = Statement(
    select(*DELIVERY)
    .where(_columns.id == bindparam("wanted"), _columns.state == WAITING_STATE)
    .with_for_update(skip_locked=True)
)
_ONE = update(deliveries).where(_columns.id == bindparam("wanted"))
_KEYS = Statement(
    select(_columns.topic)
    .distinct()
    .where(_WAITS, _columns.other_topic == bindparam("typed"), _columns.id < bindparam("before"))
)
_TELL = Statement(_ONE.values(topic=bindparam("first"), other_topic=bindparam("other")))
_DEMOTE = Statement(_ONE.values(urgent=False))


def _ahead(condition: ColumnElement[bool]) -> Select[Any]:
    columns = (_columns.id, _columns.topic, _columns.other_topic)
    return select(*columns).where(_WAITS, condition, _columns.id < bindparam("before"))


def _named(column: ColumnElement[str | None]) -> ColumnElement[bool]:
    return column.in_([bindparam(name) for name in _ASKED])


_EVERY = union(
    _ahead(_named(_columns.topic)), _ahead(_named(_columns.other_topic)), _ahead(_columns.topic.is_(None))
).subquery()
_AHEAD = Statement(select(_EVERY).order_by(_EVERY.c.id).limit(bindparam("most")))


@dataclass(frozen=True, slots=True)
class Ahead:
    """An older delivery that waits; `topics` as `Delivery` has them."""

    id: int
    topics: tuple[str, ...] | None


def urgent(tx: Connection, limit: int) -> list[Delivery]:
    """The oldest urgent deliveries that wait, oldest first; on PostgreSQL no other transaction gets them meanwhile."""
    return sound(tx, *_URGENT.each(tx, {"most": limit}, delivery_of))


def take(tx: Connection, ids: Sequence[int]) -> list[Delivery]:
    """Those of these deliveries that still wait and that no other transaction has, in the order given."""
    return [found for one in ids for found in sound(tx, *_TAKE.each(tx, {"wanted": one}, delivery_of))]


def first(tx: Connection) -> int | None:
    """The id of the oldest delivery that waits, were it in another transaction's hands."""
    number: int | None = _FIRST.value(tx)
    return number


def ahead(tx: Connection, topics: Collection[str], before: int, limit: int) -> list[Ahead]:
    """The deliveries older than `before` that wait and may be about one of these topics, oldest first.

    One that does not say what it is about may be about anything. Whether another transaction has them does not count.
    """
    found: dict[int, Ahead] = {}
    for names in _eights(sorted(topics)):
        rows = _AHEAD.all(tx, {**dict(zip(_ASKED, names, strict=True)), "before": before, "most": limit})
        found |= {number: Ahead(number, topics_of(*named)) for number, *named in rows}
    return [found[number] for number in sorted(found)][:limit]


def keys_ahead(tx: Connection, before: int) -> list[str]:
    """The topics of the deliveries older than `before` that wait and are known by a key alone."""
    return [topic for (topic,) in _KEYS.all(tx, {"typed": TYPED, "before": before})]


def tell(tx: Connection, id: int, topics: tuple[str, ...]) -> None:  # noqa: A002 - the column's name
    """Keep what a delivery turned out to be about."""
    columns = topic_columns(topics)
    _TELL.change(tx, {"wanted": id, "first": columns["topic"], "other": columns["other_topic"]})


def demote(tx: Connection, id: int) -> None:  # noqa: A002
    """Let an urgent delivery wait for its turn."""
    _DEMOTE.change(tx, {"wanted": id})


def _eights(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """As many at a time as one query takes, the last name repeated to fill it."""
    size = len(_ASKED)
    for start in range(0, len(names), size):
        some = names[start : start + size]
        yield [*some, *[some[-1]] * (size - len(some))]
