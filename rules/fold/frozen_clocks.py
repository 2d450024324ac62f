"""Keeps the old result of clocks that ended before a contract file was edited."""

from datetime import datetime

from rules.anomaly.state import Anomaly, changed
from rules.clock import Mark, MarkKind, Marks, ended
from rules.contract import Contract
from rules.fold.waiting import held


def at_rest(anomaly: Anomaly, was: Anomaly, contract: Contract, since: datetime) -> Anomaly:
    """An anomaly as the new text counts it until `since`, its ended clocks as they `was` under the old one."""
    resting = ended(was.marks, since)
    if not resting:
        return anomaly
    kept = (one for one in was.marks if (one.clock, one.cycle) in resting)
    counted = (one for one in anomaly.marks if (one.clock, one.cycle) not in resting)
    waits = held(contract, anomaly.wait.reason) if anomaly.wait else ()
    # Of a wait that still holds, the end will be marked: unanswered, it would pass for a reopening.
    waiting = (Mark(since, MarkKind.PAUSE, clock, cycle) for clock, cycle in sorted(resting) if clock in waits)
    return changed(anomaly, marks=Marks((*kept, *counted, *waiting)))
