"""The gate between Jira's issues and anomalies: an id, a key or a label that a sender writes is never authority."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from connectors.jira.inbound.scope import covered, held_by, on_site
from connectors.parsed_delivery import AboutIssue
from connectors.store import Connection, anomalies
from connectors.store.anomalies import Known
from rules.contract import Contract

Clauses = Callable[[Known], Contract]
"""The version of its contract that an anomaly is pinned to."""


@dataclass(frozen=True, slots=True)
class NewId:
    """The id that an issue's anomaly gets; one that is `second` has its contract in it."""

    text: str
    second: bool = False

    def under(self, contract_id: str) -> str:
        """The id under a contract."""
        return _id(f"{self.text}:{contract_id}") if self.second else self.text


@dataclass(frozen=True, slots=True)
class Gate:
    """The anomalies that an issue may touch.

    `row` is the one that what happens to it belongs to, where there is one; else `free` is the id of a new one, if any
    may be opened. To those that it `left` only that much may be told. `namesake` has an issue of the same key and of
    another id, which may be the same one before it was migrated.
    """

    row: Known | None = None
    free: NewId | None = None
    left: tuple[Known, ...] = ()
    namesake: Known | None = None


def issue_anomaly(about: AboutIssue) -> str:
    """The id of an anomaly born in Jira: always the same for the same issue of the same site."""
    return _id(f"jira:{about.site}:{about.id}")


def is_second(row: Known) -> bool:
    """Whether an anomaly is that of an issue which was another contract's before."""
    return row.id == NewId(f"jira:{row.site}:{row.issue_id}", second=True).under(row.contract_id)


def passed(tx: Connection, about: AboutIssue, clauses: Clauses, away: Callable[[Known], bool]) -> Gate:
    """The anomalies of an issue where it is now: the contract of its project has its own, and no other is touched.

    An anomaly is the issue's own when its contract is on the site that speaks and follows the project. Where only the
    id is told, it is the one that its issue is not `away` from. A label gives an issue to the anomaly that Vigie named
    there, as long as that one waits for its issue in this very project.
    """
    known = anomalies.of_issue(tx, about.site, about.id)
    if not known:
        return _unknown(tx, about, clauses)
    ours = [row for row in known if on_site(about.site, clauses(row))]
    if not about.project:
        return Gate(next((row for row in ours if not away(row)), None))
    here = [row for row in ours if covered(about.project, clauses(row))]
    row = next((row for row in here if not away(row)), None) if len(here) > 1 else None
    row = row or next(iter(here), None)
    free = NewId(f"jira:{about.site}:{about.id}", second=True) if ours and row is None else None
    return Gate(row, free, tuple(other for other in ours if other not in here))


def _unknown(tx: Connection, about: AboutIssue, clauses: Clauses) -> Gate:
    reserved = anomalies.get(tx, about.reserved) if about.reserved else None
    if reserved is not None and reserved.issue_id is None and held_by(about.site, about.project, clauses(reserved)):
        return Gate(reserved)
    own = issue_anomaly(about)
    held = anomalies.get(tx, own)
    if held is None:
        return Gate(free=NewId(own), namesake=_namesake(tx, about, clauses))
    if not on_site(about.site, clauses(held)):
        # Somebody took that id by a label, before labels were judged.
        return Gate(free=NewId(_id(f"jira:{about.site}:{about.id}:own")))
    return Gate(held) if held.site != about.site else Gate()


def _namesake(tx: Connection, about: AboutIssue, clauses: Clauses) -> Known | None:
    called = anomalies.called(tx, about.key, about.site) if about.key and about.project else ()
    ours = (row for row in called if row.issue_id and held_by(about.site, about.project, clauses(row)))
    return next(ours, None)


def _id(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
