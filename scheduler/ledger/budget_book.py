"""Reads what a contract's budget comes to now: its books, and what it sells beside its envelopes."""

from datetime import date, datetime, timedelta

from connectors.contracts import Contracts
from connectors.store import Connection, contract_issues
from rules.contract import Contract
from rules.economy.budget_view import BudgetView, shown
from rules.economy.month_close import kept
from rules.economy.sold_beside import Shown, beside
from rules.workdays.month import Month, local_day
from scheduler.ledger.ledger_book import agreed, told


def budget(tx: Connection, contracts: Contracts, contract_id: str, now: datetime) -> BudgetView | None:
    """The budget of a contract in the present month; None where it has none, or has not begun. Raises UnreadRow."""
    found, contract = agreed(contracts, contract_id), contracts.current(contract_id, now)
    if found is None or contract is None:
        return None
    today = local_day(now, found.zone)
    said = told(tx, contract_id, found)
    issues = [Shown(one.shown, one.at) for one in contract_issues.of(tx, contract_id)]
    aside = beside(contract, found, said.entries, issues, today)
    return shown(found, kept(found, said, today), aside, today, closed_days(contract, today))


def closed_days(contract: Contract, day: date) -> frozenset[date]:
    """The days of a month on which the contract's first calendar does not open."""
    month, calendar = Month.of(day), next(iter(contract.calendars.values()))
    days = (month.first + timedelta(days=rank) for rank in range(month.days))
    return frozenset(one for one in days if not calendar.hours(one))
