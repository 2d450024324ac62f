"""Settles quotes: one that is asked for goes to the account manager, its answer to whoever asked."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from hashlib import sha256

from connectors.parsed_delivery import Delivery, QuoteReplied, QuoteTyped
from connectors.store import Connection, journal, outbox
from rules.budget_model import LedgerButton
from rules.change import recipient
from rules.contract import Contract, Person, Role
from rules.economy.categories import category
from rules.effects import Answer, Effect, Message, Say, Tell, Value, Write
from rules.events import Source, System
from rules.events.ledger_events import LedgerFact, LedgerHappening, QuoteAnswered, QuoteAsked
from rules.people.ledger_rights import ANSWER_QUOTE, ASK_QUOTE
from rules.people.visibility import actor_in
from scheduler.errands.queueing import errand
from scheduler.ledger.issue_lookup import allowing, named
from scheduler.ledger.ledger_writing import write
from scheduler.subjects.subject import Desk, Settled

_SHORT = 8


class QuoteSubject:
    """Records what is asked and answered, and tells the other one."""

    hears = (QuoteTyped, QuoteReplied)

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def settle(self, tx: Connection, delivery: Delivery, heard: QuoteTyped | QuoteReplied) -> Settled:
        """Write the fact, answer its author and tell whom it is for; what cannot be is answered with the reason."""
        told = self._ask(tx, delivery, heard) if isinstance(heard, QuoteTyped) else self._reply(tx, delivery, heard)
        contract, effects = told
        wall, base = self._desk.wall(), f"{delivery.source}:{delivery.identity}"
        for number, effect in enumerate(effects):
            about = heard.reply.user if isinstance(effect, Answer) or contract is None else contract.id
            one = errand(effect, contract, about, key=f"{base}:quote:{number}", at=wall, reply=heard.reply)
            outbox.put(tx, (one,))
        done = "quote_asked" if isinstance(heard, QuoteTyped) else "quote_answered"
        return Settled(delivery, "ignored" if contract is None else "handled", done)

    def _ask(self, tx: Connection, delivery: Delivery, heard: QuoteTyped) -> tuple[Contract | None, Sequence[Effect]]:
        contracts = self._desk.casebook.contracts
        if not contracts.for_person(heard.reply.user, heard.at):
            return None, [Answer(Message(Say.NO_CONTRACT))]
        may = allowing(contracts, ASK_QUOTE, heard.reply, heard.at)[0]
        found = named(tx, contracts, heard.key, ASK_QUOTE, heard.reply, heard.at) if heard.key else ()
        if not may or (heard.key and not found):
            return None, [_refusal("unknown" if may else "role", key=heard.key)]
        meant = [one for one, _ in found] or may
        if len(meant) > 1:
            return None, [_refusal("several")]
        contract, issue = meant[0], found[0][1].shown if found else None
        kind = category(issue, contract.budget) if issue and contract.budget else None
        asked = QuoteAsked(
            name=issue.key if issue else _name(delivery),
            title=issue.title if issue else heard.note,
            site=issue.site if issue else "",
            issue=issue.issue if issue else "",
            estimate=issue.estimate if issue else None,
            category=kind or "",
            note=heard.note if issue else "",
        )
        fact = self._write(tx, delivery, contract, asked, heard)
        managers = managing(contract)
        values: dict[str, Value] = {"name": asked.name, "title": asked.title, "text": asked.note}
        if asked.estimate:
            values["estimate"] = timedelta(seconds=asked.estimate)
        answering = LedgerButton(ANSWER_QUOTE.name, contract.id, asked.name)
        asking: dict[str, Value] = {**values, "who": fact.by.name, "client": contract.client}
        told = Message(Say.QUOTE_TO_ANSWER, asking, buttons=(answering,))
        to = tuple(one.name for one in managers)
        answer = Message(Say.QUOTE_ASKED, {"name": asked.name, "title": asked.title, "people": to})
        return contract, [Answer(answer), *(_told(contract, one, told) for one in managers)]

    def _reply(
        self, tx: Connection, delivery: Delivery, heard: QuoteReplied
    ) -> tuple[Contract | None, Sequence[Effect]]:
        found = self._meant(tx, heard)
        if len(found) != 1:
            return None, [_refusal("several" if found else "none", key=heard.name)]
        contract, asked, what = found[0]
        minutes = round(heard.days * contract.budget.day_minutes) if heard.days and contract.budget else 0
        answered = QuoteAnswered(asked.id, heard.accepted, heard.cents, minutes, heard.note)
        self._write(tx, delivery, contract, answered, heard)
        values: dict[str, Value] = {
            "name": what.name,
            "title": what.title,
            "outcome": "accepted" if heard.accepted else "refused",
            "text": heard.note,
        }
        if heard.accepted:
            values |= {"cents": heard.cents, "worked": f"{heard.days.normalize():f}" if heard.days else ""}
        asker = next((one for one in contract.people if one.id == asked.by.id), None)
        told = [_told(contract, asker, Message(Say.QUOTE_ANSWERED, values))] if asker else []
        return contract, [Answer(Message(Say.QUOTE_SENT, {"name": what.name, "who": asked.by.name})), *told]

    def _meant(self, tx: Connection, heard: QuoteReplied) -> list[tuple[Contract, LedgerFact, QuoteAsked]]:
        """The quotes that may be meant: two clients may each have a BOU-1, and an answer is for one of them."""
        contracts, reply = self._desk.casebook.contracts, heard.reply
        every = contracts.for_person(reply.user, heard.at)
        if heard.contract:
            return list(self._waiting(tx, heard, (one for one in every if one.id == heard.contract)))
        here = contracts.around(reply.user, reply.channel, heard.at)
        return list(self._waiting(tx, heard, here)) or list(self._waiting(tx, heard, every))

    def _waiting(
        self, tx: Connection, heard: QuoteReplied, among: Iterable[Contract]
    ) -> Iterator[tuple[Contract, LedgerFact, QuoteAsked]]:
        """The quote of that name which nobody answered yet, in each contract whose account the person manages."""
        for contract in among:
            if all(one.chat != heard.reply.user for one in managing(contract)):
                continue
            facts = journal.LEDGERS.read(tx, contract.id)
            answered = {fact.what.quote for fact in facts if isinstance(fact.what, QuoteAnswered)}
            open_ones = [
                (fact, fact.what)
                for fact in facts
                if isinstance(fact.what, QuoteAsked) and fact.what.name == heard.name and fact.id not in answered
            ]
            if open_ones:
                yield contract, *open_ones[-1]

    def _write(
        self,
        tx: Connection,
        delivery: Delivery,
        contract: Contract,
        what: LedgerHappening,
        heard: QuoteTyped | QuoteReplied,
    ) -> LedgerFact:
        by, source = actor_in(contract, heard.reply.user), Source(System.SLACK, heard.ref)
        fact = LedgerFact(f"slack:{delivery.identity}", heard.at, by, source, what)
        write(tx, contract, fact, self._desk.now())
        return fact


def managing(contract: Contract) -> tuple[Person, ...]:
    """Those who answer quotes: the direction, or the chef de projet where the contract names none."""
    return contract.holders(Role.DIRECTION) or contract.holders(Role.CP)


def _told(contract: Contract, person: Person, message: Message) -> Effect:
    to = recipient(contract, person)
    return Tell(to, message) if person.chat else Write(to, message)


def _name(delivery: Delivery) -> str:
    """What people call a quote that no issue stands for: eight characters, one of them a digit at least."""
    return f"0{sha256(delivery.identity.encode()).hexdigest()}"[:_SHORT]


def _refusal(why: str, **values: Value) -> Answer:
    return Answer(Message(Say.QUOTE_NOT_TAKEN, {"why": why, **values}))
