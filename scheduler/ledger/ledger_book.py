"""From the journal of a contract's ledger to its books, as of now."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from connectors.contracts import Contracts
from connectors.store import Connection, chain, journal, ledger_checkpoints
from connectors.store.checkpoints import Flaw
from rules.economy.agreement import Agreement, agreement
from rules.economy.bookkeeping import Books
from rules.economy.entries import EntryFact
from rules.economy.ledger import Ledger, NotInOrder
from rules.economy.ledger_history import History, Recorded, history
from rules.economy.month_close import Closing, closed, kept
from rules.workdays.month import Month, local_day
from scheduler.cases.contract_fingerprint import fingerprint
from scheduler.ledger.kept_ledgers import KeptLedgers

LEDGERS = KeptLedgers()


@dataclass(frozen=True, slots=True)
class LedgerBook:
    """A ledger as a transaction reads it: what was told, but for the entries, and what it comes to."""

    tx: Connection
    contract: str
    ledger: Ledger
    history: History

    def books(self, today: date, *, rows: bool = False) -> Books:
        """The books as of a local date; with the rows of open months if they are wanted. Raises UnreadRow."""
        try:
            return self.ledger.until(today, rows=rows)
        except NotInOrder:
            return kept(self.ledger.agreement, self._whole(), today, rows=rows)

    def with_rows(self, month: Month, today: date) -> Books:
        """The books with the rows of a month; a closed one has its rows in the whole journal. Raises UnreadRow."""
        books = self.books(today, rows=True)
        figures = books.month(month)
        if figures is None or not figures.closed:
            return books
        return kept(self.ledger.agreement, self._whole(), today)

    def closing(self, month: Month, at: datetime, by: str) -> Closing:
        """The close of a month, of which nothing stands in the way. Raises UnreadRow."""
        try:
            return self.ledger.closing(month, at, by)
        except NotInOrder:
            return closed(month, self.ledger.agreement, self._whole(), at, by)

    def untaken(self) -> Iterable[EntryFact]:
        """The last fact of each entry that no envelope may take, and of some that one takes."""
        return self.ledger.untaken()

    def _whole(self) -> History:
        return told_whole(self.tx, self.contract, self.ledger.agreement)


def agreed(contracts: Contracts, contract_id: str) -> Agreement | None:
    """What the versions of a contract agree on; None where none of them has a budget."""
    return agreement(one for one in contracts.all if one.id == contract_id)


def told(tx: Connection, contract_id: str, agreement: Agreement, ledgers: KeptLedgers = LEDGERS) -> LedgerBook:
    """What a ledger comes to, from where it was last left. Raises UnreadRow."""
    ledger = ledgers.ledger(tx, contract_id, agreement)
    return LedgerBook(tx, contract_id, ledger, ledger.history())


def told_whole(tx: Connection, contract_id: str, agreement: Agreement) -> History:
    """What the whole journal of a ledger tells, whatever is kept of it. Raises UnreadRow."""
    dated = journal.LEDGERS.dated(tx, contract_id)
    return history((Recorded(one.fact, one.recorded_at) for one in dated), agreement)


def proven(tx: Connection, contracts: Contracts, contract_id: str, now: datetime) -> bool:
    """Whether what the store keeps of a ledger, if it would be believed, leads where its whole journal does.

    One that is of other terms or of another version of the code proves nothing wrong. Raises UnreadRow.
    """
    found = agreed(contracts, contract_id)
    if found is None:
        return True
    flaw = ledger_checkpoints.look(tx, contract_id, fingerprint(found))
    if flaw in (Flaw.ALTERED, Flaw.JOURNAL):
        return False
    book, whole = told(tx, contract_id, found, KeptLedgers()), told_whole(tx, contract_id, found)
    today = local_day(now, found.zone)
    same_words = book.history == replace(whole, entries=())
    return same_words and book.books(today) == kept(found, whole, today, rows=False)


def begun(tx: Connection, contract_id: str) -> bool:
    """Whether a ledger heard of anything at all; until then its months look empty, and are not to be closed."""
    return chain.head(tx, journal.LEDGERS.key(contract_id)) is not None


def books(tx: Connection, contracts: Contracts, contract_id: str, now: datetime) -> Books | None:
    """The books of a contract from its start to the present month, with all their rows, from its whole journal.

    None where it has no budget. Raises UnreadRow.
    """
    found = agreed(contracts, contract_id)
    if found is None:
        return None
    return kept(found, told_whole(tx, contract_id, found), local_day(now, found.zone))
