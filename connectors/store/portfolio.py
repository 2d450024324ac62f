"""Counts a contract's open anomalies from one row each, without reading journals."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, or_, select

from connectors.store.prepared_statement import Statement
from connectors.store.tables import MISSED_VERDICT, anomalies, clocks
from rules.clock import State, Verdict
from rules.contract import ClockName, Criticality

_a, _c, _others = anomalies.c, clocks.c, clocks.alias()
_NEAREST = (
    select(func.min(_others.c.deadline))
    .where(_others.c.anomaly_id == _a.id, _others.c.state == State.RUNNING.value)
    .scalar_subquery()
)
_OPEN = Statement(
    select(
        _a.id,
        _a.effective,
        _a.issue_key,
        _a.criticality,
        _a.owner_id,
        _a.owed,
        _a.raised_at,
        _c.clock,
        _c.criticality,
        _c.deadline,
        _c.verdict,
    )
    .select_from(
        anomalies.outerjoin(
            clocks, (_c.anomaly_id == _a.id) & (_c.state == State.RUNNING.value) & (_c.deadline == _NEAREST)
        )
    )
    .where(_a.contract_id == bindparam("contract"), _a.closed_at.is_(None), _a.owed != "")
    .order_by(_a.raised_at, _a.id)
)
_PROMISED = Statement(
    select(_a.id, _a.criticality, _a.owner_id, _c.clock, _c.promised)
    .select_from(anomalies.join(clocks, _c.anomaly_id == _a.id))
    .where(
        _a.contract_id == bindparam("contract"),
        _a.closed_at.is_(None),
        _a.owed != "",
        _c.promised < bindparam("before"),
    )
)
_MISSED = Statement(
    select(_a.contract_id, _c.clock, _c.deadline)
    .select_from(clocks.join(anomalies, _c.anomaly_id == _a.id))
    .where(
        _c.verdict == MISSED_VERDICT,
        _c.deadline >= bindparam("start"),
        _c.deadline < bindparam("end"),
        or_(_a.closed_at.is_not(None), _a.owed != ""),
    )
)
_UNSTATED = Statement(
    select(_a.id).where(_a.owed.is_(None), _a.id > bindparam("after")).order_by(_a.id).limit(bindparam("most"))
)


class Open(NamedTuple):
    """An open anomaly. `owed` is the move that everybody waits for; `clock`, `level` and `deadline` are those of its
    running clock that ends first, None where none has a deadline; `told` is whether that one is known to be missed."""

    id: str
    effective: date
    key: str | None
    criticality: Criticality | None
    owner: str | None
    owed: str
    raised_at: datetime | None
    clock: ClockName | None
    level: Criticality | None
    deadline: datetime | None
    told: bool

    @property
    def name(self) -> str:
        """The name that people use for it."""
        return self.key or self.id[:8]


class Promised(NamedTuple):
    """A date told to the client and not yet kept."""

    id: str
    criticality: Criticality | None
    owner: str | None
    clock: ClockName
    at: datetime


class Missed(NamedTuple):
    """A deadline that went by."""

    contract: str
    clock: ClockName
    deadline: datetime


def open_of(tx: Connection, contract_id: str) -> list[Open]:
    """The anomalies of a contract that are not closed, oldest first; those that Jira has no more are left out."""
    found: dict[str, Open] = {}
    for one in _OPEN.readable(tx, {"contract": contract_id}, _open):
        found.setdefault(one.id, one)  # two of its clocks may end at the same instant
    return list(found.values())


def promised_of(tx: Connection, contract_id: str, before: datetime) -> list[Promised]:
    """The dates told of a contract's open anomalies that come before an instant."""
    return _PROMISED.readable(tx, {"contract": contract_id, "before": before}, _promised)


def missed(tx: Connection, start: datetime, end: datetime) -> list[Missed]:
    """The deadlines of `[start, end)`, of every contract, that are known to be missed."""
    return _MISSED.readable(tx, {"start": start, "end": end}, _gone_by)


def unstated(tx: Connection, after: str, most: int) -> Sequence[str]:
    """The ids, after that one, of the anomalies saved before it was kept whose turn it is."""
    return [one for (one,) in _UNSTATED.all(tx, {"after": after, "most": most})]


_LEVELS: dict[str | None, Criticality | None] = {None: None, **{level.value: level for level in Criticality}}
_CLOCKS: dict[str | None, ClockName] = {clock.value: clock for clock in ClockName}


def _promised(row: tuple[Any, ...]) -> Promised:
    one, level, owner, clock, at = row
    return Promised(one, _LEVELS[level], owner, _CLOCKS[clock], at)


def _gone_by(row: tuple[Any, ...]) -> Missed:
    contract, clock, at = row
    return Missed(contract, _CLOCKS[clock], at)


def _open(row: tuple[Any, ...]) -> Open:
    number, effective, key, criticality, owner, owed, raised_at, clock, level, deadline, verdict = row
    told = verdict == Verdict.MISSED.value
    return Open(
        number,
        effective,
        key,
        _LEVELS[criticality],
        owner,
        owed,
        raised_at,
        _CLOCKS.get(clock),
        _LEVELS[level],
        deadline,
        told,
    )
