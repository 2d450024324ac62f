"""How long the delays stopped in a month really took, kept or not: each printed one is that of a named anomaly."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.clock import State
from rules.contract import ClockName, Criticality
from rules.reports.month.grounds import FEWEST, Ground, ground, nearest_rank
from rules.reports.month.lives import Life
from rules.reports.month.settled import readings
from rules.reports.month.window import Window

_HALF, _MOST = 50, 90


@dataclass(frozen=True, slots=True)
class Spent:
    """The time that one stopped clock took: in opening time without its waits, and on the calendar."""

    ground: Ground
    opening: timedelta
    calendar: timedelta


@dataclass(frozen=True, slots=True)
class SpentDelays:
    """Those of one clock and one criticality, the shortest first."""

    clock: ClockName
    criticality: Criticality | None
    spent: tuple[Spent, ...]

    @property
    def said(self) -> bool:
        """Whether they are enough for a median: under that, they are said one by one."""
        return len(self.spent) >= FEWEST

    @property
    def median(self) -> Spent:
        """The one in the middle."""
        return nearest_rank(self.spent, _HALF)

    @property
    def p90(self) -> Spent:
        """The one that nine in ten do not exceed."""
        return nearest_rank(self.spent, _MOST)


def spent_delays(lives: Iterable[Life], window: Window) -> tuple[SpentDelays, ...]:
    """The delays of a month, by clock and by criticality."""
    found: dict[tuple[ClockName, Criticality | None], list[Spent]] = {}
    for life in lives:
        if not life.within(window.start, window.until):
            continue
        anomaly = life.at(window.until)
        for (clock, _), one in readings(life, window.until).items():
            stopped, started = one.stopped_at, one.started_at
            if one.state is State.CANCELLED or started is None or stopped is None or not window.holds(stopped):
                continue
            spent = Spent(ground(anomaly, stopped), one.elapsed, stopped - started)
            found.setdefault((clock, one.criticality), []).append(spent)
    return tuple(
        SpentDelays(clock, level, tuple(sorted(found[clock, level], key=_place)))
        for clock in ClockName
        for level in (*Criticality, None)
        if (clock, level) in found
    )


def _place(one: Spent) -> tuple[timedelta, datetime, str]:
    return one.opening, one.ground.at, one.ground.name
