"""Settles deliveries about a contract: an edited file, which its CP and RM are told once."""

from collections.abc import Iterator

from connectors.parsed_delivery import Delivery, Edited
from connectors.store import Connection, journal, outbox, subject_key
from rules.change import recipient
from rules.contract import Contract, Role
from rules.effects import Effect, Message, Say, Tell, Value, Write
from rules.events.contract_events import ContractEdited, ContractFact
from scheduler.catching_up.edition_deliveries import SOURCE
from scheduler.errands.queueing import errand
from scheduler.subjects.subject import Desk, Settled


class ContractSubject:
    """Records in the contract's journal what happens to it, and tells its people."""

    hears = (Edited,)

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def settle(self, tx: Connection, delivery: Delivery, heard: Edited) -> Settled:
        """Record the edition; one word a person says what it moves, the anomalies' threads say the rest.

        Raises ContractGone where the version's file is gone.
        """
        version, wall = self._desk.casebook.version(heard.contract, heard.effective), self._desk.wall()
        subject_key.lock(tx, journal.CONTRACTS.key(heard.contract))
        fact = _fact(delivery, heard)
        journal.CONTRACTS.append(tx, heard.contract, (fact,), self._desk.now())
        told = enumerate(_effects(version, heard) if heard.moved else ())
        keyed = ((f"{fact.id}:{number}", effect) for number, effect in told)
        outbox.put(tx, [errand(one, version, SOURCE, key=key, at=wall) for key, one in keyed])
        return Settled(delivery, "handled", fact.what.kind)


def _fact(delivery: Delivery, heard: Edited) -> ContractFact:
    what = ContractEdited(heard.effective, heard.number, heard.file, heard.digest, heard.before, heard.moved)
    return ContractFact(f"{SOURCE}:{delivery.identity}", heard.at, what)


def _effects(version: Contract, heard: Edited) -> Iterator[Effect]:
    values: dict[str, Value] = {
        "client": version.client,
        "text": heard.file,
        "moved": heard.moved,
        "late": heard.late,
    }
    message = Message(Say.CONTRACT_EDITED, values)
    for role in (Role.CP, Role.RM):
        for person in version.holders(role):
            to = recipient(version, person, role)
            if person.chat:
                yield Tell(to, message)
            if person.email:
                yield Write(to, message)
