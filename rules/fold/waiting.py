"""A wait holds the clocks that the contract says, and its end lets the very same run again."""

from rules.anomaly.state import Anomaly, Wait, changed
from rules.clock import MarkKind
from rules.contract import ClockName, Contract, PauseReason
from rules.events import Fact
from rules.fold.clock_marks import marked, run


def held(contract: Contract, reason: PauseReason) -> tuple[ClockName, ...]:
    """The clocks that a wait of this reason holds."""
    return run(contract, contract.choices.pauses.get(reason, ()))


def running_again(anomaly: Anomaly, fact: Fact, contract: Contract, why: str = "") -> Anomaly:
    """The wait that held, if any, is over; `why` where the kind of the fact does not say it."""
    if anomaly.wait is None:
        return anomaly
    clocks = held(contract, anomaly.wait.reason)
    return changed(anomaly, wait=None, marks=marked(anomaly, fact, MarkKind.RESUME, clocks, why or None))


def waiting(anomaly: Anomaly, fact: Fact, reason: PauseReason, note: str, contract: Contract) -> Anomaly:
    """The clocks stand still, for a reason, from this fact on."""
    marks = marked(anomaly, fact, MarkKind.PAUSE, held(contract, reason), why=reason.value)
    return changed(anomaly, wait=Wait(fact.at, reason, note, fact.by), marks=marks)
