"""Settles what a contract's ledger hears: it is journalled, and the rows that people read follow."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from connectors.parsed_delivery import Booked, Delivery
from connectors.store import (
    Connection,
    budget_summaries,
    closed_months,
    contract_issues,
    journal,
    subject_key,
    time_entries,
)
from connectors.store.time_entries import KnownEntry
from connectors.wording import said
from rules.contract import Contract
from rules.contract.budget_terms import BelongsBy
from rules.events.ledger_events import IssueShown, LedgerFact, MonthClosed, TimeSpent
from scheduler.cases.pinned_contracts import ContractGone
from scheduler.ledger.month_closing import freeze
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
        match fact.what:
            case IssueShown() as shown:
                contract_issues.show(tx, contract.id, shown, fact.at)
            case TimeSpent() as spent:
                _spend(tx, contract, spent, fact)
            case MonthClosed():
                freeze(tx, self._desk.casebook.contracts, contract.id, now)
        budget_summaries.spoil(tx, heard.contract)
        return Settled(delivery, "handled", fact.what.kind)


def _spend(tx: Connection, contract: Contract, spent: TimeSpent, fact: LedgerFact) -> None:
    """Keep the entry, unless it was heard of later; taken away from one contract, it may be another's."""
    known = time_entries.get(tx, spent.site, spent.entry)
    if known is not None:
        gone = known.contract != contract.id and not spent.seconds
        if gone or known.heard_at > fact.at or (known.heard_at == fact.at and not known.seconds):
            return
    created = spent.created or fact.at
    by_entry = contract.budget is not None and contract.budget.belongs_by is BelongsBy.ENTRY
    month = (created if by_entry else spent.started).astimezone(ZoneInfo(contract.zone)).strftime("%Y-%m")
    row = KnownEntry(
        site=spent.site,
        entry=spent.entry,
        contract=contract.id,
        issue=spent.issue,
        author_id=fact.by.id,
        author=fact.by.name,
        side=fact.by.side,
        seconds=spent.seconds,
        started=spent.started,
        created=created,
        heard_at=fact.at,
        month=month,
    )
    time_entries.save(tx, row)
