"""Queues a letter that carries an anomaly's justificatif to a person of its contract."""

from collections.abc import Callable
from datetime import datetime

from connectors.contracts import Contracts
from connectors.store import Connection, Store, outbox
from connectors.wording import Sentence, said
from rules.change import recipient
from rules.contract import Contract, Person
from rules.effects import Document, Enclosure, Message, Say, Write
from rules.people.visibility import secret
from scheduler.cases.case_loader import Case, Casebook
from scheduler.cases.explained_anomaly import found_case
from scheduler.cases.operator_names import AmbiguousKey
from scheduler.catching_up.contract_editions import remembered
from scheduler.errands.queueing import errand


class NotSent(Exception):
    """Why nothing will be sent, and what to do instead."""

    def __init__(self, said: Sentence) -> None:
        super().__init__(said)
        self.said = said


async def mail_proof(store: Store, contracts: Contracts, key: str, email: str, now: Callable[[], datetime]) -> Sentence:
    """Owe the letter, and say to whom. Raises NotSent for an unknown anomaly, or for who may not be written to of it.

    The letter leaves when the service runs; asked again within the same second, it is owed once.
    """
    at = now()
    casebook = Casebook(store, await remembered(store, contracts, at))

    def owe(tx: Connection) -> Sentence:
        try:
            case = found_case(tx, casebook, key, at)
        except AmbiguousKey as several:
            raise NotSent(several.said) from None
        if case is None:
            raise NotSent(said("proof.unknown", key=key))
        person = _reader(case, key, email)
        letter = Write(
            recipient(case.contract, person),
            Message(Say.PROOF_SENT, {"name": case.anomaly.name, "title": case.anomaly.title, "at": at}),
            files=(Enclosure(Document.PROOF, case.id, at),),
        )
        owed = f"proof:{case.id}:{person.id}:{at:%Y-%m-%dT%H:%M:%S}"
        outbox.put(tx, [errand(letter, case.contract, case.id, key=owed, at=at, anomaly_id=case.id)])
        return said("proof.owed", key=case.anomaly.name, name=person.name, email=person.email)

    return await store.write(owe)


def _reader(case: Case, key: str, email: str) -> Person:
    """The person of the contract with that address; what is written of a security anomaly may be read by others."""
    if secret(case.anomaly):
        raise NotSent(said("proof.secret", key=key))
    person = _addressed(case.contract, email)
    if person is None:
        raise NotSent(said("proof.stranger", email=email, contract=case.contract.id))
    return person


def _addressed(contract: Contract, email: str) -> Person | None:
    wanted = email.strip().casefold()
    return next((one for one in contract.people if one.email and one.email.casefold() == wanted), None)
