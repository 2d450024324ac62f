"""Reads ledgers for the people who ask: each answer in one transaction of its own."""

from datetime import datetime

from connectors.store import Store
from rules.economy.budget_view import BudgetView
from rules.workdays.month import Month
from scheduler.cases.case_loader import Casebook
from scheduler.cases.compensation_dossiers import ContractCompensation, compensation_of
from scheduler.ledger.budget_book import budget
from scheduler.ledger.open_requests import OpenRequest, open_requests


class Ledgers:
    """The ledgers of a store, under the contracts of the moment."""

    def __init__(self, store: Store, casebook: Casebook) -> None:
        self._store, self._casebook = store, casebook

    async def budget(self, contract_id: str, at: datetime) -> BudgetView | None:
        """The budget of a contract at an instant; None where it has none, or has not begun."""
        return await self._store.read(lambda tx: budget(tx, self._casebook.contracts, contract_id, at))

    async def compensation(self, contract_id: str, month: Month, at: datetime) -> ContractCompensation | None:
        """What the missed promises of a month cost, as an instant knows it; None where the contract is not there."""
        return await self._store.read(lambda tx: compensation_of(tx, self._casebook, contract_id, month, at))

    async def requests(self, contract_id: str, at: datetime) -> tuple[OpenRequest, ...]:
        """The open issues of a contract that are no anomalies, the oldest first."""
        return await self._store.read(lambda tx: open_requests(tx, self._casebook.contracts, contract_id, at))
