"""The ledger of each contract as it was last kept, so that a look reads only the facts behind it (ADR 0035).

Derived from the journal, in the table of the other checkpoints, and not believed where anything shows that it may no
longer be right.
"""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, bindparam, delete, select

from connectors.store import journal
from connectors.store.checkpoints import Flaw, Header
from connectors.store.code_version import code_version
from connectors.store.conflict import keeping_the_last
from connectors.store.ledger_snapshot_codec import snapshot_from_json, snapshot_to_json
from connectors.store.prepared_statement import Statement
from connectors.store.tables import checkpoints as table
from rules.economy.ledger_snapshot import Snapshot

_columns = table.c
_HEADER = ("seq", "length", "chain", "contract", "code", "digest")
_OF_SUBJECT = _columns.subject == bindparam("key")
_ONE = Statement(select(*(_columns[name] for name in _HEADER)).where(_OF_SUBJECT))
_STATE = Statement(select(_columns.state).where(_OF_SUBJECT))
_KEEP = keeping_the_last(table, ("subject", *_HEADER, "state"))
_DROP = Statement(delete(table).where(_OF_SUBJECT))


@dataclass(frozen=True, slots=True)
class KeptLedger:
    """A ledger up to a fact: its number in the journals, the hash of the chain there, and how many facts it counts."""

    number: int
    link: str
    length: int
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Written:
    """A ledger to be kept, in words already: those take longer than a writer may be held up."""

    contract: str
    header: Header
    state: str


def look(tx: Connection, contract: str, terms: str) -> KeptLedger | Flaw | None:
    """What is kept of a ledger under terms of that fingerprint; why it is not believed, or None where nothing is."""
    row = _ONE.first(tx, {"key": journal.LEDGERS.key(contract)})
    if row is None:
        return None
    header = Header(*row)
    if header.code != code_version():
        return Flaw.CODE
    if header.contract != terms:
        return Flaw.CONTRACT
    if journal.LEDGERS.link(tx, contract, header.seq) != header.chain:
        return Flaw.JOURNAL
    return _read(tx, contract, header) or Flaw.ALTERED


def written(contract: str, terms: str, kept: KeptLedger) -> Written:
    """A ledger in the words in which it is kept."""
    state = snapshot_to_json(kept.snapshot)
    header = Header(kept.number, kept.length, kept.link, terms, code_version())
    return Written(contract, replace(header, digest=header.seal(journal.LEDGERS.key(contract), state)), state)


def save(tx: Connection, one: Written) -> None:
    """Keep a ledger in place of the one kept before, unless the journal is not the one that it was read from."""
    if journal.LEDGERS.link(tx, one.contract, one.header.seq) == one.header.chain:
        row = {name: getattr(one.header, name) for name in _HEADER}
        _KEEP.change(tx, {"subject": journal.LEDGERS.key(one.contract), **row, "state": one.state})


def drop(tx: Connection, contract: str) -> None:
    """Keep none of a contract."""
    _DROP.change(tx, {"key": journal.LEDGERS.key(contract)})


def _read(tx: Connection, contract: str, header: Header) -> KeptLedger | None:
    key = journal.LEDGERS.key(contract)
    state = _STATE.value(tx, {"key": key})
    if state is None or header.seal(key, state) != header.digest:
        return None
    try:
        return KeptLedger(header.seq, header.chain, header.length, snapshot_from_json(state))
    except ValueError:
        return None
