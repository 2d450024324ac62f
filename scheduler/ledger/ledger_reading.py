"""Reads ledgers for the people who ask: each answer in one transaction of its own."""

from datetime import datetime

from connectors.store import Store
from rules.economy.budget_view import BudgetView
from rules.workdays.month import Month, local_day
from scheduler.cases.case_loader import Casebook
from scheduler.cases.compensation_dossiers import ContractCompensation, compensation_of
from scheduler.ledger.budget_book import budget, past_budget
from scheduler.ledger.open_requests import OpenRequest, open_requests


class Ledgers:
    """The ledgers of a store, under the contracts of the moment."""

    def __init__(self, store: Store, casebook: Casebook) -> None:
        self._store, self._casebook = store, casebook

    async def budget(self, contract_id: str, at: datetime, month: Month | None = None) -> BudgetView | None:
        """The budget of a contract in the present month or in one that is over; None where it has none."""
        if month is not None and month != Month.of(local_day(at, self._zone(contract_id))):
            contracts = self._casebook.contracts
            return await self._store.read(lambda tx: past_budget(tx, contracts, contract_id, month, at))
        return await self._store.read(lambda tx: budget(tx, self._casebook.contracts, contract_id, at))

    async def compensation(self, contract_id: str, month: Month, at: datetime) -> ContractCompensation | None:
        """What the missed promises of a month cost, as an instant knows it; None where the contract is not there."""
        return await self._store.read(lambda tx: compensation_of(tx, self._casebook, contract_id, month, at))

    async def requests(self, contract_id: str, at: datetime) -> tuple[OpenRequest, ...]:
        """The open issues of a contract that are no anomalies, the oldest first."""
        return await self._store.read(lambda tx: open_requests(tx, self._casebook.contracts, contract_id, at))

    def _zone(self, contract_id: str) -> str:
        return next((one.zone for one in self._casebook.contracts.all if one.id == contract_id), "UTC")
