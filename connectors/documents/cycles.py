"""A clock's cycles in words: what was promised and by which clause, each interval, and what they add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.documents.intervals import Row, row
from connectors.documents.proof_times import Moments
from connectors.wording import Wording
from connectors.wording.hour_units import unit
from connectors.wording.one_line import one_line
from rules.anomaly.state import Anomaly
from rules.clock import Reading, State, Verdict, cycles, read, timeline
from rules.contract import BusinessDays, ClockName, Commitment, Contract, NextRelease, OpeningTime, WallClock
from rules.reminders.promised_dates import promises


@dataclass(frozen=True, slots=True)
class Cycle:
    """One run of a clock; `label` tells it from the others where there are several, `paused` to `over` may be ""."""

    label: str
    promise: str
    clause: str
    rows: tuple[Row, ...]
    spent: str
    total: str
    paused: str
    due: str
    deadline: str
    over: str
    verdict: str
    standing: Verdict

    @property
    def sum(self) -> str:
        """The total of the intervals, in one line."""
        return " · ".join(part for part in (self.total, self.paused, self.deadline, self.over, self.verdict) if part)


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock: `state` says why it has no cycle yet, `cumulative` what several add up to, each "" otherwise.

    `promised` is the date told to the client and what came of it, "" where none was.
    """

    name: str
    state: str
    cycles: tuple[Cycle, ...]
    cumulative: str
    promised: str = ""

    @property
    def endings(self) -> tuple[str, ...]:
        """The words after its cycles."""
        return tuple(part for part in (self.cumulative, self.promised) if part)


def clock_of(clock: ClockName, anomaly: Anomaly, contract: Contract, now: datetime, wording: Wording) -> Clock:
    """One clock of an anomaly as `now` knows it, every cycle of it."""
    every = [read(clock, anomaly.marks, contract, now, cycle) for cycle in cycles(anomaly.marks, clock, now)]
    readings = [reading for reading in every if reading.state is not State.WAITING]
    name = wording.clock(clock)
    if not readings:
        return Clock(name, wording.text(f"state.waiting.{clock}"), (), "")
    teller = _Teller(anomaly, contract, Moments(wording, now))
    several = len(readings) > 1
    told = tuple(teller.cycle(reading, several) for reading in readings)
    return Clock(name, "", told, teller.cumulative(readings) if several else "", teller.promised(clock))


@dataclass(frozen=True, slots=True)
class _Teller:
    anomaly: Anomaly
    contract: Contract
    moments: Moments

    @property
    def wording(self) -> Wording:
        return self.moments.wording

    def cycle(self, reading: Reading, several: bool) -> Cycle:
        now, say = self.moments.now, self.wording
        spans = timeline(reading.clock, self.anomaly.marks, self.contract, now, reading.cycle)
        allowed = None if reading.allowed is None else say.duration(reading.allowed, exact=True)
        spent = say.text("sla.spent", elapsed=say.duration(reading.elapsed, exact=True), allowed=allowed)
        due = self.moments.short(reading.deadline) if reading.deadline else ""
        late = reading.breached and reading.remaining is not None
        over = say.duration(reading.remaining, exact=True) if late and reading.remaining else ""
        return Cycle(
            label=self._label(reading, several),
            promise=target(reading.commitment, reading.edition(self.contract), say),
            clause=self._clause(reading),
            rows=tuple(row(span, self.moments) for span in spans),
            spent=spent,
            total=say.text("sla.total", spent=spent),
            paused=say.text("sla.paused") if reading.state is State.PAUSED else "",
            due=due,
            deadline=say.text("sla.deadline", deadline=due) if due else "",
            over=say.text("sla.over", remaining=over) if over else "",
            verdict=say.text(_verdict(reading)),
            standing=reading.verdict,
        )

    def cumulative(self, readings: Sequence[Reading]) -> str:
        """The total of the cycles; none when opening time and wall-clock time are mixed."""
        verdicts = [reading.verdict for reading in readings]
        alike = len({isinstance(reading.commitment.target, WallClock) for reading in readings}) == 1
        elapsed = sum((reading.elapsed for reading in readings), timedelta())
        return self.wording.text(
            "sla.cumulative",
            cycles=len(readings),
            elapsed=self.wording.duration(elapsed, exact=True) if alike else None,
            kept=verdicts.count(Verdict.KEPT) or None,
            missed=verdicts.count(Verdict.MISSED) or None,
        )

    def promised(self, clock: ClockName) -> str:
        """The date that the client was told, beside the contract's where they differ."""
        known = promises(self.anomaly, self.contract, self.moments.now)
        made = next((one for one in known if one.clock is clock), None)
        if made is None:
            return ""
        deadline = made.reading.deadline
        return self.wording.text(
            "sla.promised",
            promised=self.moments.short(made.promised),
            told=self.moments.day(made.made_at),
            deadline=self.moments.short(deadline) if deadline and deadline != made.promised else None,
            verdict=self.wording.text(f"sla.promised.{made.verdict}"),
        )

    def _label(self, reading: Reading, several: bool) -> str:
        if reading.cycle > 1 and reading.clock is not ClockName.NEXT_UPDATE:
            return self.wording.text("sla.cycle.reopened", cycle=reading.cycle)
        return self.wording.text("sla.cycle", cycle=reading.cycle) if several else ""

    def _clause(self, reading: Reading) -> str:
        edition = reading.edition(self.contract)
        return self.wording.text(
            "sla.clause",
            contract=one_line(edition.id),
            effective=edition.effective,
            criticality=one_line(self.wording.criticality(reading.criticality)),
            file=one_line(edition.source),
            until=self.contract.replaced(edition),
        )


def target(commitment: Commitment, contract: Contract, wording: Wording) -> str:
    """The promise, in words."""
    match commitment.target:
        case OpeningTime(duration):
            return wording.text("target.opening", duration=duration, unit=unit(commitment, contract, wording))
        case WallClock(duration):
            return wording.text("target.wall", duration=duration)
        case BusinessDays(days, end_of_day):
            return wording.plural("target.days_end" if end_of_day else "target.days", days)
        case NextRelease():
            return wording.text("target.release")
    return wording.text("target.none")


def _verdict(reading: Reading) -> str:
    if reading.state is State.CANCELLED:
        return f"sla.cancelled.{reading.clock}"
    return "sla.none" if reading.verdict is Verdict.NONE else f"sla.{reading.verdict}.{reading.clock}"
