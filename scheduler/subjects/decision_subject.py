"""Settles what people decide on the ledger of a contract: judged, journalled, and told to both sides."""

from collections.abc import Callable, Mapping
from typing import Any

from connectors.parsed_delivery import Decided, Delivery
from connectors.store import Connection, budget_summaries, closed_months, journal, outbox, subject_key
from connectors.wording import said
from rules.effects import Answer, Effect, Message, Say
from rules.events import Source, System
from rules.events.ledger_events import (
    AuthorJudged,
    LedgerFact,
    MonthClosed,
    OverrunAgreed,
    OverrunDecided,
    QuestionJudged,
)
from rules.people.ledger_rights import LEDGER_MOVES_BY_NAME, acting
from rules.people.visibility import actor_in
from scheduler.cases.pinned_contracts import ContractGone
from scheduler.errands.queueing import errand
from scheduler.ledger import ledger_book
from scheduler.ledger.author_judging import judge
from scheduler.ledger.ledger_sitting import Ruling, Sitting
from scheduler.ledger.month_closing import close
from scheduler.ledger.overrun_deciding import agree, decide
from scheduler.ledger.question_judging import judge_question
from scheduler.subjects.subject import Desk, Settled

RULINGS: Mapping[type, Callable[[Sitting, Any], Ruling]] = {
    MonthClosed: close,
    OverrunDecided: decide,
    OverrunAgreed: agree,
    AuthorJudged: judge,
    QuestionJudged: judge_question,
}


class DecisionSubject:
    """Takes a person's decision on a ledger, or says to them why it cannot be."""

    hears = (Decided,)

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def settle(self, tx: Connection, delivery: Delivery, heard: Decided) -> Settled:
        """Decide under the ledger's lock, as of then: of two who press at once, the second is told.

        Raises ContractGone.
        """
        contract = self._desk.casebook.contracts.current(heard.contract, heard.at)
        if contract is None:
            raise ContractGone(said("deliveries.contract_unknown", contract=heard.contract))
        subject_key.lock(tx, journal.LEDGERS.key(contract.id))
        now = closed_months.not_before(tx, contract.id, self._desk.now())
        agreement = ledger_book.agreed(self._desk.casebook.contracts, contract.id)
        who, name = actor_in(contract, heard.reply.user), f"ledger:{contract.id}:{heard.identity}"
        move = LEDGER_MOVES_BY_NAME[heard.act]
        if not who.roles & acting(move, contract):
            return self._refused(tx, delivery, heard, "role")
        if agreement is None:
            return self._refused(tx, delivery, heard, "no_budget")
        book = ledger_book.told(tx, contract.id, agreement)
        ruling = RULINGS[type(heard.what)](Sitting(tx, contract, agreement, book, who, now, name), heard.what)
        if ruling.what is not None:
            fact = LedgerFact(name, heard.at, who, Source(System.SLACK, heard.ref), ruling.what)
            if not journal.LEDGERS.append(tx, contract.id, (fact,), now):
                return Settled(delivery, "ignored", said("deliveries.known"))
            budget_summaries.spoil(tx, contract.id)
        wall = self._desk.wall()
        outbox.put(
            tx,
            [
                errand(one, contract, _about(one, heard), key=f"{name}:{rank}", at=wall, reply=heard.reply)
                for rank, one in enumerate(ruling.effects)
            ],
        )
        return Settled(delivery, "handled", heard.act if ruling.what else said("deliveries.refused_decision"))

    def _refused(self, tx: Connection, delivery: Delivery, heard: Decided, reason: str) -> Settled:
        """Said to who acted, in words that tell nothing of a contract that is not theirs."""
        answer = Answer(Message(Say.LEDGER_REFUSED, {"reason": reason}))
        key = f"ledger:{heard.contract}:{heard.identity}:0"
        one = errand(answer, None, heard.reply.user, key=key, at=self._desk.wall(), reply=heard.reply)
        outbox.put(tx, [one])
        return Settled(delivery, "handled", said("deliveries.refused_decision"))


def _about(effect: Effect, heard: Decided) -> str:
    """What stands for an anomaly in a lane: whoever waits for an answer, else the contract."""
    return heard.reply.user if isinstance(effect, Answer) else heard.contract
