"""Looks in the contracts' hours for terms that end, and for months over where no budget is there to be closed."""

from datetime import datetime, timedelta

from connectors.parsed_delivery import Delivery
from connectors.store import Connection, journal
from rules.contract import Contract
from rules.economy.compensation.penalty_life import LifeState
from rules.workdays.month import Month, local_day
from scheduler.cases.compensation_dossiers import penalties_of
from scheduler.ledger.compensation_deliveries import month_to_settle, term_ends
from scheduler.ledger.contract_watch import ContractWatch

REACH = timedelta(days=7)
"""How long after its day an end that nobody was told of is still told."""


class CompensationWatch(ContractWatch):
    """Looks at the penalties of the contracts that price their misses."""

    about = "compensations"

    def _watched(self, contract: Contract) -> bool:
        return contract.compensations is not None

    def _journal(self, contract: Contract) -> str:
        return journal.CONTRACTS.key(contract.id)

    def _found(self, tx: Connection, contract: Contract, now: datetime) -> tuple[Delivery, ...]:
        today = local_day(now, contract.zone)
        penalties = penalties_of(tx, self._casebook, contract.id).values()
        ends = {one.until for one in penalties if one.state is LifeState.NOTIFIED and one.until is not None}
        ended = tuple(term_ends(contract.id, day, now) for day in sorted(ends) if day <= today <= day + REACH)
        last = Month.of(today).plus(-1)
        begun = min(one.effective for one in self._casebook.contracts.all if one.id == contract.id)
        closes = contract.budget is None and last >= Month.of(begun)
        return (*ended, month_to_settle(contract.id, last, now)) if closes else ended
