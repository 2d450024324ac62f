"""The dates promised to the client in the provider's own messages: those kept, and those gone by."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from rules.clock import State
from rules.contract import ClockName
from rules.reports.month.grounds import Ground, Share, ground
from rules.reports.month.lives import Life, Standing, standing
from rules.reports.month.settled import readings
from rules.reports.month.window import Window


@dataclass(frozen=True, slots=True)
class Promise:
    """A date promised last for a clock; it was `stopped_at` by then, or else the promise is broken."""

    ground: Ground
    clock: ClockName
    promised: datetime
    stopped_at: datetime | None

    @property
    def kept(self) -> bool:
        """Whether what was promised was done by that date."""
        return self.stopped_at is not None and self.stopped_at <= self.promised


def promises(lives: Iterable[Life], window: Window) -> tuple[Promise, ...]:
    """The promises that a month settles: kept in the month of the stop, broken in that of the date."""
    found = [one for life in lives for one in _settled(life, window)]
    return tuple(sorted(found, key=lambda one: (one.ground.at, one.ground.name, one.clock.value)))


def share(found: tuple[Promise, ...]) -> Share:
    """The kept promises, of those settled."""
    return Share(sum(one.kept for one in found), len(found))


def _settled(life: Life, window: Window) -> Iterator[Promise]:
    anomaly = life.at(window.until)
    if standing(anomaly) not in (Standing.OPEN, Standing.CLOSED) or not anomaly.promised:
        return
    present = readings(life, window.until)
    for deadline in anomaly.promised:
        reading = present.get((deadline.clock, anomaly.cycle))
        if deadline.at is None or reading is None or reading.state is State.CANCELLED:
            continue
        stopped = reading.stopped_at
        kept = stopped is not None and stopped <= deadline.at
        at = stopped if kept and stopped else deadline.at
        # A date is broken once it has passed; a stop at that very instant would keep it.
        if window.holds(at):
            yield Promise(ground(anomaly, at), deadline.clock, deadline.at, stopped)
