"""Tells the personal-data steps privately to the people who owe the next one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from rules import events
from rules.anomaly.personal_data import standings
from rules.change import Change, recipient
from rules.contract import Audience, Duty, Person, Role
from rules.effects import Effect, Message, PostRoom, PostThread, Say, Value, Write
from rules.events import Happening, PersonalReminding
from rules.people.visibility import secret

_DEADLINES = {Duty.WARN_CLIENT: "warn_by", Duty.DECIDE: "decide_by"}
_HEADS = (Role.CP, Role.DIRECTION)


def tell_of_personal_data(change: Change) -> Iterator[Effect]:
    """Whatever the hour; no title goes along, since others may read the mailbox."""
    what = change.fact.what
    tell = _TELL.get(type(what))
    if tell and change.counted:
        yield from tell(change, what)


def _found(change: Change, what: events.PersonalDataFound) -> Iterator[Effect]:
    """The client learns of it from the person who warns it, not from Vigie."""
    message = Message(Say.PERSONAL_DATA, _about(change, text=what.note) | _owed(change), ("warn_client",))
    yield from _among_few(change, message)
    yield from _to(change, _provider(change), message, written=True)


def _denied(change: Change, what: events.NoPersonalData) -> Iterator[Effect]:
    message = Message(Say.NO_PERSONAL_DATA, _about(change, text=what.reason))
    told = change.after.personal is not None and change.after.personal.warned_at is not None
    yield from _among_few(change, message)
    yield from _to(change, _provider(change), message)
    yield from _to(change, change.contract.holders(Role.RM) if told else (), message, written=True)


def _warned(change: Change, what: events.ClientWarned) -> Iterator[Effect]:
    """The words are the provider's own, and reach the client as they were written."""
    values = _about(change, words=what.text) | _owed(change)
    told = Message(Say.CLIENT_WARNED_TO_RM, values, ("decide_authority",))
    yield from _to(change, change.contract.holders(Role.RM), told, written=True)
    message = Message(Say.CLIENT_WARNED, _about(change, text=what.text))
    yield from _among_few(change, message)
    yield from _to(change, _provider(change), message)


def _decided(change: Change, what: events.AuthorityDecided) -> Iterator[Effect]:
    say = Say.AUTHORITY_NOTIFIED if what.notified else Say.AUTHORITY_NOT_NOTIFIED
    values = _about(change, reference=what.reference, text=what.reason)
    if change.after.personal and change.after.personal.decided_at:
        values["at"] = change.after.personal.decided_at
    message = Message(say, values)
    yield from _among_few(change, message)
    yield from _to(change, _provider(change), message)


def _client_warning_due(change: Change, what: events.ClientWarningDue) -> Iterator[Effect]:
    message = Message(Say.CLIENT_WARNING_DUE, _reminder(change, what), ("warn_client",))
    yield from _to(change, _provider(change), message, written=True)


def _authority_decision_due(change: Change, what: events.AuthorityDecisionDue) -> Iterator[Effect]:
    message = Message(Say.AUTHORITY_DECISION_DUE, _reminder(change, what), ("decide_authority",))
    yield from _to(change, change.contract.holders(Role.RM), message, written=True)
    yield from _to(change, change.contract.holders(Role.CP), message)


_TELL: Mapping[type[Happening], Callable[[Change, Any], Iterator[Effect]]] = {
    events.PersonalDataFound: _found,
    events.NoPersonalData: _denied,
    events.ClientWarned: _warned,
    events.AuthorityDecided: _decided,
    events.ClientWarningDue: _client_warning_due,
    events.AuthorityDecisionDue: _authority_decision_due,
}


def _about(change: Change, **values: Value) -> dict[str, Value]:
    return {"name": change.after.name, "client": change.contract.client, "who": change.fact.by.name, **values}


def _owed(change: Change) -> dict[str, Value]:
    """Since when it is known, and both deadlines as far as they are still to be met."""
    values: dict[str, Value] = {}
    for one in standings(change.after, change.contract):
        values["since"] = one.since
        if one.settled_at is None:
            values[_DEADLINES[one.duty]] = one.deadline
    return values


def _reminder(change: Change, what: PersonalReminding) -> dict[str, Value]:
    left = what.deadline - change.now
    return {
        "name": change.after.name,
        "client": change.contract.client,
        "since": what.since,
        "deadline": what.deadline,
        "percent": round(what.share * 100),
        "left" if left > timedelta() else "over": abs(left),
    }


def _provider(change: Change) -> tuple[Person, ...]:
    """The CP, the direction and the owner."""
    heads = [person for role in _HEADS for person in change.contract.holders(role)]
    owner = change.after.owner
    owning = [person for person in change.contract.people if owner and person.id == owner.id]
    return tuple(dict.fromkeys((*heads, *owning)))


def _to(change: Change, people: Iterable[Person], message: Message, *, written: bool = False) -> Iterator[Effect]:
    """Told to each of them, and written too where no hour may be lost; not to whoever says it."""
    for person in people:
        if person.id != change.fact.by.id:
            yield from change.tell_person(person, message)
            if written and person.email:
                yield Write(recipient(change.contract, person), message)


def _among_few(change: Change, message: Message) -> Iterator[Effect]:
    """In the security room where the contract has one: under the living message that stands there, or beside."""
    if change.contract.chat.room(Audience.FEW) is None:
        return
    if secret(change.after):
        yield PostThread(Message(message.say, message.values))
    else:
        yield PostRoom(change.contract.id, Audience.FEW, Message(message.say, message.values))
