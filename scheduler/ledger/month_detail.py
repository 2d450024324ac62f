"""Reads a month of a ledger whole: its figures, and each time entry with its ticket, its author and what it draws."""

from dataclasses import dataclass
from datetime import datetime

from connectors.contracts import Contracts
from connectors.store import Connection, anomalies, contract_issues, time_entries
from connectors.store.time_entries import KnownEntry
from rules.contract import Criticality
from rules.contract.budget_terms import Budget
from rules.economy.agreement import Agreement
from rules.economy.bookkeeping import Books
from rules.economy.budget_view import BudgetView
from rules.economy.categories import category
from rules.economy.figures import MonthFigures
from rules.economy.time_lines import Spent, TimeLine, time_lines
from rules.events.ledger_events import IssueShown
from rules.workdays.month import Month, local_day
from scheduler.ledger.budget_book import budget, past_budget
from scheduler.ledger.ledger_book import agreed, told


@dataclass(frozen=True, slots=True)
class MonthDetail:
    """A month of a contract under its last version, the oldest entry first; `view` is what people are shown of it."""

    contract: str
    budget: Budget
    figures: MonthFigures
    spent: tuple[Spent, ...]
    view: BudgetView | None = None


@dataclass(frozen=True, slots=True)
class NoMonth:
    """Why there is no such month: the first and the last that the books reach; None where nothing is counted."""

    first: Month | None = None
    last: Month | None = None


def month_detail(
    tx: Connection, contracts: Contracts, contract_id: str, month: Month | None, now: datetime
) -> MonthDetail | NoMonth:
    """The month of a contract, the present or last one where none is named. Raises UnreadRow."""
    agreement = agreed(contracts, contract_id)
    if agreement is None:
        return NoMonth()
    today = local_day(now, agreement.zone)
    book = told(tx, contract_id, agreement)
    kept = book.books(today)
    if not kept.months:
        return NoMonth()
    wanted = month or kept.months[-1].month
    figures = kept.month(wanted)
    if figures is None:
        return NoMonth(kept.months[0].month, kept.months[-1].month)
    last = wanted == kept.months[-1].month
    view = budget(tx, contracts, contract_id, now) if last else past_budget(tx, contracts, contract_id, wanted, now)
    terms = agreement.terms_on(wanted.last).budget
    return MonthDetail(contract_id, terms, figures, _spent(tx, agreement, book.with_rows(wanted, today), wanted), view)


def _spent(tx: Connection, agreement: Agreement, kept: Books, month: Month) -> tuple[Spent, ...]:
    issues = {(one.shown.site, one.shown.issue): one.shown for one in contract_issues.of(tx, agreement.contract)}
    known = {(one.site, one.entry): one for one in time_entries.of_month(tx, agreement.contract, str(month))}
    hidden: dict[tuple[str, str], bool] = {}
    found = []
    for line in time_lines(kept, month):
        entry = known.get(line.entry) or time_entries.get(tx, *line.entry)
        if entry is None:
            continue
        place = (entry.site, entry.issue)
        if place not in hidden:
            hidden[place] = _secret(tx, *place)
        found.append(_line(line, entry, issues.get(place), agreement, hidden=hidden[place]))
    return tuple(sorted(found, key=lambda one: (one.on, one.key, one.author)))


def _line(line: TimeLine, entry: KnownEntry, issue: IssueShown | None, agreement: Agreement, *, hidden: bool) -> Spent:
    day = local_day(entry.started, agreement.zone)
    return Spent(
        on=day,
        key=issue.key if issue else entry.issue,
        title=None if hidden else issue.title if issue else "",
        category=category(issue, agreement.terms_on(day).budget) if issue else None,
        author=entry.author,
        envelope=line.envelope,
        reason=line.reason,
        minutes=line.minutes,
        origin=line.origin,
    )


def _secret(tx: Connection, site: str, issue: str) -> bool:
    """Whether the issue is that of a security anomaly, whose title stands only where few people read."""
    row = anomalies.by_issue(tx, site, issue)
    return row is not None and row.criticality is Criticality.SECURITE
