"""Writes what a contract's ledger hears: it is journalled, and the rows that people read follow."""

from datetime import datetime
from zoneinfo import ZoneInfo

from connectors.contracts import Contracts
from connectors.store import (
    Connection,
    budget_summaries,
    closed_months,
    contract_issues,
    journal,
    ledger_checkpoints,
    subject_key,
    time_entries,
)
from connectors.store.time_entries import KnownEntry
from rules.contract import Contract
from rules.contract.budget_terms import BelongsBy
from rules.events.ledger_events import IssueShown, LedgerFact, TimeSpent
from scheduler.ledger.month_closing import freeze


def write(tx: Connection, contract: Contract, fact: LedgerFact, now: datetime) -> bool:
    """Journal a fact, whatever the order in which it comes, and keep what it says last; False where it was known."""
    subject_key.lock(tx, journal.LEDGERS.key(contract.id))
    if not journal.LEDGERS.append(tx, contract.id, (fact,), closed_months.not_before(tx, contract.id, now)):
        return False
    _show(tx, contract, fact)
    budget_summaries.spoil(tx, contract.id)
    return True


def rewrite(tx: Connection, contracts: Contracts, contract_id: str, now: datetime) -> None:
    """Write the rows of a ledger again from its journal; those of a contract that is gone stay. Raises UnreadRow."""
    ledger_checkpoints.drop(tx, contract_id)
    facts = journal.LEDGERS.read(tx, contract_id)
    if contracts.current(contract_id, now) is None:
        return
    contract_issues.forget(tx, contract_id)
    time_entries.forget(tx, contract_id)
    for fact in facts:
        if (contract := contracts.current(contract_id, fact.at)) is not None:
            _show(tx, contract, fact)
    freeze(tx, contracts, contract_id, now)
    budget_summaries.spoil(tx, contract_id)


def _show(tx: Connection, contract: Contract, fact: LedgerFact) -> None:
    match fact.what:
        case IssueShown() as shown:
            contract_issues.show(tx, contract.id, shown, fact.at)
        case TimeSpent() as spent:
            _spend(tx, contract, spent, fact)


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
