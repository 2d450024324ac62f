"""The opening time for which the resolutions of a month were held, and for whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.clock import Reading, State
from rules.clock.pace import followed
from rules.contract import ClockName, Contract, PauseReason, WallClock
from rules.reports.month.grounds import Ground, ground
from rules.reports.month.lives import Life
from rules.reports.month.settled import readings
from rules.reports.month.window import Window
from rules.workdays import between

_CLIENTS = (PauseReason.CLIENT, PauseReason.RECETTE)


@dataclass(frozen=True, slots=True)
class Held:
    """One stretch for which a resolution waited, cut to the month: its time, which counts as its promise does."""

    ground: Ground
    reason: str
    start: datetime
    end: datetime
    lasted: timedelta


@dataclass(frozen=True, slots=True)
class Pauses:
    """The stretches of a month, the longest first."""

    held: tuple[Held, ...] = ()

    @property
    def total(self) -> timedelta:
        """All that was held."""
        return sum((one.lasted for one in self.held), timedelta())

    @property
    def reasons(self) -> tuple[tuple[str, timedelta], ...]:
        """The time of each reason, the longest first."""
        found: dict[str, timedelta] = {}
        for one in self.held:
            found[one.reason] = found.get(one.reason, timedelta()) + one.lasted
        return tuple(sorted(found.items(), key=lambda one: (-one[1], one[0])))

    @property
    def clients(self) -> timedelta:
        """What waited for the client: an answer, or its recette."""
        return sum((one.lasted for one in self.held if one.reason in _CLIENTS), timedelta())

    @property
    def client_percent(self) -> int | None:
        """The share of the client in whole percents, cut; None where nothing was held."""
        return int(self.clients * 100 / self.total) if self.total else None

    @property
    def longest(self) -> Held | None:
        """The longest stretch."""
        return self.held[0] if self.held else None


def pauses(lives: Iterable[Life], window: Window) -> Pauses:
    """The pauses of a month; a stretch in which no opening time passed is none."""
    found = [one for life in lives for one in _held(life, window) if one.lasted]
    return Pauses(tuple(sorted(found, key=lambda one: (-one.lasted, one.start, one.ground.name))))


def _held(life: Life, window: Window) -> Iterator[Held]:
    anomaly, contract = life.at(window.until), life.edition(window.until)
    if not life.within(window.start, window.until) and anomaly.wait is None:
        return
    for (clock, cycle), reading in readings(life, window.until).items():
        if clock is not ClockName.RESOLUTION:
            continue
        course, _ = followed(clock, anomaly.marks, contract, window.until, cycle)
        for leg in course.legs:
            start, end = max(leg.start, window.start), min(leg.end, window.until)
            if leg.state is State.PAUSED and start < end:
                lasted = _lasted(reading, contract, start, end)
                yield Held(ground(anomaly, leg.start), leg.opened_by.why, start, end, lasted)


def _lasted(reading: Reading, contract: Contract, start: datetime, end: datetime) -> timedelta:
    if isinstance(reading.commitment.target, WallClock):
        return end - start
    return between(reading.edition(contract).calendars[reading.commitment.calendar], start, end)
