"""Keeps deliveries until each is handled, ignored by name, or parked."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update

from connectors.parsed_delivery import AboutKey, Delivery
from connectors.store.conflict import keeping_the_first
from connectors.store.prepared_statement import Statement
from connectors.store.tables import IGNORED_STATE, PARKED_STATE, WAITING_STATE, deliveries
from connectors.store.unread_rows import Unread, tell
from connectors.topics import about
from connectors.wording import said

State = Literal["waiting", "aside", "handled", "ignored", "parked"]

TYPED = "typed"  # the other topic of what is known by a key alone, so that such deliveries are found together
URGENT = ("clock", "slack")  # sources that do not wait for the webhooks of other anomalies

_columns = deliveries.c
_HEARD = ("source", "site", "identity", "headers", "body", "received_at", "topic", "other_topic", "urgent")
_KEEP = keeping_the_first(deliveries, _HEARD, same=("source", "site", "identity"))
DELIVERY = (
    _columns.source,
    _columns.site,
    _columns.identity,
    _columns.body,
    _columns.received_at,
    _columns.headers,
    _columns.id,
    _columns.topic,
    _columns.other_topic,
)
_KEPT = select(*DELIVERY, _columns.state, _columns.outcome, _columns.anomaly_id, _columns.handled_at)
_WAITING = Statement(
    select(*DELIVERY)
    .where(_columns.state == WAITING_STATE)
    .order_by(_columns.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_SHOW = Statement(_KEPT.where(_columns.id == bindparam("wanted")))
_ABOUT = Statement(select(_columns.anomaly_id).where(_columns.id == bindparam("wanted")))
_UNSETTLED = Statement(
    _KEPT.where(
        or_(_columns.state == WAITING_STATE, _columns.state == "aside", _columns.state == PARKED_STATE)
    ).order_by(_columns.id)
)
_PARKED = Statement(_KEPT.where(_columns.state == PARKED_STATE).order_by(_columns.id))
_OF_ANOMALY = _columns.anomaly_id == bindparam("anomaly")
_BLOCKED = Statement(select(func.min(_columns.id)).where(_OF_ANOMALY, _columns.state == PARKED_STATE))
_BEHIND = Statement(
    _KEPT.where(_OF_ANOMALY, _columns.state == PARKED_STATE, _columns.id > bindparam("first")).order_by(_columns.id)
)
_IGNORED = Statement(_KEPT.where(_OF_ANOMALY, _columns.state == IGNORED_STATE).order_by(_columns.id))
_ONE = update(deliveries).where(_columns.id == bindparam("wanted"))
_SETTLE = Statement(
    _ONE.values(
        state=bindparam("to"), outcome=bindparam("why"), anomaly_id=bindparam("anomaly"), handled_at=bindparam("when")
    )
)
_REPLAY = Statement(
    _ONE.where(or_(_columns.state == PARKED_STATE, _columns.state == "ignored")).values(
        state="waiting", outcome=None, handled_at=None
    )
)
_ASIDE = Statement(_KEPT.where(_columns.state == "aside").order_by(_columns.id).limit(bindparam("most")))
_TAKE = Statement(delete(deliveries).where(_columns.id == bindparam("wanted"), _columns.state == "aside"))
_COUNT = Statement(select(_columns.state, func.count()).group_by(_columns.state))
_OLDEST = Statement(select(_columns.received_at).where(_columns.state == WAITING_STATE).order_by(_columns.id).limit(1))

_NEWEST = Statement(select(func.max(_columns.id)))
_LAST_HEARD = Statement(
    select(_columns.site, func.max(_columns.received_at))
    .where(_columns.source == bindparam("teller"))
    .group_by(_columns.site)
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A delivery and what became of it; `anomaly_id` is what it was about, once that was known."""

    delivery: Delivery
    state: State
    outcome: str | None
    anomaly_id: str | None
    handled_at: datetime | None


def keep(tx: Connection, heard: Sequence[Delivery]) -> int:
    """Keep each delivery that is not there yet; how many were not."""
    return _KEEP.change_all(
        tx,
        [
            {
                "source": one.source,
                "site": one.site,
                "identity": one.identity,
                "headers": json.dumps(dict(one.headers), ensure_ascii=False),
                "body": one.body,
                "received_at": one.received_at,
                **topic_columns(one.topics),
                "urgent": one.source in URGENT,
            }
            for one in heard
        ],
    )


def waiting(tx: Connection, limit: int) -> list[Delivery]:
    """The oldest deliveries that wait, oldest first; on PostgreSQL no other transaction gets them meanwhile."""
    return sound(tx, *_WAITING.each(tx, {"most": limit}, delivery_of))


def settle(
    tx: Connection,
    id: int,  # noqa: A002 - the column's name
    state: State,
    outcome: str | None,
    anomaly_id: str | None,
    at: datetime,
) -> None:
    """Say how a delivery ended."""
    _SETTLE.change(tx, {"wanted": id, "to": state, "why": outcome, "anomaly": anomaly_id, "when": at})


