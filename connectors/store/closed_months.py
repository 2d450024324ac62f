"""The closed months of each ledger: when and by whom, the digest, and the figures that never change from then on."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from connectors.store.conflict import keeping_the_first
from connectors.store.prepared_statement import Statement
from connectors.store.tables import closed_months as table
from connectors.store.unread_rows import Unread

_columns = table.c
_NAMES = tuple(column.name for column in table.columns)
_ALL = select(table)
_CLOSE = keeping_the_first(table, _NAMES, same=("contract_id", "month"))
_OF_CONTRACT = Statement(_ALL.where(_columns.contract_id == bindparam("contract")).order_by(_columns.month))
_LATEST = Statement(
    select(_columns.closed_at)
    .where(_columns.contract_id == bindparam("contract"))
    .order_by(_columns.month.desc())
    .limit(1)
)
_FORGET = Statement(delete(table).where(_columns.contract_id == bindparam("contract")))
_ONE = Statement(select(_columns.month).limit(1))
_EVERY = Statement(_ALL)


@dataclass(frozen=True, slots=True)
class ClosedMonth:
    """A month (`2026-10`) as its close left it; `figures` as JSON gives them, whole minutes and cents."""

    contract: str
    month: str
    at: datetime
    by: str
    digest: str
    figures: Mapping[str, Any]


def close(tx: Connection, one: ClosedMonth) -> bool:
    """Freeze a month; False where it was closed already."""
    row = {
        "contract_id": one.contract,
        "month": one.month,
        "closed_at": one.at,
        "closed_by": one.by,
        "digest": one.digest,
        "figures": json.dumps(one.figures, ensure_ascii=False),
    }
    return _CLOSE.change(tx, row) == 1


def of(tx: Connection, contract: str) -> list[ClosedMonth]:
    """The closed months of a contract, in order."""
    return _OF_CONTRACT.readable(tx, {"contract": contract}, _month)


def not_before(tx: Connection, contract: str, now: datetime) -> datetime:
    """The instant of what is written down now, never before the latest close: it would belong to what is frozen."""
    closed_at: datetime | None = _LATEST.value(tx, {"contract": contract})
    return now if closed_at is None else max(now, closed_at)


def any_closed(tx: Connection) -> bool:
    """Whether a month was ever closed."""
    return _ONE.first(tx) is not None


def forget(tx: Connection, contract: str) -> None:
    """Drop the rows of a contract, to be written again from its journal."""
    _FORGET.change(tx, {"contract": contract})


def unread(tx: Connection) -> list[Unread]:
    """The rows that cannot be read."""
    return _EVERY.each(tx, {}, _month)[1]


def _month(row: tuple[Any, ...]) -> ClosedMonth:
    contract, month, at, by, digest, figures = row
    return ClosedMonth(contract, month, at, by, digest, json.loads(figures))
