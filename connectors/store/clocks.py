"""Stores each clock's state and the instant of its next alert."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from connectors.store.conflict import keeping_the_last
from connectors.store.prepared_statement import Statement
from connectors.store.tables import clocks as table
from connectors.store.unread_rows import Unread, tell
from rules.clock import State, Verdict
from rules.contract import ClockName, Criticality

_columns = table.c
_NAMES = tuple(column.name for column in table.columns)
_SAVE = keeping_the_last(table, _NAMES)
_OF = Statement(
    select(table).where(_columns.anomaly_id == bindparam("anomaly")).order_by(_columns.cycle, _columns.clock)
)
_HOLD = Statement(
    select(_columns.cycle)
    .where(_columns.anomaly_id == bindparam("anomaly"))
    .order_by(_columns.clock, _columns.cycle)
    .with_for_update()
)
_LATE = (
    select(table)
    .where(_columns.next_alert_at <= bindparam("now"))
    .order_by(_columns.next_alert_at)
    .limit(bindparam("most"))
)
_DUE, _TAKEN = Statement(_LATE), Statement(_LATE.with_for_update(skip_locked=True))
_NEXT = Statement(select(func.min(_columns.next_alert_at)).where(_columns.next_alert_at > bindparam("now")))
_ANY = Statement(select(_columns.anomaly_id).where(_columns.next_alert_at <= bindparam("now")).limit(1))
_ALL = Statement(select(table))
_DROP = Statement(
    delete(table).where(
        _columns.anomaly_id == bindparam("anomaly"),
        _columns.clock == bindparam("name"),
        _columns.cycle == bindparam("number"),
    )
)
_REST = Statement(
    update(table)
    .where(
        _columns.anomaly_id == bindparam("anomaly"),
        _columns.clock == bindparam("name"),
        _columns.cycle == bindparam("number"),
        _columns.next_alert_at == bindparam("at"),
    )
    .values(next_alert_at=None)
)


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock of one cycle as last computed; durations in seconds of the clock's own calendar.

    `next_alert_at` is when the sweep must look at it, for the share `next_share` (0 to 1) of its target; None when
    nothing is left to say, so that the results of a closed anomaly rest as they are. `promised` is the date told to the
    client that still has to be kept.
    """

    anomaly_id: str
    clock: ClockName
    cycle: int
    criticality: Criticality | None
    state: State
    verdict: Verdict | None
    deadline: datetime | None
    next_alert_at: datetime | None
    next_share: float | None
    elapsed_seconds: float
    allowed_seconds: float | None
    promised: datetime | None = None


def save(tx: Connection, rows: Sequence[ClockRow]) -> None:
    """Write the rows over those of the same anomaly, clock and cycle; no other row is touched."""
    _SAVE.change_all(tx, [{name: getattr(row, name) for name in _NAMES} for row in rows])


def due(tx: Connection, now: datetime, limit: int) -> list[ClockRow]:
    """The clocks whose next alert is due, the longest overdue first."""
    return _DUE.readable(tx, {"now": now, "most": limit}, _clock)


def take(tx: Connection, now: datetime, limit: int) -> list[ClockRow]:
    """The same, but for those that another replica has just taken: they are its own until the transaction ends."""
    return _TAKEN.readable(tx, {"now": now, "most": limit}, _clock)


def next_due(tx: Connection, now: datetime) -> datetime | None:
    """When the next clock must be looked at; None where none has anything left to say."""
    return next(iter(_NEXT.readable(tx, {"now": now}, _instant)), None)


def any_due(tx: Connection, now: datetime) -> bool:
    """Whether a clock's next alert is due, were it one that cannot be read."""
    return _ANY.value(tx, {"now": now}) is not None


def drop_unread(tx: Connection, now: datetime, limit: int) -> list[str]:
    """Delete the due clocks that cannot be read; the anomalies from whose journals they are to be computed again."""
    bad = _TAKEN.each(tx, {"now": now, "most": limit}, _clock)[1]
    tell(bad)
    for one in bad:
        key = {"anomaly": one.columns["anomaly_id"], "name": one.columns["clock"], "number": one.columns["cycle"]}
        _DROP.change(tx, key)
    return list(dict.fromkeys(str(one.columns["anomaly_id"]) for one in bad))


def unread(tx: Connection) -> list[Unread]:
    """The rows that cannot be read."""
    return _ALL.each(tx, {}, _clock)[1]


def rest(tx: Connection, row: ClockRow) -> bool:
    """Let a clock sleep until it is decided on; False where it is not as it was read, or another took it."""
    key = {"anomaly": row.anomaly_id, "name": row.clock.value, "number": row.cycle, "at": row.next_alert_at}
    return _REST.change(tx, key) == 1


def hold(tx: Connection, anomaly_id: str) -> None:
    """On PostgreSQL, keep others from the anomaly's clocks until the transaction ends, in the order in which they rest.

    A transaction that decides several anomalies holds their clocks first: what lets clocks rest could wait for it.
    """
    _HOLD.all(tx, {"anomaly": anomaly_id})


def of(tx: Connection, anomaly_id: str) -> list[ClockRow]:
    """The anomaly's clocks, in order of cycle."""
    return _OF.readable(tx, {"anomaly": anomaly_id}, _clock)


def _instant(row: tuple[Any, ...]) -> datetime | None:
    at: datetime | None = row[0]
    return at


def _clock(row: tuple[Any, ...]) -> ClockRow:
    anomaly_id, clock, cycle, criticality, state, verdict, *rest = row
    level = criticality and Criticality(criticality)
    return ClockRow(anomaly_id, ClockName(clock), cycle, level, State(state), verdict and Verdict(verdict), *rest)
