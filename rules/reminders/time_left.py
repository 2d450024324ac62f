"""Computes the time left before a deadline without the history, for long lists."""

from datetime import datetime, timedelta

from rules.contract import BusinessDays, Commitment, Contract, WallClock
from rules.workdays import between


def left(deadline: datetime, promise: Commitment, contract: Contract, now: datetime) -> timedelta:
    """A running clock's time to its deadline, as `Reading.remaining`: negative once past."""
    if isinstance(promise.target, WallClock):
        return deadline - now
    return between(contract.calendars[promise.calendar], now, deadline)


def late(deadline: datetime, promise: Commitment, contract: Contract, now: datetime) -> bool:
    """Whether a running clock is late, as `Reading.breached`: a deadline at closing time is kept until the opening."""
    if now <= deadline:
        return False
    if isinstance(promise.target, BusinessDays):
        return True
    return left(deadline, promise, contract, now) < timedelta()
