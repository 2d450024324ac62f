"""Reads ledgers for the people who ask: each answer in one transaction of its own."""

from datetime import datetime

from connectors.store import Store
from rules.economy.budget_view import BudgetView
from scheduler.cases.case_loader import Casebook
from scheduler.ledger.budget_book import budget
from scheduler.ledger.open_requests import OpenRequest, open_requests


class Ledgers:
    """The ledgers of a store, under the contracts of the moment."""

    def __init__(self, store: Store, casebook: Casebook) -> None:
        self._store, self._casebook = store, casebook

    async def budget(self, contract_id: str, at: datetime) -> BudgetView | None:
        """The budget of a contract at an instant; None where it has none, or has not begun."""
        return await self._store.read(lambda tx: budget(tx, self._casebook.contracts, contract_id, at))

    async def requests(self, contract_id: str, at: datetime) -> tuple[OpenRequest, ...]:
        """The open issues of a contract that are no anomalies, the oldest first."""
        return await self._store.read(lambda tx: open_requests(tx, self._casebook.contracts, contract_id, at))
