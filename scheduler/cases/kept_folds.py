"""Reads an anomaly from its checkpoint and the facts behind it, and keeps a new one when these are many."""

from dataclasses import dataclass

import structlog

from connectors.store import Connection, journal
from connectors.store.checkpoints import Checkpoints, Flaw
from rules.anomaly.state import Anomaly
from rules.clock import Marks, face
from rules.contract import Contract
from rules.events import Fact
from rules.fold.checkpoint import Checkpoint, resume
from scheduler.cases.contract_fingerprint import Fingerprints, fingerprint

LONG = 20  # facts, from which a journal is worth a checkpoint
OFTEN = 16  # facts behind a checkpoint, from which another one is kept

log = structlog.get_logger("vigie.casebook")


@dataclass(frozen=True, slots=True)
class KeptFold:
    """What was found of a checkpoint: how far the journal led from it, through how many facts `behind` it.

    `reached` is None where no checkpoint is believed; `flaw` is then why, None where none is kept.
    """

    reached: Checkpoint | None = None
    behind: int = 0
    flaw: Flaw | None = None


NOTHING_KEPT = KeptFold()
_WRONG = (Flaw.ALTERED, Flaw.JOURNAL)


class KeptFolds:
    """The checkpoints of one store, kept of journals of `long` facts, as `often` as so many are behind the last one."""

    def __init__(self, long: int = LONG, often: int = OFTEN) -> None:
        self._long, self._often = long, often
        self._checkpoints, self._fingerprints = Checkpoints(), Fingerprints()

    def read(self, tx: Connection, anomaly_id: str, contract: Contract) -> tuple[tuple[Fact, ...] | None, KeptFold]:
        """The fold that is kept under a contract, as it was loaded; all the facts where none is to be believed."""
        found = self._checkpoints.look(tx, anomaly_id, self._fingerprints.of(contract))
        if found.checkpoint is None:
            return found.facts, KeptFold(flaw=found.flaw)
        _walk(found.checkpoint.anomaly, contract)
        reached = resume(found.checkpoint, found.facts, contract)
        if reached is None:
            return journal.ANOMALIES.read(tx, anomaly_id), KeptFold(flaw=Flaw.LATE)
        return None, KeptFold(reached, len(found.facts))

    def keep(self, tx: Connection, contract: Contract, found: KeptFold, reached: Checkpoint) -> None:
        """Keep a fold that counts the whole journal, where enough facts are behind the one that was `found`.

        One that is not believed is dropped. The caller holds the lock of the anomaly.
        """
        anomaly_id = reached.anomaly.id
        if found.flaw is not None:
            say = log.warning if found.flaw in _WRONG else log.info
            say("checkpoint dropped", anomaly=anomaly_id, why=found.flaw.value)
            self._checkpoints.drop(tx, anomaly_id)
        behind = reached.length if found.reached is None else found.behind + reached.length - found.reached.length
        if reached.length >= self._long and behind >= self._often:
            self._checkpoints.save(tx, anomaly_id, fingerprint(contract), reached)

    def drop(self, tx: Connection, anomaly_id: str) -> None:
        """Keep none of an anomaly."""
        self._checkpoints.drop(tx, anomaly_id)

    def prove(self, tx: Connection, contract: Contract, whole: Checkpoint) -> bool:
        """Whether what is kept, if it would be believed, leads where the `whole` journal does; else it is dropped.

        One that is of another text or another version is dropped too, and proves nothing wrong. The caller holds the
        lock of the anomaly.
        """
        _, found = self.read(tx, whole.anomaly.id, contract)
        right = found.reached in (None, whole) and found.flaw not in _WRONG
        if found.flaw is not None or not right:
            self.drop(tx, whole.anomaly.id)
        return right


def _walk(anomaly: Anomaly, contract: Contract) -> None:
    """Walk the clocks once as they are kept: what was added to them is then walked from there, at each decision."""
    marks = Marks.of(anomaly.marks)
    if marks and marks.tracks is None:
        for clock in contract.clocks:
            face(clock, marks, contract, max(mark.at for mark in marks))
