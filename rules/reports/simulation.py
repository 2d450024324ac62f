"""Replays past anomalies under another version of a contract, and compares."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from rules.anomaly.state import Anomaly
from rules.clock import Verdict, cycles, read
from rules.contract import ClockName, Contract
from rules.events import Fact
from rules.fold.folding import fold
from rules.reports.compensation_comparison import CompensationComparison, compared


@dataclass(frozen=True, slots=True)
class Past:
    """An anomaly as the journal keeps it, with the version that it is pinned to."""

    id: str
    facts: tuple[Fact, ...]
    contract: Contract


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, the last one included."""

    first: date
    last: date

    def holds(self, at: datetime | None, zone: str) -> bool:
        """Whether an instant falls on one of its days, as a zone counts days."""
        return at is not None and self.first <= at.astimezone(ZoneInfo(zone)).date() <= self.last


@dataclass(frozen=True, slots=True)
class Outcome:
    """One version's result for a clock; `allowed` is None for a target that is not a duration."""

    verdict: Verdict
    elapsed: timedelta
    allowed: timedelta | None
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One clock of one cycle under both versions; None under the version that opens no such cycle."""

    anomaly: str
    name: str
    clock: ClockName
    cycle: int
    was: Outcome | None
    would_be: Outcome | None

    @property
    def differs(self) -> bool:
        """Whether anything of it changes."""
        return self.was != self.would_be

    @property
    def overturned(self) -> bool:
        """Whether its verdict changes."""
        was, would_be = self.was, self.would_be
        return (was.verdict if was else None) != (would_be.verdict if would_be else None)


@dataclass(frozen=True, slots=True)
class Score:
    """The number of clocks at each verdict."""

    kept: int = 0
    missed: int = 0
    pending: int = 0
    none: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """The scores of one clock name under both versions."""

    clock: ClockName
    was: Score
    would_be: Score


@dataclass(frozen=True, slots=True)
class Simulation:
    """Every clock of the anomalies of a period; `versions` are those that the anomalies are pinned to.

    `compensation` is what these anomalies cost under both; None where neither version prices anything.
    """

    given: Contract
    versions: tuple[Contract, ...]
    anomalies: int
    comparisons: tuple[Comparison, ...]
    compensation: CompensationComparison | None = None

    @property
    def differing(self) -> tuple[Comparison, ...]:
        """The clocks that change, those whose verdict does first."""
        return tuple(sorted((one for one in self.comparisons if one.differs), key=lambda one: not one.overturned))

    @property
    def totals(self) -> tuple[Total, ...]:
        """One line a clock name."""
        seen = {one.clock for one in self.comparisons}
        return tuple(self._total(clock) for clock in ClockName if clock in seen)

    def _total(self, clock: ClockName) -> Total:
        of_clock = [one for one in self.comparisons if one.clock is clock]
        return Total(clock, _score(one.was for one in of_clock), _score(one.would_be for one in of_clock))


def simulate(pasts: Iterable[Past], given: Contract, period: Period, now: datetime) -> Simulation:
    """The anomalies raised in the period, under their own version and under the given one.

    Both versions read the same facts at the same instant: the anomaly's closing as it was, else `now`. The days of the
    period are those of the given version's zone.
    """
    replayed = [(past, fold(past.facts, _opening(past.id, past.contract), past.contract)) for past in pasts]
    held = [(past, was) for past, was in replayed if period.holds(was.raised_at, given.zone)]
    versions = {past.contract.effective: past.contract for past, _ in held}
    would_be = [fold(past.facts, _opening(past.id, given), given) for past, _ in held]
    return Simulation(
        given=given,
        versions=tuple(versions[effective] for effective in sorted(versions)),
        anomalies=len(held),
        comparisons=tuple(
            one
            for (past, was), again in zip(held, would_be, strict=True)
            for one in _compared(past, was, again, given, now)
        ),
        compensation=compared(
            [(was, past.contract) for past, was in held], [(one, given) for one in would_be], given, period.first, now
        ),
    )


def _opening(anomaly_id: str, contract: Contract) -> Anomaly:
    return Anomaly(anomaly_id, contract.id, contract.effective)


def _compared(past: Past, was: Anomaly, would_be: Anomaly, given: Contract, now: datetime) -> Iterator[Comparison]:
    at = was.closed_at or now
    for clock in ClockName:
        mine = _cycles(was, clock, past.contract, at)
        theirs = _cycles(would_be, clock, given, at)
        for cycle in sorted({*mine, *theirs}):
            yield Comparison(
                anomaly=past.id,
                name=was.name,
                clock=clock,
                cycle=cycle,
                was=_outcome(was, clock, cycle, past.contract, at) if cycle in mine else None,
                would_be=_outcome(would_be, clock, cycle, given, at) if cycle in theirs else None,
            )


def _cycles(anomaly: Anomaly, clock: ClockName, contract: Contract, at: datetime) -> tuple[int, ...]:
    """A cycle that a later one follows is read too: what was missed in it stays missed."""
    return cycles(anomaly.marks, clock, at) if clock in contract.clocks else ()


def _outcome(anomaly: Anomaly, clock: ClockName, cycle: int, contract: Contract, at: datetime) -> Outcome:
    reading = read(clock, anomaly.marks, contract, at, cycle)
    return Outcome(reading.verdict, reading.elapsed, reading.allowed, reading.deadline)


def _score(outcomes: Iterable[Outcome | None]) -> Score:
    seen = Counter(outcome.verdict for outcome in outcomes if outcome)
    return Score(seen[Verdict.KEPT], seen[Verdict.MISSED], seen[Verdict.PENDING], seen[Verdict.NONE])
