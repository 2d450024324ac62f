"""Close a month: what stands against it, the figures that it freezes, and the digest that proves them."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from rules.economy.agreement import Agreement
from rules.economy.bookkeeping import Books, keep
from rules.economy.closes import Close
from rules.economy.decisions import settlements
from rules.economy.entries import EntryFact
from rules.economy.figures import EnvelopeFigures, MonthFigures
from rules.economy.ledger_history import History
from rules.economy.ledger_rows import Row
from rules.workdays.month import Month, local_day, span

_NOUGHT: tuple[object, ...] = (None, 0, "", {}, [])


class Against(StrEnum):
    """What stands against the close of a month."""

    NOT_OVER = "not_over"
    ALREADY = "already"
    EARLIER_OPEN = "earlier_open"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Closing:
    """A month as its close leaves it: the digest of its rows and figures, which hold that of the month before."""

    month: Month
    figures: MonthFigures
    digest: str
    before: str


def months(agreement: Agreement, today: date) -> tuple[Month, ...]:
    """The months of the books as of a local date, from the contract's start to the present or the contract's end."""
    first, last = Month.of(agreement.start), Month.of(min(today, agreement.end or today))
    return tuple(span(first, last)) if first <= last else ()


def kept(agreement: Agreement, history: History, today: date, *, rows: bool = True) -> Books:
    """The books as of a local date, with what was agreed of what exceeds; without `rows` the figures alone."""
    settled, reached = settlements(history.decisions), months(agreement, today)
    entries = due(history.entries, agreement.zone, today)
    return keep(agreement, entries, history.closes, reached, today, settlements=settled, rows=rows)


def due(facts: Sequence[EntryFact], zone: str, today: date) -> Sequence[EntryFact]:
    """What is known of time entries, one that is dated later being as good as absent until its day."""
    midnight = datetime.combine(today + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)
    if not any(one.entry is not None and one.entry.started >= midnight for one in facts):
        return facts
    return [replace(one, entry=None) if one.entry and one.entry.started >= midnight else one for one in facts]


def first_open(agreement: Agreement, history: History, today: date) -> Month:
    """The first month that nobody has closed, over or not, as of a local date."""
    closed = {one.month for one in history.closes}
    month = Month.of(agreement.start)
    while month in closed and month.first <= today:
        month = month.plus(1)
    return month


def against(month: Month, agreement: Agreement, history: History, today: date) -> Against | None:
    """What stands against closing a month on a local date; None where it can be closed."""
    if month in {one.month for one in history.closes}:
        return Against.ALREADY
    if month < Month.of(agreement.start) or (agreement.end and month > Month.of(agreement.end)):
        return Against.OUTSIDE
    if min(month.last, agreement.end or month.last) >= today:
        return Against.NOT_OVER
    return Against.EARLIER_OPEN if first_open(agreement, history, today) < month else None


def closed(month: Month, agreement: Agreement, history: History, at: datetime, by: str) -> Closing:
    """The close of a month at an instant, of which nothing stands in the way."""
    found = replace(history, closes=(*history.closes, Close(month, at, by)))
    books = kept(agreement, found, local_day(at, agreement.zone))
    before = history.digests.get(month.plus(-1), "")
    figures = books.month(month)
    assert figures is not None  # noqa: S101 - for the type checker: a month of the books, which `against` has seen
    return Closing(month, figures, digest(figures, books.rows, before), before)


def digest(figures: MonthFigures, rows: Iterable[Row], before: str) -> str:
    """The SHA-256 (hexadecimal) of a month's figures and of the rows posted in it, chained to that of the month before.

    What is nought is left out, so that a figure that is added one day changes no digest of a month that has none.
    """
    posted = [_plain(row) for row in rows if row.month == figures.month]
    told = {"before": before, "figures": frozen(figures), "rows": posted}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def frozen(figures: MonthFigures) -> Mapping[str, Any]:
    """The figures of a month as they are kept: whole minutes and cents, by envelope in order."""
    plain: Mapping[str, Any] = _plain(figures)
    return plain


def thawed(kept: Mapping[str, Any]) -> MonthFigures:
    """The figures of a month back from what its close froze: what was left out is nought."""
    told = dict(kept)
    envelopes = []
    for one in told.pop("envelopes", ()):
        lots = {Month.read(month): minutes for month, minutes in one.get("lots", {}).items()}
        envelopes.append(EnvelopeFigures(**{**one, "lots": lots}))
    month = Month.read(told.pop("month"))
    return MonthFigures(**{"fee": 0, "closed": True, **told, "month": month, "envelopes": tuple(envelopes)})


def altered(agreement: Agreement, history: History, today: date) -> tuple[Month, ...]:
    """The closed months whose digest is not that of what the journal comes to, in order.

    One that was closed without a digest proves nothing, and is not among them.
    """
    books = kept(agreement, history, today)
    found: list[Month] = []
    before = ""
    for figures in books.months:
        if not figures.closed:
            break
        said = history.digests.get(figures.month, "")
        if said and digest(figures, books.rows, before) != said:
            found.append(figures.month)
        before = said
    return tuple(found)


def _plain(value: Any) -> Any:
    """A value in JSON's terms, without what is nought; a month as `2026-10`, an instant in UTC."""
    if isinstance(value, Month):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if is_dataclass(value):
        value = {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, Mapping):
        told = {str(name): _plain(one) for name, one in value.items()}
        return {name: one for name, one in told.items() if one not in _NOUGHT}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
