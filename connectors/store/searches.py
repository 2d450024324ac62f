"""The titles, causes and answers of anomalies, found by the beginning of their words: derived from the journal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Connection, and_, bindparam, func, or_, select

from connectors.store.conflict import keeping_the_first, keeping_the_last
from connectors.store.prepared_statement import Statement
from connectors.store.tables import anomalies, searches
from rules.anomaly.state import Anomaly, Phase, Ticket
from rules.contract import Criticality
from rules.reports.text_similarity import MOST_TERMS, words

_NAMES = tuple(column.name for column in searches.columns)
_SAVE = keeping_the_last(searches, _NAMES, if_different=True)
_ADD = keeping_the_first(searches, _NAMES, same=("anomaly_id",))
_PATTERNS = tuple(f"pattern_{place}" for place in range(MOST_TERMS))
_ANYTHING = "%"
_SHOWN = ("id", "contract_id", "site", "issue_id", "issue_key", "title", "phase", "criticality", "closed_at")
_a, _s = anomalies.c, searches.c
_JOINED = select(*(_a[name] for name in _SHOWN), _a.updated_at, _s.cause, _s.answer, _s.words).join_from(
    anomalies, searches, _a.id == _s.anomaly_id
)
_OF = and_(
    _a.contract_id == bindparam("contract"),
    _s.words != "",
    or_(
        bindparam("secret", type_=Boolean),
        _a.criticality.is_(None),
        _a.criticality != Criticality.SECURITE.value,
    ),
)
_FIND = Statement(
    _JOINED.where(_OF, *(_s.words.like(bindparam(name)) for name in _PATTERNS))
    .order_by(_a.closed_at.is_(None), func.coalesce(_a.closed_at, _a.updated_at).desc(), _a.id)
    .limit(bindparam("most"))
)
_OPEN = Statement(_JOINED.where(_OF, _a.closed_at.is_(None)).order_by(_a.updated_at.desc(), _a.id))
_WITHOUT = Statement(
    select(_a.id)
    .outerjoin_from(anomalies, searches, _a.id == _s.anomaly_id)
    .where(_s.anomaly_id.is_(None), _a.id > bindparam("after"))
    .order_by(_a.id)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Found:
    """The text of a found anomaly; `words` are all that it can be found by."""

    id: str
    contract_id: str
    ticket: Ticket | None
    title: str
    phase: Phase
    criticality: Criticality | None
    closed_at: datetime | None
    updated_at: datetime
    cause: str
    answer: str
    words: tuple[str, ...]


def save(tx: Connection, anomaly: Anomaly) -> None:
    """Write what an anomaly can be found by; one that is gone is found by nothing."""
    _SAVE.change(tx, _row(anomaly))


def add(tx: Connection, anomaly: Anomaly) -> None:
    """The same, unless it was written meanwhile."""
    _ADD.change(tx, _row(anomaly))


def find(tx: Connection, contract_id: str, wanted: Sequence[str], secret: bool, most: int) -> list[Found]:
    """The contract's anomalies that have words beginning by each of the terms: closed ones first, the latest first.

    Those about security only if `secret`. Beyond MOST_TERMS, terms are not looked at; none of them finds nothing.
    """
    if not wanted:
        return []
    patterns = dict.fromkeys(_PATTERNS, _ANYTHING)
    patterns |= {name: f"% {term}%" for name, term in zip(_PATTERNS, wanted, strict=False)}
    return _FIND.readable(tx, {"contract": contract_id, "secret": secret, "most": most, **patterns}, _found)


def open_of(tx: Connection, contract_id: str, secret: bool) -> list[Found]:
    """The contract's open anomalies, the last moved first; those about security only if `secret`."""
    return _OPEN.readable(tx, {"contract": contract_id, "secret": secret}, _found)


def without(tx: Connection, after: str, most: int) -> list[str]:
    """The ids, beyond `after`, of anomalies that cannot be found yet."""
    return [str(row[0]) for row in _WITHOUT.all(tx, {"after": after, "most": most})]


def _row(anomaly: Anomaly) -> dict[str, str]:
    said = () if anomaly.gone else words(f"{anomaly.title}\n{anomaly.cause}\n{anomaly.answer}")
    return {
        "anomaly_id": anomaly.id,
        "cause": anomaly.cause,
        "answer": anomaly.answer,
        "words": "".join(f" {word}" for word in said),
    }


def _found(row: tuple[Any, ...]) -> Found:
    number, contract, site, issue, key, title, phase, level, closed_at, updated_at, cause, answer, said = row
    ticket = Ticket(site, issue, key) if issue else None
    criticality = Criticality(level) if level else None
    return Found(
        number, contract, ticket, title, Phase(phase), criticality, closed_at, updated_at, cause, answer,
        tuple(said.split()),
    )  # fmt: skip
