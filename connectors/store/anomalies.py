"""The anomalies as they stand, one row each: derived from the journal, but for the place of the living message."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from connectors.store import searches, subject_key
from connectors.store.conflict import keeping_the_last
from connectors.store.prepared_statement import Statement
from connectors.store.tables import anomalies as table
from connectors.store.unread_rows import Unread
from rules.anomaly.state import Anomaly, Phase
from rules.contract import Criticality
from rules.people.next_owner import owed

SHORT = 8  # characters of an anomaly's id that people see before it has a key

_columns = table.c
_NAMES = tuple(column.name for column in table.columns)
_DERIVED = tuple(name for name in _NAMES if name not in {"slack_channel", "slack_ts"})
_SAVE = keeping_the_last(table, _DERIVED)
_ALL = select(table)
_GET = Statement(_ALL.where(_columns.id == bindparam("wanted")))
_BY_ISSUE = Statement(
    _ALL.where(_columns.site == bindparam("at_site"), _columns.issue_id == bindparam("issue")).order_by(
        _columns.raised_at, _columns.id
    )
)
_BY_KEY = Statement(
    _ALL.where(func.upper(_columns.issue_key) == bindparam("key")).order_by(_columns.updated_at.desc(), _columns.id)
)
_BY_SHORT = Statement(_ALL.where(_columns.id.like(bindparam("begins"))).order_by(_columns.updated_at.desc()))
_OPEN_OF = Statement(
    _ALL.where(_columns.contract_id == bindparam("contract"), _columns.closed_at.is_(None)).order_by(
        _columns.raised_at, _columns.id
    )
)
_OF = Statement(_ALL.where(_columns.contract_id == bindparam("contract")).order_by(_columns.raised_at, _columns.id))
_CLOSED_OF = Statement(
    _ALL.where(_columns.contract_id == bindparam("contract"), _columns.closed_at.is_not(None))
    .order_by(_columns.closed_at.desc(), _columns.id)
    .limit(bindparam("most"))
)
_BY_CARD = Statement(
    _ALL.where(_columns.slack_channel == bindparam("channel"), _columns.slack_ts == bindparam("ts")).limit(1)
)
_PLACE = Statement(
    update(table)
    .where(_columns.id == bindparam("wanted"))
    .values(slack_channel=bindparam("channel"), slack_ts=bindparam("ts"))
)


@dataclass(frozen=True, slots=True)
class Known:
    """An anomaly's row, without its journal. `slack_channel` and `slack_ts` place its card.

    `owed` is the move that everybody waits for, "" where nobody owes any; None for a row of before it was kept.
    """

    id: str
    contract_id: str
    effective: date
    site: str | None
    issue_id: str | None
    issue_key: str | None
    title: str
    phase: Phase
    criticality: Criticality | None
    owner_id: str | None
    in_scope: bool | None
    raised_at: datetime | None
    closed_at: datetime | None
    updated_at: datetime
    slack_channel: str | None
    slack_ts: str | None
    owed: str | None = None


def save(tx: Connection, anomaly: Anomaly, at: datetime) -> None:
    """Write the derived columns, and what it can be found by; the place of its card stays.

    Raises the driver's IntegrityError when another anomaly of the contract has the same Jira issue.
    """
    ticket = anomaly.ticket
    row = {
        "id": anomaly.id,
        "contract_id": anomaly.contract,
        "effective": anomaly.effective,
        "site": ticket and ticket.site,
        "issue_id": ticket and ticket.id,
        "issue_key": ticket and ticket.key,
        "title": anomaly.title,
        "phase": anomaly.phase,
        "criticality": anomaly.criticality,
        "owner_id": anomaly.owner and anomaly.owner.id,
        "in_scope": anomaly.in_scope,
        "raised_at": anomaly.raised_at,
        "closed_at": anomaly.closed_at,
        "updated_at": at,
        "owed": owed(anomaly),
    }
    _SAVE.change(tx, row)
    searches.save(tx, anomaly)


def get(tx: Connection, id: str) -> Known | None:  # noqa: A002 - the column's name
    """The anomaly of our own id."""
    return _GET.one(tx, {"wanted": id}, _row)


def of_issue(tx: Connection, site: str, issue_id: str) -> list[Known]:
    """The anomalies of a Jira issue, by the id that no move changes: one for each contract whose issue it was."""
    return _BY_ISSUE.readable(tx, {"at_site": site, "issue": issue_id}, _row)


def by_issue(tx: Connection, site: str, issue_id: str) -> Known | None:
    """The first anomaly of a Jira issue."""
    return _BY_ISSUE.one(tx, {"at_site": site, "issue": issue_id}, _row)


def called(tx: Connection, name: str, site: str = "") -> list[Known]:
    """The anomalies of a Jira key, else of an id or of the start of one that people read; the latest changed first.

    Case does not count. Several where sites share the key, one a site; `site` keeps to one of them.
    """
    keyed = _BY_KEY.readable(tx, {"key": name.upper()}, _row)
    if not keyed and not site:
        return _by_id(tx, name)
    latest = {row.site: row for row in reversed(keyed) if not site or row.site == site}
    return [row for row in keyed if latest.get(row.site) is row]


def _by_id(tx: Connection, name: str) -> list[Known]:
    if len(name) == SHORT and name.isalnum():
        return _BY_SHORT.readable(tx, {"begins": f"{name.lower()}%"}, _row)
    row = get(tx, name)
    return [] if row is None else [row]


def open_of(tx: Connection, contract_id: str) -> list[Known]:
    """The contract's anomalies that are not closed, in the order in which they were raised."""
    return _OPEN_OF.readable(tx, {"contract": contract_id}, _row)


def of(tx: Connection, contract_id: str) -> list[Known]:
    """All the anomalies of a contract, closed ones too, in the order in which they were raised."""
    return _OF.readable(tx, {"contract": contract_id}, _row)


def closed_of(tx: Connection, contract_id: str, most: int) -> list[Known]:
    """The contract's anomalies that were closed last, the latest first."""
    return _CLOSED_OF.readable(tx, {"contract": contract_id, "most": most}, _row)


def by_card(tx: Connection, channel: str, ts: str) -> Known | None:
    """The anomaly whose living message stands there."""
    return _BY_CARD.one(tx, {"channel": channel, "ts": ts}, _row)


def unread(tx: Connection) -> list[Unread]:
    """The rows that cannot be read."""
    return Statement(_ALL).each(tx, {}, _row)[1]


def lock(tx: Connection, id: str) -> bool:  # noqa: A002
    """Until the transaction ends, nobody else decides this anomaly; what it returns is said by `subject_key.lock`."""
    return subject_key.lock(tx, id)


def place_card(tx: Connection, id: str, channel: str, ts: str) -> None:  # noqa: A002
    """Remember where the anomaly's living message was posted."""
    _PLACE.change(tx, {"wanted": id, "channel": channel, "ts": ts})


def _row(row: tuple[Any, ...]) -> Known:
    values = dict(zip(_NAMES, row, strict=True))
    values["phase"] = Phase(values["phase"])
    values["criticality"] = values["criticality"] and Criticality(values["criticality"])
    return Known(**values)
