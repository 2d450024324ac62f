"""Remembers the facts of ledgers that were read lately, so that only those recorded since are read again."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from connectors.store import Connection, journal
from rules.economy.ledger_history import Recorded

MOST = 30_000  # facts, of all ledgers together


@dataclass(frozen=True, slots=True)
class _Read:
    """The facts of a ledger up to a number in the journals, where its chain has that hash."""

    number: int
    link: str
    facts: tuple[Recorded, ...]


class HeardFacts:
    """What was read of ledgers, the least lately asked for forgotten first; at most so many facts.

    The hash of the last fact stands for all before it: what is remembered of another database, or of a journal that
    was replaced, is never taken for what stands there.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most, self._read, self._lock = most, OrderedDict[str, _Read](), Lock()

    def recorded(self, tx: Connection, contract_id: str) -> tuple[Recorded, ...]:
        """All the facts of a ledger, in the order in which they were written down. Raises UnreadRow."""
        known = self._read.get(contract_id)
        if known is not None and journal.LEDGERS.link(tx, contract_id, known.number) != known.link:
            known = None
        fresh = journal.LEDGERS.dated(tx, contract_id, known.number if known else 0)
        if not fresh:
            return known.facts if known else ()
        facts = (*(known.facts if known else ()), *(Recorded(one.fact, one.recorded_at) for one in fresh))
        last = fresh[-1].number
        self._remember(contract_id, _Read(last, journal.LEDGERS.link(tx, contract_id, last) or "", facts))
        return facts

    def _remember(self, contract_id: str, read: _Read) -> None:
        with self._lock:
            self._read[contract_id] = read
            self._read.move_to_end(contract_id)
            while len(self._read) > 1 and sum(len(one.facts) for one in self._read.values()) > self._most:
                self._read.popitem(last=False)
