"""What each ledger comes to, in short: worked out again once something was heard since."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from connectors.store.conflict import keeping_the_last
from connectors.store.prepared_statement import Statement
from connectors.store.tables import budget_summaries as table

_SAVE = keeping_the_last(table, ("contract_id", "as_of", "stale", "summary"))
_SPOIL = Statement(update(table).where(table.c.contract_id == bindparam("contract")).values(stale=True))
_SPOIL_EVERY = Statement(update(table).values(stale=True))
_EVERY = Statement(select(table.c.contract_id, table.c.as_of, table.c.stale, table.c.summary))


@dataclass(frozen=True, slots=True)
class Kept:
    """A summary as it was worked out at an instant; `stale` once something was heard since."""

    as_of: datetime
    stale: bool
    summary: Mapping[str, Any]


def save(tx: Connection, contract: str, as_of: datetime, summary: Mapping[str, Any]) -> None:
    """Keep what a ledger comes to."""
    text = json.dumps(summary, ensure_ascii=False)
    _SAVE.change(tx, {"contract_id": contract, "as_of": as_of, "stale": False, "summary": text})


def spoil(tx: Connection, contract: str) -> None:
    """Something was heard: what is kept of a contract is to be worked out again."""
    _SPOIL.change(tx, {"contract": contract})


def spoil_every(tx: Connection) -> None:
    """A contract's file may say something else: all that is kept is to be worked out again."""
    _SPOIL_EVERY.change(tx, {})


def every(tx: Connection) -> dict[str, Kept]:
    """What is kept, by contract."""
    return {one: Kept(as_of, bool(stale), json.loads(text)) for one, as_of, stale, text in _EVERY.all(tx)}
