"""Reads what a contract's budget comes to now: its books, and what it sells beside its envelopes."""

from datetime import date, datetime, timedelta

from connectors.contracts import Contracts
from connectors.store import Connection, chain, contract_issues, journal
from rules.contract import Contract
from rules.economy.budget_view import BudgetView, shown
from rules.economy.sold_beside import Shown, beside
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
    basis = Basis(head, today, found, contract)
    if (view := _VIEWS.get(contract_id, basis)) is not None:
        return view
    view = _worked_out(tx, basis)
    if view is not None:
        _VIEWS.keep(contract_id, basis, view)
    return view


def _worked_out(tx: Connection, basis: Basis) -> BudgetView | None:
    found, contract, today = basis.agreement, basis.contract, basis.today
    said = told(tx, contract.id, found)
    issues = [Shown(one.shown, one.at) for one in contract_issues.of(tx, contract.id)]
    aside = beside(contract, found, said.untaken(), issues, today)
    return shown(found, said.books(today), aside, today, closed_days(contract, today))


def closed_days(contract: Contract, day: date) -> frozenset[date]:
    """The days of a month on which the contract's first calendar does not open."""
    month, calendar = Month.of(day), next(iter(contract.calendars.values()))
    days = (month.first + timedelta(days=rank) for rank in range(month.days))
    return frozenset(one for one in days if not calendar.hours(one))