def parked(tx: Connection) -> list[Kept]:
    """All that is parked, oldest first, but for what `unread` gives."""
    return _PARKED.each(tx, {}, _kept)[0]


def show(tx: Connection, id: int) -> Kept | None:  # noqa: A002
    """One delivery, whatever became of it. Raises UnreadRow."""
    return _SHOW.one(tx, {"wanted": id}, _kept)


def unread(tx: Connection) -> list[Unread]:
    """The deliveries that are not settled, or parked, and cannot be read."""
    return _UNSETTLED.each(tx, {}, _kept)[1]


def sound(tx: Connection, read: list[Delivery], bad: Sequence[Unread]) -> list[Delivery]:
    """What could be read of the line; the rest is parked as it is, and holds up nothing."""
    tell(bad)
    for one in bad:
        why = said("operations.rows.unread", row=one.name, error=one.fault)
        settle(tx, one.columns["id"], "parked", why, None, datetime.now(UTC))
    return read


def replay(tx: Connection, id: int) -> bool:  # noqa: A002
    """Let a parked or ignored delivery wait again; False where there is no such one."""
    return _REPLAY.change(tx, {"wanted": id}) == 1


def aside(tx: Connection, limit: int) -> list[Kept]:
    """The oldest deliveries that were set aside until more is known, oldest first; `handled_at` is since when."""
    return _ASIDE.readable(tx, {"most": limit}, _kept)


def line_up(tx: Connection, delivery: Delivery, headers: Mapping[str, str]) -> bool:
    """Have a delivery that was set aside wait again, behind all that is there, with `headers` beside its own.

    It gets another number, since the line goes by them. False where somebody else did so before.
    """
    if _TAKE.change(tx, {"wanted": delivery.id}) != 1:
        return False
    return keep(tx, [replace(delivery, headers={**delivery.headers, **headers})]) == 1


def blocked(tx: Connection, anomaly_id: str) -> int | None:
    """The id of the first parked delivery of the anomaly, which the later ones must wait for."""
    first: int | None = _BLOCKED.value(tx, {"anomaly": anomaly_id})
    return first


def ignored(tx: Connection, anomaly_id: str) -> list[Kept]:
    """The ignored deliveries of an anomaly, oldest first."""
    return _IGNORED.readable(tx, {"anomaly": anomaly_id}, _kept)


def behind(tx: Connection, id: int) -> list[Kept]:  # noqa: A002
    """The parked deliveries of the same anomaly that came after this one, oldest first."""
    about = _ABOUT.value(tx, {"wanted": id})
    return [] if about is None else _BEHIND.readable(tx, {"anomaly": about, "first": id}, _kept)


def count_by_state(tx: Connection) -> dict[State, int]:
    """The number of deliveries in each state; a state without any is absent."""
    return dict(_COUNT.all(tx))


def oldest_waiting(tx: Connection) -> datetime | None:
    """When the first delivery that still waits was received."""
    return next(iter(_OLDEST.readable(tx, {}, _instant)), None)


def newest(tx: Connection) -> int | None:
    """The number of the delivery kept last, None before the first."""
    number: int | None = _NEWEST.value(tx)
    return number


def last_heard(tx: Connection, source: str) -> dict[str, datetime]:
    """When each site of a source last told us something, whatever became of it."""
    return dict(_LAST_HEARD.readable(tx, {"teller": source}, _heard))


def topic_columns(topics: tuple[str, ...] | None) -> dict[str, str | None]:
    """The two columns that hold a delivery's topics: "" for none of them, null when they are not known."""
    first, other = (None, None) if topics is None else (*topics, None, None)[:2]
    if first is not None and other is None and isinstance(about(first), AboutKey):
        other = TYPED
    return {"topic": "" if topics == () else first, "other_topic": other}


def topics_of(topic: str | None, other: str | None) -> tuple[str, ...] | None:
    """The topics back, from their two columns."""
    return None if topic is None else tuple(one for one in (topic, other) if one and one != TYPED)


def delivery_of(row: tuple[Any, ...]) -> Delivery:
    """A delivery back, from a row of DELIVERY."""
    source, site, identity, body, received_at, headers, number, topic, other = row
    about = topics_of(topic, other)
    return Delivery(source, site, identity, bytes(body), received_at, json.loads(headers), number, about)


def _instant(row: tuple[Any, ...]) -> datetime:
    at: datetime = row[0]
    return at


def _heard(row: tuple[Any, ...]) -> tuple[str, datetime]:
    site, at = row
    return site, at


def _kept(row: tuple[Any, ...]) -> Kept:
    return Kept(delivery_of(row[: len(DELIVERY)]), *row[len(DELIVERY) :])
