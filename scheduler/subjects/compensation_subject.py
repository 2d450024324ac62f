"""Settles the penalties of a contract: the steps that people make, and what time brings."""

from connectors.parsed_delivery import CompensationDue, Delivery, PenaltyStep
from connectors.store import Connection, budget_summaries, journal, outbox, subject_key
from connectors.wording import said
from rules.contract import Contract
from rules.effects import Answer, Message, Say
from rules.events.contract_events import ContractFact
from rules.people.ledger_rights import LEDGER_MOVES_BY_NAME, acting
from rules.people.visibility import actor_in
from scheduler.cases.compensation_dossiers import CompensationFile, compensation_file
from scheduler.cases.pinned_contracts import ContractGone
from scheduler.errands.queueing import errand
from scheduler.ledger.compensation_news import brought
from scheduler.ledger.penalty_stepping import Taken, take
from scheduler.subjects.subject import Desk, Settled


class CompensationSubject:
    """Adds the steps of a contract's penalties to its journal, one decision at a time."""

    hears = (PenaltyStep, CompensationDue)

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def settle(self, tx: Connection, delivery: Delivery, heard: PenaltyStep | CompensationDue) -> Settled:
        """Decide under the lock of the contract's journal: of two who press at once, the second is told.

        Raises ContractGone.
        """
        contract = self._desk.casebook.contracts.current(heard.contract, heard.at)
        if contract is None:
            raise ContractGone(said("deliveries.contract_unknown", contract=heard.contract))
        subject_key.lock(tx, journal.CONTRACTS.key(contract.id))
        if isinstance(heard, PenaltyStep):
            return self._stepped(tx, delivery, heard, contract)
        name = f"compensation:{delivery.identity}"
        try:
            taken = brought(self._file(tx, contract), contract, heard, self._desk.now())
        except ValueError:
            return Settled(delivery, "parked", said("deliveries.unreadable_compensation"))
        self._append(tx, contract, taken, heard, name)
        self._tell(tx, contract, taken, heard, name)
        return Settled(delivery, "handled", f"compensation_{heard.what}")

    def _stepped(self, tx: Connection, delivery: Delivery, heard: PenaltyStep, contract: Contract) -> Settled:
        who, name = actor_in(contract, heard.reply.user), f"compensation:{contract.id}:{heard.identity}"
        if not who.roles & acting(LEDGER_MOVES_BY_NAME[heard.act], contract):
            return self._denied(tx, delivery, heard, name)
        taken = take(self._file(tx, contract), contract, heard.what, who, self._desk.now())
        if taken.facts and not self._append(tx, contract, taken, heard, name):
            return Settled(delivery, "ignored", said("deliveries.known"))
        self._tell(tx, contract, taken, heard, name)
        return Settled(delivery, "handled", heard.act if taken.facts else said("deliveries.refused_decision"))

    def _file(self, tx: Connection, contract: Contract) -> CompensationFile:
        file = compensation_file(tx, self._desk.casebook, contract.id, self._desk.now())
        if file is None:
            raise ContractGone(said("deliveries.contract_unknown", contract=contract.id))
        return file

    def _denied(self, tx: Connection, delivery: Delivery, heard: PenaltyStep, name: str) -> Settled:
        """Said to who acted, in words that tell nothing of a contract that is not theirs."""
        answer = Answer(Message(Say.COMPENSATION_REFUSED, {"reason": "role"}))
        one = errand(answer, None, heard.reply.user, key=f"{name}:0", at=self._desk.wall(), reply=heard.reply)
        outbox.put(tx, [one])
        return Settled(delivery, "handled", said("deliveries.refused_decision"))

    def _append(
        self, tx: Connection, contract: Contract, taken: Taken, heard: PenaltyStep | CompensationDue, name: str
    ) -> int:
        facts = [ContractFact(f"{name}:{rank}", heard.at, what) for rank, what in enumerate(taken.facts)]
        added = journal.CONTRACTS.append(tx, contract.id, facts, self._desk.now())
        if added:
            budget_summaries.spoil(tx, contract.id)
        return added

    def _tell(
        self, tx: Connection, contract: Contract, taken: Taken, heard: PenaltyStep | CompensationDue, name: str
    ) -> None:
        wall, reply = self._desk.wall(), heard.reply if isinstance(heard, PenaltyStep) else None
        told = []
        for rank, effect in enumerate(taken.effects):
            about = reply.user if reply and isinstance(effect, Answer) else contract.id
            told.append(errand(effect, contract, about, key=f"{name}:{rank}", at=wall, reply=reply))
        outbox.put(tx, told)
