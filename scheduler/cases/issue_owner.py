"""The gate between Jira's issues and anomalies: an id, a key or a label that a sender writes is never authority."""

import hashlib
from collections.abc import Callable

from connectors.jira.inbound.scope import held_by, on_site
from connectors.parsed_delivery import AboutIssue
from connectors.store import Connection, anomalies
from connectors.store.anomalies import Known
from rules.contract import Contract

Clauses = Callable[[Known], Contract]
"""The version of its contract that an anomaly is pinned to."""


def issue_anomaly(about: AboutIssue) -> str:
    """The id of an anomaly born in Jira: always the same for the same issue of the same site."""
    return _id(f"jira:{about.site}:{about.id}")


def owner(tx: Connection, about: AboutIssue, clauses: Clauses) -> Known | str | None:
    """The anomaly of an issue, else the id that a new one gets; None where the issue may touch none.

    An anomaly is the issue's own when its contract is on the site that speaks. A label gives an issue to the anomaly
    that Vigie named there, as long as that one waits for its issue in this very project.
    """
    known = anomalies.by_issue(tx, about.site, about.id)
    if known is not None:
        return known if on_site(about.site, clauses(known)) else None
    reserved = anomalies.get(tx, about.reserved) if about.reserved else None
    if reserved is not None and reserved.issue_id is None and held_by(about.site, about.project, clauses(reserved)):
        return reserved
    return _by_id(tx, about, clauses)


def _by_id(tx: Connection, about: AboutIssue, clauses: Clauses) -> Known | str | None:
    """The anomaly born of the issue, where it lost it to another site, else the id of a new one."""
    own = issue_anomaly(about)
    held = anomalies.get(tx, own)
    if held is None:
        return own
    if not on_site(about.site, clauses(held)):
        return _id(f"jira:{about.site}:{about.id}:own")  # somebody took that id by a label, before labels were judged
    return held if held.site != about.site else None


def _id(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
