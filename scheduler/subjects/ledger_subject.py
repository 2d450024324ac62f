"""Settles what a contract's ledger hears: it is journalled, and the rows that people read follow."""

from datetime import timedelta

from connectors.parsed_delivery import Booked, Delivery
from connectors.store import Connection, closed_months, journal, outbox, subject_key
from connectors.wording import said
from scheduler.cases.pinned_contracts import ContractGone
from scheduler.errands.queueing import errand
from scheduler.ledger import ledger_rows
from scheduler.ledger.budget_warning import warned
from scheduler.subjects.subject import Desk, Settled

SKEW = timedelta(minutes=10)


class LedgerSubject:
    """Adds a fact to the ledger of its contract."""

    hears = (Booked,)

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def settle(self, tx: Connection, delivery: Delivery, heard: Booked) -> Settled:
        """Journal the fact, whatever the order in which it comes, and keep what it says last. Raises ContractGone."""
        fact = heard.fact
        contract = self._desk.casebook.contracts.current(heard.contract, fact.at)
        if contract is None:
            raise ContractGone(said("deliveries.contract_unknown", contract=heard.contract))
        if fact.at > self._desk.now() + SKEW:
            return Settled(delivery, "parked", said("deliveries.from_the_future", at=fact.at))
        subject_key.lock(tx, journal.LEDGERS.key(heard.contract))
        now = closed_months.not_before(tx, heard.contract, self._desk.now())
        if not journal.LEDGERS.append(tx, heard.contract, (fact,), now):
            return Settled(delivery, "ignored", said("deliveries.known"))
        ledger_rows.write(tx, self._desk.casebook.contracts, contract, fact, now)
        wall, told = self._desk.wall(), enumerate(warned(contract, fact.what))
        outbox.put(tx, [errand(one, contract, contract.id, key=f"{fact.id}:{rank}", at=wall) for rank, one in told])
        return Settled(delivery, "handled", fact.what.kind)
