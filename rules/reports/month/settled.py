"""The delays that a month settles, each in one month only: kept, missed, or excluded by a decision.

A clock belongs to the first month at whose end its verdict is known: the month of its stop where it was kept, that of
its deadline where it was missed. A verdict that changes later is told in the month where it changes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from rules.anomaly.state import Anomaly
from rules.clock import Reading, State, Verdict, cycles, read
from rules.contract import ClockName, Criticality
from rules.economy.compensation.misses import line_id
from rules.reports.month.grounds import Ground, Share, ground
from rules.reports.month.lives import Life, Standing, standing
from rules.reports.month.window import Window
from rules.workdays.month import Month

Key = tuple[ClockName, int]
JUDGED = (Verdict.KEPT, Verdict.MISSED)
_NOBODY: Mapping[str, "Exclusion"] = MappingProxyType({})
_RUNS = (State.RUNNING, State.PAUSED)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why a miss counts in no rate, and who decided it when."""

    cause: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Delay:
    """One cycle of a clock as the end of a month reads it.

    `late` is the opening time beyond the deadline, zero where it was kept. `excluded` says who left it out, and why.
    """

    ground: Ground
    clock: ClockName
    cycle: int
    criticality: Criticality | None
    verdict: Verdict
    deadline: datetime | None
    stopped_at: datetime | None
    late: timedelta
    excluded: Exclusion | None = None


@dataclass(frozen=True, slots=True)
class Revised:
    """A verdict of an earlier month that is another now; that month's printed rate stays."""

    delay: Delay
    before: Verdict
    month: Month


@dataclass(frozen=True, slots=True)
class Rate:
    """The settled delays of one clock and one criticality: those kept and those missed, excluded ones apart."""

    clock: ClockName
    criticality: Criticality | None
    kept: tuple[Delay, ...]
    missed: tuple[Delay, ...]

    @property
    def share(self) -> Share:
        """Kept, of the settled delays."""
        return Share(len(self.kept), len(self.kept) + len(self.missed))


@dataclass(frozen=True, slots=True)
class Settled:
    """The delays settled in a month, those late and still open at its end, and the earlier verdicts that changed."""

    delays: tuple[Delay, ...] = ()
    still_late: tuple[Delay, ...] = ()
    revised: tuple[Revised, ...] = ()

    @property
    def kept(self) -> tuple[Delay, ...]:
        """Those kept."""
        return tuple(one for one in self.delays if one.verdict is Verdict.KEPT)

    @property
    def missed(self) -> tuple[Delay, ...]:
        """Those missed which no decision takes out."""
        return tuple(one for one in self.delays if one.verdict is Verdict.MISSED and not one.excluded)

    @property
    def excluded(self) -> tuple[Delay, ...]:
        """Those missed that a decision takes out of the rate."""
        return tuple(one for one in self.delays if one.verdict is Verdict.MISSED and one.excluded)

    @property
    def share(self) -> Share:
        """The kept rate over every clock and criticality."""
        return Share(len(self.kept), len(self.kept) + len(self.missed))

    def share_of(self, clock: ClockName) -> Share:
        """The kept rate of one clock."""
        kept = sum(one.clock is clock for one in self.kept)
        return Share(kept, kept + sum(one.clock is clock for one in self.missed))

    @property
    def rates(self) -> tuple[Rate, ...]:
        """The rate of each clock and criticality that settled something, in the order of both."""
        found = []
        for clock in ClockName:
            for level in (*Criticality, None):
                kept = tuple(one for one in self.kept if (one.clock, one.criticality) == (clock, level))
                missed = tuple(one for one in self.missed if (one.clock, one.criticality) == (clock, level))
                if kept or missed:
                    found.append(Rate(clock, level, kept, missed))
        return tuple(found)


def settled(lives: Iterable[Life], window: Window, excluded: Mapping[str, Exclusion] = _NOBODY) -> Settled:
    """The delays that a month settles; `excluded` gives the decision on each line that one takes out."""
    delays: list[Delay] = []
    late: list[Delay] = []
    revised: list[Revised] = []
    for life in lives:
        for one, counted in _known(life, window, excluded):
            if isinstance(counted, Revised):
                revised.append(counted)
            elif counted:
                delays.append(one)
            if one.verdict is Verdict.MISSED and one.stopped_at is None:
                late.append(one)
    return Settled(
        delays=tuple(sorted(delays, key=_place)),
        still_late=tuple(sorted(late, key=_place)),
        revised=tuple(sorted(revised, key=lambda one: _place(one.delay))),
    )


def readings(life: Life, at: datetime) -> dict[Key, Reading]:
    """Each cycle of each clock as an instant knows it; none of an anomaly that figures do not count."""
    anomaly, contract = life.at(at), life.edition(at)
    if standing(anomaly) not in (Standing.OPEN, Standing.CLOSED):
        return {}
    return {
        (clock, cycle): read(clock, anomaly.marks, contract, at, cycle)
        for clock in contract.clocks
        for cycle in cycles(anomaly.marks, clock, at)
    }


def _known(life: Life, window: Window, excluded: Mapping[str, Exclusion]) -> Iterator[tuple[Delay, bool | Revised]]:
    """The cycles of an anomaly at the end of a month, each with whether it is settled in it, or revised."""
    after = life.at(window.until)
    if not life.facts or _unmoved(life, window):
        return
    *earlier, now = window.looks(min(life.ordered[0].at, window.start))
    read_before = [readings(life, at) for at in earlier]
    present = readings(life, now)
    gone = {key: None for one in read_before for key in one if key not in present}
    for key in (*present, *gone):
        verdicts = [_verdict(one.get(key)) for one in read_before]
        delay = _delay(after, key, present.get(key), window, excluded)
        first = next((place for place, verdict in enumerate(verdicts) if verdict in JUDGED), None)
        if first is None:
            yield delay, delay.verdict in JUDGED
        elif verdicts[-1] is not delay.verdict:
            yield delay, Revised(delay, verdicts[-1], window.month.plus(first - len(earlier)))
        else:
            yield delay, False


def _unmoved(life: Life, window: Window) -> bool:
    """Whether it was closed before the month, and nothing happened to it since: most of a contract's were."""
    return standing(life.at(window.start)) is Standing.CLOSED and not life.within(window.start, window.until)


def _verdict(reading: Reading | None) -> Verdict:
    return reading.verdict if reading else Verdict.NONE


def _delay(
    anomaly: Anomaly,
    key: Key,
    reading: Reading | None,
    window: Window,
    excluded: Mapping[str, Exclusion],
) -> Delay:
    clock, cycle = key
    at = _settled_at(reading) or window.until
    if reading is None:
        return Delay(ground(anomaly, at), clock, cycle, anomaly.criticality, Verdict.NONE, None, None, timedelta())
    missed = reading.verdict is Verdict.MISSED
    return Delay(
        ground=ground(anomaly, at),
        clock=clock,
        cycle=cycle,
        criticality=reading.criticality,
        verdict=reading.verdict,
        deadline=reading.deadline,
        stopped_at=None if reading.state in _RUNS else reading.stopped_at,
        late=-reading.remaining if missed and reading.remaining else timedelta(),
        excluded=excluded.get(line_id(anomaly, clock, cycle)) if missed else None,
    )


def _settled_at(reading: Reading | None) -> datetime | None:
    if reading is None:
        return None
    return reading.deadline if reading.verdict is Verdict.MISSED else reading.stopped_at


def _place(one: Delay) -> tuple[datetime, str, str, int]:
    return one.ground.at, one.ground.name, one.clock.value, one.cycle
