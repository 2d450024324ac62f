"""The input of a policy: one fact, and the anomaly before and after it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from rules.anomaly.lifecycle import BY_EVENT, missing
from rules.anomaly.state import Anomaly, changed
from rules.clock import Reading, read
from rules.contract import ClockName, Contract, Person, Role
from rules.effects import Message, Recipient, Tell, Write
from rules.events import Actor, Fact, Happening, System
from rules.people.stand_ins import on_duty


@dataclass(frozen=True, slots=True)
class Follow:
    """A fact that Vigie itself adds, because the contract says that it follows; `at` where it was due earlier."""

    what: Happening
    by: Actor | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One fact applied: the anomaly before and after, under its contract, decided at `now`.

    `late` is one that had waited for its preconditions, and counts by what another fact brought.
    """

    before: Anomaly
    after: Anomaly
    fact: Fact
    contract: Contract
    now: datetime
    late: bool = False

    @property
    def moved(self) -> bool:
        """Whether anything changed, if only that somebody took charge; a status that waits changes nothing."""
        return changed(self.before, pending=()) != changed(self.after, pending=())

    @property
    def counted(self) -> bool:
        """Whether the fact was allowed to change what it did."""
        move = BY_EVENT.get(type(self.fact.what))
        if self.late or move is None or not self.moved:
            return self.late or self.moved
        # An issue that was thought to be deleted is there again by the fact itself.
        there = changed(self.before, absence=self.after.absence)
        return not missing(there, move, self.fact.by, self.fact.what, self.fact.source.system)

    @property
    def from_jira(self) -> bool:
        """Whether Jira knows of it already."""
        return self.fact.source.system is System.JIRA

    def reading(self, clock: ClockName) -> Reading:
        """A clock as it stands after the fact."""
        return read(clock, self.after.marks, self.contract, self.now)

    def tell(self, role: Role, message: Message) -> Iterator[Tell]:
        """The message to each holder of a role except the author of the fact."""
        for person in self.contract.holders(role):
            if person.id != self.fact.by.id:
                yield from self.tell_person(person, message, role)

    def tell_person(self, person: Person, message: Message, role: Role | None = None) -> Iterator[Tell]:
        """The message to one person, if they have a chat, as the holder of a role if it goes to a role."""
        if person.chat:
            yield Tell(recipient(self.contract, person, role), message)

    def tell_on_duty(self, message: Message, told: Iterable[Person]) -> Iterator[Tell]:
        """The message to the person on duty, out of hours, unless they are among those who were `told` it already."""
        person = on_duty(self.contract, self.after.criticality, self.now)
        if person is None or not person.chat or person.id in {self.fact.by.id, *(one.id for one in told)}:
            return
        yield Tell(replace(recipient(self.contract, person), on_duty=True), message)

    def tell_people(self, people: Iterable[Person], message: Message) -> Iterator[Tell | Write]:
        """The message to each of them, said to who has a chat and written to who has an address."""
        for person in people:
            yield from self.tell_person(person, message)
        for person in people:
            if person.email:
                yield Write(recipient(self.contract, person), message)

    def write(self, role: Role, message: Message) -> Iterator[Write]:
        """The message, in writing, to each holder of a role that has an address."""
        for person in self.contract.holders(role):
            if person.email:
                yield Write(recipient(self.contract, person, role), message)


def recipient(contract: Contract, person: Person, role: Role | None = None) -> Recipient:
    """A person of the contract as a recipient, in whose place they hold a `role` (any, where none is said)."""
    instead = ", ".join(one.name for one in person.places if (one.roles if role is None else role in one.roles))
    return Recipient(contract.id, person.id, person.name, person.chat, person.email, instead, via=person.via)
