"""Tells the CP when a promised date is beyond the contract, near, or past."""

from collections.abc import Iterator

from rules.change import Change
from rules.clock import Verdict, read
from rules.contract import Audience, PauseReason, Role
from rules.effects import Effect, Message, PostRoom, Say, Value
from rules.events import DelayCommunicated, PromiseAlerted
from rules.reminders.promised_dates import Promise, promises
from rules.reminders.thresholds import BREACH


def flag_what_goes_beyond(change: Change) -> Iterator[Effect]:
    """A promise later than the contract is nobody's to give alone: the team and the direction read it."""
    if not isinstance(change.fact.what, DelayCommunicated) or not change.counted:
        return
    for made in promises(change.after, change.contract, change.now):
        if made.beyond:
            values = _values(change, made) | {"who": change.fact.by.name}
            message = Message(Say.PROMISE_BEYOND, values)
            if change.contract.chat.room(Audience.TEAM):
                yield PostRoom(change.contract.id, Audience.TEAM, message)
            for role in (Role.CP, Role.DIRECTION):
                yield from change.tell(role, message)


def warn_of_a_promise(change: Change) -> Iterator[Effect]:
    """Before the date slips, the CP can still send a corrected message; afterwards, one is owed."""
    what = change.fact.what
    if not isinstance(what, PromiseAlerted) or what.gathered:
        return
    made = next((one for one in promises(change.after, change.contract, change.now) if one.clock is what.clock), None)
    if made is None:
        return
    say = Say.PROMISE_BROKEN if what.share >= BREACH else Say.PROMISE_NEAR
    values = _values(change, made)
    if what.owed_at is not None:
        values["owed_at"] = what.owed_at
    yield from change.tell(Role.CP, Message(say, values, ("communicate",)))


def tell_where_they_part(change: Change) -> Iterator[Effect]:
    """A client's wait moved the contract's date beyond the promised one: either date is to be told again.

    A promise that was sooner than the contract when the wait began was never its date, and stays as it is; what a new
    criticality changes, the draft of the delay message says.
    """
    wait = change.before.wait
    if wait is None or change.after.wait is not None or wait.reason is not PauseReason.CLIENT or change.after.closed:
        return
    for made in promises(change.after, change.contract, change.now):
        was = read(made.clock, change.before.marks, change.contract, wait.since).deadline
        now = made.reading.deadline
        if made.verdict is Verdict.PENDING and was is not None and now is not None and was <= made.promised < now:
            message = Message(Say.PROMISE_OVERTAKEN, _values(change, made), ("communicate",))
            for person in change.contract.holders(Role.CP):
                yield from change.tell_person(person, message, Role.CP)


def _values(change: Change, made: Promise) -> dict[str, Value]:
    values: dict[str, Value] = {
        "name": change.after.name,
        "title": change.after.title,
        "client": change.contract.client,
        "clock": made.clock,
        "promised": made.promised,
    }
    known = {"deadline": made.reading.deadline, "next_run": made.reading.next_run, "next_stop": made.reading.next_stop}
    return values | {name: at for name, at in known.items() if at is not None}
