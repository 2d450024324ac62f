"""Which deadlines moved between two states of an anomaly, and whether the breaches announced before still stand."""

from collections.abc import Iterator
from datetime import datetime

from rules.anomaly.state import Alert, Anomaly
from rules.clock import Reading, State, read
from rules.contract import ClockName, Contract
from rules.events import Ruling, Shift
from rules.reminders.thresholds import BREACH


def shifts(before: Anomaly, under: Contract, after: Anomaly, now_under: Contract, now: datetime) -> tuple[Shift, ...]:
    """The deadlines of the clocks' present cycles that differ at `now`, each state read under its own contract.

    A clock that starts moves no deadline. A breach that was announced is upheld or annulled by what the clock shows
    after; one that is annulled is told even where the deadline stays, and of an earlier cycle too.
    """
    return tuple(_shifts(before, under, after, now_under, now))


def _shifts(before: Anomaly, under: Contract, after: Anomaly, now_under: Contract, now: datetime) -> Iterator[Shift]:
    # A clock whose breach was announced is ruled on even where nothing promises it any more.
    for clock in dict.fromkeys((*now_under.clocks, *(one.clock for one in before.alerts))):
        reads = read(clock, after.marks, now_under, now)
        for cycle in sorted({one.cycle for one in before.alerts if _of_another(one, reads)}):
            past = read(clock, after.marks, now_under, now, cycle)
            if not past.breached:
                was = read(clock, before.marks, under, now, cycle)
                yield Shift(clock, cycle, was.deadline, past.deadline, Ruling.ANNULLED)
        was = read(clock, before.marks, under, now, reads.cycle)
        if was.state is State.WAITING:
            continue
        ruling = None
        if announced(before, clock, reads.cycle):
            ruling = Ruling.UPHELD if reads.breached else Ruling.ANNULLED
        if ruling is Ruling.ANNULLED or (was.deadline != reads.deadline and reads.state is not State.CANCELLED):
            yield Shift(clock, reads.cycle, was.deadline, reads.deadline, ruling)


def _of_another(alert: Alert, present: Reading) -> bool:
    """Whether it announced the breach of another cycle of that clock."""
    return alert.share >= BREACH and alert.clock is present.clock and alert.cycle != present.cycle


def announced(anomaly: Anomaly, clock: ClockName, cycle: int) -> bool:
    """Whether a breach of that clock was announced, and not annulled since."""
    return any((one.clock, one.cycle) == (clock, cycle) and one.share >= BREACH for one in anomaly.alerts)
