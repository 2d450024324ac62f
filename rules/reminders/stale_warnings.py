"""Drop queued warnings whose clock has ended or whose deadline has moved."""

from datetime import datetime

from rules.anomaly.state import Anomaly
from rules.clock import State, read
from rules.contract import ClockName, Contract
from rules.effects import Effect, Message, PostThread, Say, Tell, Write

_WARNINGS = (Say.WARNING, Say.WARNING_TO_ROLE, Say.UNANSWERED, Say.BREACH_AGAIN)
_BREACHES = (Say.BREACH, Say.BREACH_TO_ROLE)
_PROMISES = (Say.PROMISE_NEAR, Say.PROMISE_BROKEN)


def overtaken(effect: Effect, anomaly: Anomaly, contract: Contract, now: datetime) -> bool:
    """Whether what was to be said of a clock is no longer true at `now`.

    A breach, or a promise that was broken, stays true when the clock stops: it goes only with its date.
    """
    if not isinstance(effect, PostThread | Tell | Write):
        return False
    message = effect.message
    clock = message.values.get("clock")
    if not isinstance(clock, ClockName) or message.say not in (*_WARNINGS, *_BREACHES, *_PROMISES):
        return False
    return _overtaken(message, clock, anomaly, contract, now)


def _overtaken(message: Message, clock: ClockName, anomaly: Anomaly, contract: Contract, now: datetime) -> bool:
    reading = read(clock, anomaly.marks, contract, now)
    if message.say in _PROMISES:
        told = next((one.at for one in anomaly.promised if one.clock is clock), None)
        held = message.say is Say.PROMISE_NEAR and reading.stopped_at is not None
        return held or told != message.values.get("promised")
    if reading.deadline != message.values.get("deadline"):
        return True
    return message.say in _WARNINGS and reading.state is not State.RUNNING
