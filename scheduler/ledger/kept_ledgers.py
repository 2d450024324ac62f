"""Reads the ledger of a contract from where it was last left, so that only what was recorded since is read and counted.

What is remembered by this process comes first, then what is kept in the store, then the whole journal.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import structlog

from connectors.store import Connection, journal, ledger_checkpoints
from connectors.store.checkpoints import Flaw
from connectors.store.journal import Dated
from connectors.store.ledger_checkpoints import KeptLedger, Written
from rules.economy.agreement import Agreement
from rules.economy.ledger import Ledger, NotInOrder, opened, whole
from rules.economy.ledger_history import Recorded
from rules.economy.ledger_revival import revived
from rules.economy.ledger_snapshot import written
from rules.events.ledger_events import LedgerFact
from scheduler.cases.contract_fingerprint import fingerprint

MOST = 30_000  # facts, of all ledgers together
LONG = 100  # facts, from which a ledger is worth keeping
SHARE, OFTEN = 16, 1_000  # kept again once a sixteenth of it is new, or so many facts

log = structlog.get_logger("vigie.ledger")


@dataclass(frozen=True, slots=True)
class _Read:
    """A ledger up to a number in the journals, where its chain has that hash: how many facts, and how many are kept."""

    number: int
    link: str
    length: int
    kept: int
    ledger: Ledger


class KeptLedgers:
    """What was read of ledgers, the least lately asked for forgotten first; at most so many facts.

    The hash of the last fact stands for all before it: what is remembered of another database, or of a journal that
    was replaced, is never taken for what stands there.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most, self._read, self._lock = most, OrderedDict[str, _Read](), Lock()

    def ledger(self, tx: Connection, contract_id: str, agreement: Agreement) -> Ledger:
        """The ledger of a contract as its journal has it now. Raises UnreadRow."""
        known = self._remembered(tx, contract_id, agreement) or _stored(tx, contract_id, agreement)
        fresh = journal.LEDGERS.dated(tx, contract_id, known.number)
        if fresh or not known.number:
            known = _gone_on(tx, contract_id, known, fresh)
        self._remember(contract_id, known)
        return known.ledger

    def to_keep(self, contract_id: str) -> Written | None:
        """The ledger of a contract as it was last read, if much of it is not kept yet."""
        known = self._read.get(contract_id)
        if known is None or known.length < LONG or known.length - known.kept < min(OFTEN, known.length // SHARE + 1):
            return None
        snapshot = written(known.ledger)
        terms = fingerprint(known.ledger.agreement)
        return ledger_checkpoints.written(
            contract_id, terms, KeptLedger(known.number, known.link, known.length, snapshot)
        )

    def kept(self, one: Written) -> None:
        """Take note that it was kept."""
        with self._lock:
            known = self._read.get(one.contract)
            if known is not None and known.length >= one.header.length:
                changed = _Read(known.number, known.link, known.length, one.header.length, known.ledger)
                self._read[one.contract] = changed

    def _remembered(self, tx: Connection, contract_id: str, agreement: Agreement) -> _Read | None:
        known = self._read.get(contract_id)
        if known is None or known.ledger.agreement != agreement:
            return None
        return known if journal.LEDGERS.link(tx, contract_id, known.number) == known.link else None

    def _remember(self, contract_id: str, read: _Read) -> None:
        if not read.number:
            return
        with self._lock:
            self._read[contract_id] = read
            self._read.move_to_end(contract_id)
            while len(self._read) > 1 and sum(one.length for one in self._read.values()) > self._most:
                self._read.popitem(last=False)


def _stored(tx: Connection, contract_id: str, agreement: Agreement) -> _Read:
    """What the store keeps of a ledger; one that has heard nothing where it keeps none that is to be believed."""
    found = ledger_checkpoints.look(tx, contract_id, fingerprint(agreement))
    if isinstance(found, KeptLedger):
        return _Read(found.number, found.link, found.length, found.length, revived(found.snapshot, agreement))
    if found is not None:
        say = log.warning if found in (Flaw.ALTERED, Flaw.JOURNAL) else log.info
        say("checkpoint not believed", contract=contract_id, why=found.value)
    return _Read(0, "", 0, 0, opened(agreement))


def _gone_on(tx: Connection, contract_id: str, known: _Read, fresh: Sequence[Dated[LedgerFact]]) -> _Read:
    """The ledger with what was recorded since; with its whole journal where it cannot go on."""
    if not fresh:
        return known
    length, kept, ledger = known.length + len(fresh), known.kept, known.ledger
    try:
        ledger = ledger.heard([Recorded(one.fact, one.recorded_at) for one in fresh])
    except NotInOrder:
        every = journal.LEDGERS.dated(tx, contract_id)
        ledger, length, kept = (
            whole([Recorded(one.fact, one.recorded_at) for one in every], ledger.agreement),
            len(every),
            0,
        )
    last = fresh[-1].number
    return _Read(last, journal.LEDGERS.link(tx, contract_id, last) or "", length, kept, ledger)
