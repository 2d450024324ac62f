"""Settles the time that people say they spent: an entry of the ledger, whose author is told what is left."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from hashlib import sha256

from connectors.parsed_delivery import Delivery, TimeTyped
from connectors.store import Connection, contract_issues, outbox, time_entries
from connectors.store.contract_issues import KnownIssue
from connectors.store.time_entries import KnownEntry
from rules.contract import Contract
from rules.economy.categories import category
from rules.effects import Answer, Message, Say, Value
from rules.events import Actor, Source, System
from rules.events.ledger_events import LedgerFact, TimeSpent
from rules.people.ledger_rights import COUNT_TIME
from rules.people.visibility import actor_in
from scheduler.errands.queueing import errand
from scheduler.ledger.budget_book import budget
from scheduler.ledger.issue_lookup import allowing, named
from scheduler.ledger.ledger_writing import write
from scheduler.subjects.subject import Desk, Settled

OURS = "vigie-"
"""What the ids of entries begin with that were made with Vigie: those of Jira are numbers."""
LONGEST = timedelta(hours=24)


class TypedTimeSubject:
    """Counts time for whoever may, on an issue that their contract knows, or takes back what they had counted last."""

    hears = (TimeTyped,)

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def settle(self, tx: Connection, delivery: Delivery, heard: TimeTyped) -> Settled:
        """Write the entry and answer; what cannot be counted is answered with the reason."""
        typed = heard.minutes or heard.days
        message = self._count(tx, delivery, heard) if typed else self._take_back(tx, delivery, heard)
        key, wall = f"{delivery.source}:{delivery.identity}:time", self._desk.wall()
        answer = errand(Answer(message), None, heard.reply.user, key=key, at=wall, reply=heard.reply)
        outbox.put(tx, (answer,))
        counted = message.say in (Say.TIME_COUNTED, Say.TIME_TAKEN_BACK)
        return Settled(delivery, "handled" if counted else "ignored", message.say.value)

    def _count(self, tx: Connection, delivery: Delivery, heard: TimeTyped) -> Message:
        contracts = self._desk.casebook.contracts
        if not self._theirs(heard):
            return Message(Say.NO_CONTRACT)
        found = named(tx, contracts, heard.key, COUNT_TIME, heard.reply, heard.at)
        if len(found) != 1:
            may = allowing(contracts, COUNT_TIME, heard.reply, heard.at)[1]
            return _refusal("several" if found else "unknown" if may else "role", key=heard.key)
        contract, issue = found[0]
        by, terms = actor_in(contract, heard.reply.user), contract.budget
        if terms is None:
            return _refusal("uncounted", client=contract.client)
        lasting = timedelta(minutes=heard.minutes + round(heard.days * terms.day_minutes))
        if not timedelta() < lasting <= LONGEST:
            return _refusal("absurd", spent=lasting)
        entry = f"{OURS}{sha256(delivery.identity.encode()).hexdigest()[:16]}"
        seconds = int(lasting.total_seconds())
        spent = TimeSpent(issue.shown.site, entry, issue.shown.issue, seconds, heard.at, heard.at, heard.note)
        self._write(tx, delivery, contract, spent, by, heard)
        values: dict[str, Value] = {"key": issue.shown.key, "title": issue.shown.title, "spent": lasting}
        return Message(Say.TIME_COUNTED, {**values, "text": heard.note, **self._left(tx, contract, issue)})

    def _take_back(self, tx: Connection, delivery: Delivery, heard: TimeTyped) -> Message:
        """Take back the last entry that the person made with Vigie: of the channel's contract, if it has one."""
        here = self._desk.casebook.contracts.around(heard.reply.user, heard.reply.channel, heard.at)
        found = self._entered(tx, here, heard) or self._entered(tx, self._theirs(heard), heard)
        if not found:
            return _refusal("nothing", key=heard.key)
        contract, entry = max(found, key=lambda pair: pair[1].heard_at)
        gone = TimeSpent(entry.site, entry.entry, entry.issue, 0, entry.started, entry.created)
        self._write(tx, delivery, contract, gone, actor_in(contract, heard.reply.user), heard)
        issue = contract_issues.get(tx, entry.site, entry.issue)
        key = issue.shown.key if issue else heard.key
        return Message(Say.TIME_TAKEN_BACK, {"key": key, "spent": timedelta(seconds=entry.seconds)})

    def _entered(
        self, tx: Connection, among: Iterable[Contract], heard: TimeTyped
    ) -> list[tuple[Contract, KnownEntry]]:
        return [(one, entry) for one in among for entry in self._made(tx, one, heard)]

    def _made(self, tx: Connection, contract: Contract, heard: TimeTyped) -> Iterator[KnownEntry]:
        by = actor_in(contract, heard.reply.user)
        issue = contract_issues.called(tx, contract.id, heard.key) if heard.key else None
        for one in time_entries.of_author(tx, contract.id, by.id):
            meant = not heard.key or (issue is not None and one.issue == issue.shown.issue)
            if meant and one.seconds and one.entry.startswith(OURS):
                yield one

    def _write(
        self, tx: Connection, delivery: Delivery, contract: Contract, spent: TimeSpent, by: Actor, heard: TimeTyped
    ) -> None:
        source = Source(System.SLACK, heard.ref)
        write(tx, contract, LedgerFact(f"slack:{delivery.identity}", heard.at, by, source, spent), self._desk.now())

    def _theirs(self, heard: TimeTyped) -> tuple[Contract, ...]:
        return self._desk.casebook.contracts.for_person(heard.reply.user, heard.at)

    def _left(self, tx: Connection, contract: Contract, issue: KnownIssue) -> dict[str, Value]:
        """What the envelope that pays has left; nothing for a kind of work that none pays."""
        view, terms = budget(tx, self._desk.casebook.contracts, contract.id, self._desk.now()), contract.budget
        if view is None or terms is None:
            return {}
        kind = category(issue.shown, terms)
        payer = next((one.name for one in terms.envelopes if kind in one.categories), "")
        found = next((one for one in view.envelopes if one.name == payer), None)
        if found is None:
            return {}
        over = max(-found.left, found.used - found.available)
        if over > 0:
            return {"envelope": found.name, "over": timedelta(minutes=over)}
        return {"envelope": found.name, "left": timedelta(minutes=found.left)}


def _refusal(why: str, **values: Value) -> Message:
    return Message(Say.TIME_NOT_COUNTED, {"why": why, **values})
