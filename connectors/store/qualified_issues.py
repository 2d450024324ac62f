"""When the anomalies of a contract were qualified, by their issue: what draws on a booklet at qualification."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from connectors.store.prepared_statement import Statement
from connectors.store.tables import anomalies, facts

_QUALIFIED = Statement(
    select(anomalies.c.site, anomalies.c.issue_id, anomalies.c.in_scope, func.min(facts.c.at))
    .select_from(anomalies.outerjoin(facts, (facts.c.subject == anomalies.c.id) & (facts.c.kind == "qualified")))
    .where(anomalies.c.contract_id == bindparam("contract"), anomalies.c.issue_id.is_not(None))
    .group_by(anomalies.c.id, anomalies.c.site, anomalies.c.issue_id, anomalies.c.in_scope)
)


@dataclass(frozen=True, slots=True)
class QualifiedIssue:
    """An issue that is an anomaly's: when it was first qualified (None: not yet), and whether it is in scope."""

    site: str
    issue: str
    at: datetime | None
    in_scope: bool | None


def of(tx: Connection, contract: str) -> list[QualifiedIssue]:
    """The anomalies of a contract that have an issue."""
    rows = _QUALIFIED.readable(tx, {"contract": contract}, tuple)
    return [QualifiedIssue(site, issue, at if scope is not None else None, scope) for site, issue, scope, at in rows]
