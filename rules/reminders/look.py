"""The input and the output of a kind of reminder."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rules.anomaly.state import Anomaly
from rules.clock import Face, face
from rules.contract import ClockName, Contract
from rules.events import Reminding
from rules.reminders.thresholds import NextAlert


@dataclass(frozen=True, slots=True)
class Look:
    """One cycle of one clock of an anomaly, as its `face` shows it at `now`."""

    anomaly: Anomaly
    face: Face
    contract: Contract
    now: datetime

    @property
    def clock(self) -> ClockName:
        """The clock that is looked at."""
        return self.face.clock

    @property
    def current(self) -> bool:
        """Whether it is the clock's last cycle."""
        cycle = self.anomaly.updates if self.clock is ClockName.NEXT_UPDATE else self.anomaly.cycle
        return self.face.course.cycle == cycle


def look_at(anomaly: Anomaly, clock: ClockName, contract: Contract, now: datetime) -> Look:
    """The last cycle of a clock at `now`."""
    return Look(anomaly, face(clock, anomaly.marks, contract, now), contract, now)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A kind of reminder, that becomes facts of the type `what`.

    `following` gives the earliest one not told yet; its instant may be past, and lies when people are there to be told.
    `reached` gives the gravest one whose time has come at the look's instant, whether or not people are there.
    `owed_at` says when one that was reached should have been told. A reminder `of_the_whole` concerns the anomaly and
    no clock of it: it is looked at with the clock that every raised anomaly has, CARRIER.
    """

    what: type[Reminding]
    following: Callable[[Look], NextAlert | None]
    reached: Callable[[Look], Reminding | None]
    owed_at: Callable[[Look, Any], datetime | None]
    of_the_whole: bool = False

    def due(self, look: Look) -> Reminding | None:
        """The gravest due reminder at the look's instant; None while there is none, or nobody to hear it."""
        first = self.following(look)
        return None if first is None or first.at > look.now else self.reached(look)


CARRIER = ClockName.ACKNOWLEDGEMENT
