"""Settles what a contract's ledger hears: it is journalled, and the rows that people read follow."""

from datetime import timedelta

from connectors.parsed_delivery import Booked, Delivery
from connectors.store import Connection, outbox
from connectors.wording import said
from rules.events.ledger_events import IssueShown, MonthClosed, TimeSpent
from scheduler.cases.pinned_contracts import ContractGone
from scheduler.errands.queueing import errand
from scheduler.ledger.budget_warning import warned
from scheduler.ledger.ledger_writing import write
from scheduler.ledger.month_closing import freeze
from scheduler.ledger.question_notices import question_notices
from scheduler.ledger.time_ahead import time_ahead
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
        if not write(tx, contract, fact, self._desk.now()):
            return Settled(delivery, "ignored", said("deliveries.known"))
        if isinstance(fact.what, MonthClosed):
            freeze(tx, self._desk.casebook.contracts, contract.id, self._desk.now())
        told = {f"{fact.id}:{rank}": one for rank, one in enumerate(warned(contract, fact.what))}
        if isinstance(fact.what, IssueShown):
            told |= question_notices(tx, self._desk.casebook.contracts, contract, fact.what, self._desk.now())
        if isinstance(fact.what, TimeSpent):
            told |= time_ahead(tx, contract, fact.what, fact.by, self._desk.now())
        wall = self._desk.wall()
        outbox.put(tx, [errand(one, contract, contract.id, key=key, at=wall) for key, one in told.items()])
        return Settled(delivery, "handled", fact.what.kind)
