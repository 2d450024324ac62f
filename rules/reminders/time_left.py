"""How far a deadline is, without the history that led to it: for lists too long to read every clock in full."""

from datetime import datetime, timedelta

from rules.contract import BusinessDays, Commitment, Contract, WallClock
from rules.workdays import between


def left(deadline: datetime, promise: Commitment, contract: Contract, now: datetime) -> timedelta:
    """What a running clock has left to its deadline, as `Reading.remaining`: negative once it went by."""
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
