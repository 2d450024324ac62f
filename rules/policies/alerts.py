"""A clock near its deadline is announced to the one who owns the anomaly, and a breach higher up too."""

from collections.abc import Iterator

from rules.alerts import BREACH
from rules.change import Change
from rules.clock import Reading
from rules.contract import RESPONSES, ClockName
from rules.effects import Effect, Message, PostThread, Say, Value
from rules.events import Actor, ThresholdReached


def warn(change: Change) -> Iterator[Effect]:
    """Warn in the thread; announce a breach there too, and to each role of the contract's escalation."""
    what = change.fact.what
    if not isinstance(what, ThresholdReached) or what.gathered:
        return
    breach = what.share >= BREACH
    message = Message(Say.BREACH if breach else Say.WARNING, _values(change, what), _moves(change, what.clock))
    yield PostThread(message, mention=change.after.owner or _first_in_line(change))
    if breach:
        higher = Message(Say.BREACH_TO_ROLE, message.values)
        for role in change.contract.choices.alerts.escalation:
            yield from change.tell(role, higher)
            yield from change.mail(role, higher)


def _first_in_line(change: Change) -> Actor | None:
    """While nobody owns the anomaly, the first of the contract's escalation is called by name."""
    line = (person for role in change.contract.choices.alerts.escalation for person in change.contract.holders(role))
    return next((Actor(person.id, person.name, person.roles) for person in line), None)


def _values(change: Change, what: ThresholdReached) -> dict[str, Value]:
    reading = change.reading(what.clock)
    values: dict[str, Value] = {
        "name": change.after.name,
        "title": change.after.title,
        "clock": what.clock,
        "percent": _percent(reading, what.share),
        "deadline": what.deadline,
        "client": change.contract.client,
    }
    if what.owed_at is not None:
        values["owed_at"] = what.owed_at
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
    """What is used up of the target: more than the threshold when said late, less when the least notice came first."""
    whole = reading.elapsed + reading.remaining if reading.remaining is not None else None
    return int(reading.elapsed / whole * 100) if whole else round(share * 100)


def _moves(change: Change, clock: ClockName) -> tuple[str, ...]:
    """The button that settles it: words to the client, taking charge while nobody has, what the resolution lacks."""
    if clock in RESPONSES:
        return ("inform",)
    if change.after.taken_at is None:
        return ("take",)
    return ("communicate",) if change.after.in_scope and not change.after.communicated_at else ("pause",)
