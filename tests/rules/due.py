"""What a clock, or the date promised for it, has to say at an instant."""

from datetime import datetime

from rules.anomaly.state import Anomaly
from rules.contract import ClockName, Contract
from rules.events import PromiseAlerted, ThresholdReached
from rules.reminders import look_at
from rules.reminders.clock_reminders import THRESHOLDS
from rules.reminders.promise_reminders import PROMISES


def share_due(anomaly: Anomaly, clock: ClockName, contract: Contract, now: datetime) -> float | None:
    """The share of the target that is to be told."""
    what = THRESHOLDS.due(look_at(anomaly, clock, contract, now))
    assert what is None or isinstance(what, ThresholdReached)
    return what.share if what else None


def share_reached(anomaly: Anomaly, clock: ClockName, contract: Contract, now: datetime) -> float | None:
    """The same, whether or not people are there."""
    what = THRESHOLDS.reached(look_at(anomaly, clock, contract, now))
    assert what is None or isinstance(what, ThresholdReached)
    return what.share if what else None


def promise_due(anomaly: Anomaly, clock: ClockName, contract: Contract, now: datetime) -> PromiseAlerted | None:
    """What is to be told of a promised date."""
    what = PROMISES.due(look_at(anomaly, clock, contract, now))
    assert what is None or isinstance(what, PromiseAlerted)
    return what
