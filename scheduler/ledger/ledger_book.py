"""From the journal of a contract's ledger to its books, as of now."""

from datetime import datetime

from connectors.contracts import Contracts
from connectors.store import Connection, chain, journal
from rules.economy.agreement import Agreement, agreement
from rules.economy.bookkeeping import Books
from rules.economy.ledger_history import History, history
from rules.economy.month_close import kept
from rules.workdays.month import local_day
from scheduler.ledger.heard_facts import HeardFacts

_HEARD = HeardFacts()


def agreed(contracts: Contracts, contract_id: str) -> Agreement | None:
    """What the versions of a contract agree on; None where none of them has a budget."""
    return agreement(one for one in contracts.all if one.id == contract_id)


def told(tx: Connection, contract_id: str, agreement: Agreement, heard: HeardFacts = _HEARD) -> History:
    """What the journal of a ledger tells; what was `heard` lately is not read again. Raises UnreadRow."""
    return history(heard.recorded(tx, contract_id), agreement)


def begun(tx: Connection, contract_id: str) -> bool:
    """Whether a ledger heard of anything at all; until then its months look empty, and are not to be closed."""
    return chain.head(tx, journal.LEDGERS.key(contract_id)) is not None


def books(tx: Connection, contracts: Contracts, contract_id: str, now: datetime) -> Books | None:
    """The books of a contract from its start to the present month; None where it has no budget. Raises UnreadRow."""
    found = agreed(contracts, contract_id)
    if found is None:
        return None
    return kept(found, told(tx, contract_id, found), local_day(now, found.zone))
