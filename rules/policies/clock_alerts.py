"""A clock near its deadline is announced to the one who owns the anomaly, and a breach higher up too."""

from collections.abc import Iterator
from datetime import datetime

from rules.change import Change
from rules.clock import Reading
from rules.contract import RESPONSES, ClockName
from rules.effects import Effect, Message, PostThread, Say, Value
from rules.events import Actor, ThresholdReached
from rules.people.stand_ins import called
from rules.reminders.thresholds import BREACH


def warn(change: Change) -> Iterator[Effect]:
    """Warn in the thread, announce a breach there and remind of it; tell each step of the escalation at its share."""
    what = change.fact.what
    if not isinstance(what, ThresholdReached) or what.gathered:
        return
    breach, before = what.share >= BREACH, _told_before(change, what)
    values = alert_values(change, what.clock, what.deadline)
    values["percent"] = _percent(change.reading(what.clock), what.share)
    if what.owed_at is not None:
        values["owed_at"] = what.owed_at
    if before >= BREACH:
        yield PostThread(Message(Say.BREACH_AGAIN, values, _moves(change, what.clock)), mention=_called(change))
        return
    message = Message(Say.BREACH if breach else Say.WARNING, values, _moves(change, what.clock))
    yield PostThread(message, mention=_called(change))
    higher = Message(Say.BREACH_TO_ROLE if breach else Say.WARNING_TO_ROLE, values)
    steps = change.contract.alerts(change.reading(what.clock).criticality, what.clock).escalation
    reached = (step for step in steps if step.share is not None and before < step.share <= what.share)
    people = dict.fromkeys(person for step in reached for person in change.contract.at_step(step))
    yield from change.tell_people(tuple(people), higher)
    if breach:
        yield from change.tell_on_duty(higher, people)


def _told_before(change: Change, what: ThresholdReached) -> float:
    alike = (one for one in change.before.alerts if (one.clock, one.cycle, one.deadline) == what.about)
    return max((one.share for one in alike), default=0.0)


def _called(change: Change) -> Actor | None:
    """The owner today; without one, the first of the contract's escalation is called by name."""
    steps = change.contract.choices.alerts.escalation
    line = (person for step in steps for person in change.contract.at_step(step))
    today = called(change.contract, change.after.owner, change.after.criticality, change.now)
    return today or next((Actor(one.id, one.name, one.roles) for one in line), None)


def alert_values(change: Change, clock: ClockName, deadline: datetime) -> dict[str, Value]:
    """The message of a clock on its way to a deadline."""
    reading = change.reading(clock)
    values: dict[str, Value] = {
        "name": change.after.name,
        "title": change.after.title,
        "clock": clock,
        "deadline": deadline,
        "client": change.contract.client,
    }
    if change.after.owner:
        values["owner"] = change.after.owner.name
    if reading.remaining is not None:
        values["remaining"] = abs(reading.remaining)
    if reading.next_run is not None:
        values["next_run"] = reading.next_run
    if reading.next_stop is not None:
        values["next_stop"] = reading.next_stop
    return values


def _percent(reading: Reading, share: float) -> int:
    """The used share of the target: above the threshold when told late, below it when the least notice came first."""
    whole = reading.elapsed + reading.remaining if reading.remaining is not None else None
    return int(reading.elapsed / whole * 100) if whole else round(share * 100)


def _moves(change: Change, clock: ClockName) -> tuple[str, ...]:
    """The buttons that settle it: seeing to it, taking charge while nobody has, later, words to the client."""
    if clock in RESPONSES:
        return ("inform", "snooze")
    first = "take" if change.after.taken_at is None else "acknowledge"
    due = change.after.in_scope and not change.after.communicated_at
    return (first, "snooze", "communicate" if due else "inform")
