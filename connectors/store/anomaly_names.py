"""Every topic under which a waiting delivery may name an anomaly, found without reading a journal."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from connectors import topics
from connectors.parsed_delivery import AboutAnomaly, AboutIssue, AboutKey
from connectors.store.prepared_statement import Statement
from connectors.store.tables import anomalies

SHORT = 8  # characters of an anomaly's id that people see before it has a key

_columns = anomalies.c
_ALL = select(_columns.id, _columns.site, _columns.issue_id, _columns.issue_key)
_BY_ID = Statement(_ALL.where(_columns.id == bindparam("wanted")))
_BY_ISSUE = Statement(_ALL.where(_columns.site == bindparam("at_site"), _columns.issue_id == bindparam("issue")))
_BY_KEY = Statement(_ALL.where(func.upper(_columns.issue_key) == bindparam("key")))
_BY_START = Statement(_ALL.where(_columns.id.like(bindparam("begins"))))


@dataclass(frozen=True, slots=True)
class Named:
    """An anomaly by what it is called; `issue_id` and `issue_key` are None before it has a ticket."""

    id: str
    site: str | None
    issue_id: str | None
    issue_key: str | None

    @property
    def topics(self) -> frozenset[str]:
        """All the topics that name it."""
        typed = {self.issue_key, self.id, self.id[:SHORT]}
        keys = {topics.key(one) for one in typed if one}
        issue = {topics.issue(self.site, self.issue_id)} if self.site and self.issue_id else set()
        # Whoever labels an issue must not hold up an anomaly that has its own.
        label = set() if self.issue_id else {topics.label(self.id)}
        return frozenset({topics.subject(self.id), *label, *issue, *keys})


def called(tx: Connection, topic: str) -> list[Named]:
    """The anomalies that a topic may name: several where two sites share a key, none where there is none yet."""
    match topics.about(topic):
        case AboutAnomaly(id=name):
            rows = _BY_ID.all(tx, {"wanted": name})
        case AboutIssue(reserved=str() as name):
            rows = [row for row in _BY_ID.all(tx, {"wanted": name}) if not Named(*row).issue_id]
        case AboutIssue(site=site, id=number):
            rows = _BY_ISSUE.all(tx, {"at_site": site, "issue": number})
        case AboutKey(key=typed):
            rows = [*_BY_KEY.all(tx, {"key": typed}), *_by_start(tx, typed)]
    return [Named(*row) for row in rows]


def spread(tx: Connection, about: Collection[str]) -> frozenset[str]:
    """These topics, and all others under which the anomalies that they name are known."""
    found = (named.topics for topic in about for named in called(tx, topic))
    return frozenset(about).union(*found)


def _by_start(tx: Connection, typed: str) -> list[tuple[Any, ...]]:
    """Those whose id was typed, whole or as people see it."""
    return _BY_START.all(tx, {"begins": f"{typed.lower()}%"}) if len(typed) >= SHORT and typed.isalnum() else []
