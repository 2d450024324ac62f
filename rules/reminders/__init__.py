"""The reminders that time alone brings, one row a kind, asked in this order."""

from collections.abc import Iterator
from datetime import datetime

from rules.anomaly.state import Anomaly
from rules.contract import Contract
from rules.events import Reminding
from rules.reminders.clock_reminders import THRESHOLDS
from rules.reminders.look import CARRIER, Look, Reminder, look_at
from rules.reminders.personal_data_reminders import AUTHORITY_DECISION, CLIENT_WARNING
from rules.reminders.promise_reminders import PROMISES
from rules.reminders.silence_reminders import SILENCE
from rules.reminders.thresholds import NextAlert
from rules.reminders.wait_reminders import CHASES, TERMS

REMINDERS: tuple[Reminder, ...] = (
    THRESHOLDS,
    PROMISES,
    SILENCE,
    TERMS,
    CHASES,
    CLIENT_WARNING,
    AUTHORITY_DECISION,
)
BY_WHAT = {one.what: one for one in REMINDERS}


def following(look: Look) -> NextAlert | None:
    """The earliest reminder that a clock still has to give."""
    nexts = (one.following(look) for one in _concerned(look))
    return min((one for one in nexts if one), key=lambda one: one.at, default=None)


def due(look: Look) -> Iterator[Reminding]:
    """The due messages of a clock at the look's instant: the gravest of each kind."""
    for one in _concerned(look):
        if (what := one.due(look)) is not None:
            yield what


def reached(look: Look) -> Iterator[Reminding]:
    """The same, whether or not it may be told at that hour."""
    for one in _concerned(look):
        if (what := one.reached(look)) is not None:
            yield what


def stands(anomaly: Anomaly, what: Reminding, contract: Contract, now: datetime, told: bool = True) -> bool:
    """True for a reminder that still holds at `now`: nothing as grave was told of the same thing.

    One that is `told` waits besides for the hours of those who hear it; one that is only recorded does not.
    """
    one, look = BY_WHAT[type(what)], look_at(anomaly, what.clock, contract, now)
    found = one.due(look) if told else one.reached(look)
    return found is not None and found.about == what.about and found.share <= what.share


def late(anomaly: Anomaly, what: Reminding, contract: Contract, now: datetime) -> datetime | None:
    """The instant at which a reminder reached by `now` was due."""
    return BY_WHAT[type(what)].owed_at(look_at(anomaly, what.clock, contract, now), what)


def _concerned(look: Look) -> Iterator[Reminder]:
    return (one for one in REMINDERS if not one.of_the_whole or (look.clock is CARRIER and look.current))


__all__ = [
    "CARRIER",
    "REMINDERS",
    "Look",
    "Reminder",
    "due",
    "following",
    "late",
    "look_at",
    "reached",
    "stands",
]
