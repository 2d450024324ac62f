"""Writes the rows of a ledger that people read, as each fact says it, or all of them again from the journal."""

from datetime import datetime
from zoneinfo import ZoneInfo

from connectors.contracts import Contracts
from connectors.store import Connection, budget_summaries, contract_issues, journal, time_entries
from connectors.store.time_entries import KnownEntry
from rules.contract import Contract
from rules.contract.budget_terms import BelongsBy
from rules.events.ledger_events import IssueShown, LedgerFact, MonthClosed, TimeSpent
from scheduler.ledger.month_closing import freeze


def write(tx: Connection, contracts: Contracts, contract: Contract, fact: LedgerFact, now: datetime) -> None:
    """Keep what a fact says last; `now` is when it was written down. Raises UnreadRow."""
    match fact.what:
        case IssueShown() as shown:
            contract_issues.show(tx, contract.id, shown, fact.at)
        case TimeSpent() as spent:
            _spend(tx, contract, spent, fact)
        case MonthClosed():
            freeze(tx, contracts, contract.id, now)
    budget_summaries.spoil(tx, contract.id)


def rewrite(tx: Connection, contracts: Contracts, contract_id: str, now: datetime) -> None:
    """Write the rows of a ledger again from its journal; those of a contract that is gone stay. Raises UnreadRow."""
    facts = journal.LEDGERS.read(tx, contract_id)
    if contracts.current(contract_id, now) is None:
        return
    contract_issues.forget(tx, contract_id)
    time_entries.forget(tx, contract_id)
    for fact in facts:
        contract = contracts.current(contract_id, fact.at)
        if contract is not None and not isinstance(fact.what, MonthClosed):
            write(tx, contracts, contract, fact, now)
    freeze(tx, contracts, contract_id, now)


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
