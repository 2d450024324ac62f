"""Holds a person's reminder until their working hours, then judges it again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from rules.anomaly.state import Anomaly
from rules.clock import Reading, State, read
from rules.contract import ClockName, Contract, Criticality, Person
from rules.effects import Message, Recipient, Say, Value
from rules.people.stand_ins import under_on_call
from rules.workdays import is_open, next_opening

REMINDERS = (
    Say.WARNING_TO_ROLE,
    Say.BREACH_TO_ROLE,
    Say.UNANSWERED,
    Say.PROMISE_NEAR,
    Say.PROMISE_BROKEN,
)
"""What time alone brings to one person; whatever answers an act is told at once."""

_IN_THE_THREAD = (Say.WARNING, Say.BREACH, Say.BREACH_AGAIN)


def zone_of(contract: Contract, person: Person | None) -> str:
    """The zone in which a person reads the contract's instants."""
    return (person.zone if person else None) or contract.zone


def held_until(
    contract: Contract, to: Recipient, message: Message, level: Criticality | None, now: datetime
) -> datetime | None:
    """The beginning of the recipient's hours, for a reminder outside of them; None for one told at once.

    Their hours are the calendar that the contract names for them, read in their zone; the first of the contract for
    whom it gives a zone alone. What on-call covers at that hour waits for nobody.
    """
    person = next((one for one in contract.people if one.id == to.id), None)
    if message.say not in REMINDERS or person is None or not (person.hours or person.zone):
        return None
    if to.on_duty or (level is not None and under_on_call(contract, level, now)):
        return None
    usual = next(iter(contract.calendars.values()))
    calendar = replace(contract.calendars.get(person.hours or "", usual), zone=zone_of(contract, person))
    return None if is_open(calendar, now) else next_opening(calendar, now)


def told_now(message: Message, anomaly: Anomaly, contract: Contract, now: datetime) -> Message | None:
    """An alert that waited and still holds, with what is left by now; None where a graver one has taken its place."""
    if message.say not in (*REMINDERS, *_IN_THE_THREAD):
        return message
    clock, promised = message.values.get("clock"), message.values.get("promised")
    if isinstance(promised, datetime):
        return None if message.say is Say.PROMISE_NEAR and promised < now else message
    if not isinstance(clock, ClockName):
        return message
    reading = read(clock, anomaly.marks, contract, now)
    if reading.state is not State.RUNNING:
        return message
    if reading.breached and message.say in (Say.WARNING_TO_ROLE, Say.WARNING):
        return None
    return replace(message, values=_refreshed(message.values, reading))


def _refreshed(values: Mapping[str, Value], reading: Reading) -> dict[str, Value]:
    """The same values as its clock stands now."""
    stale = ("remaining", "over", "next_run", "next_stop", "percent")
    told = {name: value for name, value in values.items() if name not in stale}
    if reading.remaining is not None:
        told["over" if reading.breached and "over" in values else "remaining"] = abs(reading.remaining)
        whole = reading.elapsed + reading.remaining
        if "percent" in values and whole:
            told["percent"] = int(reading.elapsed / whole * 100)
    ahead = {"next_run": reading.next_run, "next_stop": reading.next_stop}
    return told | {name: at for name, at in ahead.items() if at is not None}
