"""Issues of contracts as Jira showed them last, demandes and anomalies: derived from the journals of the ledgers."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from connectors.store.conflict import keeping_the_last
from connectors.store.prepared_statement import Statement
from connectors.store.tables import contract_issues as table
from connectors.store.unread_rows import Unread
from rules.events.ledger_events import IssueShown

_columns = table.c
_NAMES = tuple(column.name for column in table.columns)
_ALL = select(table)
_SAVE = keeping_the_last(table, _NAMES)
_ONE = Statement(_ALL.where(_columns.site == bindparam("at_site"), _columns.issue_id == bindparam("issue")))
_CALLED = Statement(
    _ALL.where(_columns.contract_id == bindparam("contract"), _columns.issue_key == bindparam("key")).order_by(
        _columns.shown_at.desc()
    )
)
_OF = Statement(
    _ALL.where(_columns.contract_id == bindparam("contract")).order_by(_columns.opened_at, _columns.issue_id)
)
_OPEN = Statement(
    _ALL.where(
        _columns.contract_id == bindparam("contract"),
        _columns.ended.is_(False),
        _columns.anomaly.is_(False),
        _columns.departed.is_(False),
    ).order_by(_columns.opened_at, _columns.issue_id)
)
_FORGET = Statement(delete(table).where(_columns.contract_id == bindparam("contract")))
_EVERY = Statement(_ALL)


@dataclass(frozen=True, slots=True)
class KnownIssue:
    """An issue of a contract, as it was `shown` at an instant."""

    contract: str
    shown: IssueShown
    at: datetime


def save(tx: Connection, contract: str, shown: IssueShown, at: datetime) -> None:
    """Keep what Jira shows of an issue."""
    row = {
        "site": shown.site,
        "issue_id": shown.issue,
        "contract_id": contract,
        "issue_key": shown.key,
        "title": shown.title,
        "type": shown.type,
        "labels": json.dumps(shown.labels, ensure_ascii=False),
        "fields": json.dumps(dict(shown.fields), ensure_ascii=False, sort_keys=True),
        "estimate": shown.estimate,
        "status": shown.status,
        "ended": shown.ended,
        "anomaly": shown.anomaly,
        "departed": shown.left,
        "opened_at": shown.opened,
        "shown_at": at,
    }
    _SAVE.change(tx, row)


def show(tx: Connection, contract: str, shown: IssueShown, at: datetime) -> None:
    """Keep what Jira shows of an issue, unless it was shown later, or is another contract's by now."""
    known = get(tx, shown.site, shown.issue)
    if known is None or not (known.at > at or (shown.left and known.contract != contract)):
        save(tx, contract, shown, at)


def disown(tx: Connection, site: str, issue: str, at: datetime) -> None:
    """Remember that an issue which was looked for is no contract's, so that it is not asked for again."""
    save(tx, "", IssueShown(site, issue, "", "", "", left=True), at)


def get(tx: Connection, site: str, issue: str) -> KnownIssue | None:
    """The issue of that id on a site. Raises UnreadRow."""
    return _ONE.one(tx, {"at_site": site, "issue": issue}, _issue)


def called(tx: Connection, contract: str, key: str) -> KnownIssue | None:
    """The issue of that key among a contract's own; the one that was shown last where a key was used again."""
    return next(iter(_CALLED.readable(tx, {"contract": contract, "key": key.upper()}, _issue)), None)


def of(tx: Connection, contract: str) -> list[KnownIssue]:
    """Every issue of a contract, the oldest first."""
    return _OF.readable(tx, {"contract": contract}, _issue)


def demandes(tx: Connection, contract: str) -> list[KnownIssue]:
    """The open issues of a contract that are no anomalies, the oldest first."""
    return _OPEN.readable(tx, {"contract": contract}, _issue)


def forget(tx: Connection, contract: str) -> None:
    """Drop the rows of a contract, to be written again from its journal."""
    _FORGET.change(tx, {"contract": contract})


def unread(tx: Connection) -> list[Unread]:
    """The rows that cannot be read."""
    return _EVERY.each(tx, {}, _issue)[1]


def _issue(row: tuple[Any, ...]) -> KnownIssue:
    values = dict(zip(_NAMES, row, strict=True))
    shown = IssueShown(
        site=values["site"],
        issue=values["issue_id"],
        key=values["issue_key"],
        title=values["title"],
        type=values["type"],
        labels=tuple(json.loads(values["labels"])),
        fields=json.loads(values["fields"]),
        estimate=values["estimate"],
        status=values["status"],
        ended=bool(values["ended"]),
        anomaly=bool(values["anomaly"]),
        left=bool(values["departed"]),
        opened=values["opened_at"],
    )
    return KnownIssue(values["contract_id"], shown, values["shown_at"])


def departed(known: KnownIssue) -> IssueShown:
    """The same issue once it is no longer the contract's."""
    return replace(known.shown, left=True)
