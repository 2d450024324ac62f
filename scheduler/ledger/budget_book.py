"""Reads what a contract's budget comes to now: its books, and what it sells beside its envelopes."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from connectors.contracts import Contracts
from connectors.store import Connection, chain, closed_months, contract_issues, journal, qualified_issues
from connectors.store.qualified_issues import QualifiedIssue
from rules.contract import Contract
from rules.contract.budget_terms import DrawnAt
from rules.economy.budget_view import BudgetView, past, shown
from rules.economy.entries import Key
from rules.economy.ledger_history import History
from rules.economy.month_close import thawed
from rules.economy.sold_beside import Shown, beside
from rules.economy.time_lines import aside_in
from rules.workdays.month import Month, local_day
from scheduler.ledger.kept_views import Basis, KeptViews
from scheduler.ledger.ledger_book import agreed, told

_VIEWS = KeptViews()


def budget(tx: Connection, contracts: Contracts, contract_id: str, now: datetime) -> BudgetView | None:
    """The budget of a contract in the present month; None where it has none, or has not begun. Raises UnreadRow."""
    found, contract = agreed(contracts, contract_id), contracts.current(contract_id, now)
    if found is None or contract is None:
        return None
    today = local_day(now, found.zone)
    head = chain.head(tx, journal.LEDGERS.key(contract_id))
    basis = Basis(head, today, found, contract, _qualified(tx, contract))
    if (view := _VIEWS.get(contract_id, basis)) is not None:
        return view
    view = _worked_out(tx, basis)
    if view is not None:
        _VIEWS.keep(contract_id, basis, view)
    return view


def _worked_out(tx: Connection, basis: Basis) -> BudgetView | None:
    found, contract, today = basis.agreement, basis.contract, basis.today
    said = told(tx, contract.id, found)
    issues = _issues(tx, contract, basis.qualified)
    aside = beside(contract, found, said.untaken(), issues, today, said.history.decisions, _refused(said.history))
    return shown(found, said.books(today), aside, today, closed_days(contract, today))


def past_budget(
    tx: Connection, contracts: Contracts, contract_id: str, month: Month, now: datetime
) -> BudgetView | None:
    """The budget of a month that is over, as its close left it where it is closed; None where there is no such month.

    What is sold beside the envelopes is as of its last day, as it is known today. Raises UnreadRow.
    """
    found = agreed(contracts, contract_id)
    if found is None:
        return None
    today = local_day(now, found.zone)
    ended = datetime.combine(month.last, time(12), ZoneInfo(found.zone))
    contract, said = contracts.current(contract_id, ended), told(tx, contract_id, found)
    books = said.with_rows(month, today)
    figures = books.month(month)
    if contract is None or figures is None or month >= Month.of(today):
        return None
    frozen = next((one for one in closed_months.of(tx, contract_id) if one.month == str(month)), None)
    issues = _issues(tx, contract, _qualified(tx, contract))
    refused = _refused(said.history)
    aside = beside(contract, found, said.untaken(), issues, month.last, said.history.decisions, refused)
    return past(found, thawed(frozen.figures) if frozen else figures, aside_in(books, month), aside, today)


def _refused(said: History) -> frozenset[Key]:
    return frozenset(key for key, taken in said.questions.items() if not taken)


def _qualified(tx: Connection, contract: Contract) -> tuple[QualifiedIssue, ...]:
    """The anomalies as they were qualified, where that draws on a booklet."""
    budget = contract.budget
    draws = budget is not None and budget.booklets and budget.drawn_at is DrawnAt.QUALIFICATION
    return tuple(qualified_issues.of(tx, contract.id)) if draws else ()


def _issues(tx: Connection, contract: Contract, qualified: Iterable[QualifiedIssue]) -> list[Shown]:
    """The issues of a contract, each with when its anomaly was qualified in scope."""
    instants = {(one.site, one.issue): one.at for one in qualified if one.in_scope}
    known = contract_issues.of(tx, contract.id)
    return [Shown(one.shown, one.at, instants.get((one.shown.site, one.shown.issue))) for one in known]


def closed_days(contract: Contract, day: date) -> frozenset[date]:
    """The days of a month on which the contract's first calendar does not open."""
    return closed_between(contract, Month.of(day).first, Month.of(day).last)


def closed_between(contract: Contract, since: date, until: date) -> frozenset[date]:
    """The days from one date to another, both included, on which the contract's first calendar does not open."""
    calendar = next(iter(contract.calendars.values()))
    days = (since + timedelta(days=rank) for rank in range((until - since).days + 1))
    return frozenset(one for one in days if not calendar.hours(one))
