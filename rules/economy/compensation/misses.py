"""Finds the clocks that anomalies missed, with the lateness that counts and the time that does not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from types import MappingProxyType

from rules.anomaly.state import Anomaly
from rules.clock import Exclusion, MarkKind, Reading, Span, State, Verdict, cycles, read, timeline
from rules.contract import ClockName, Contract, Criticality
from rules.contract.compensation_terms import PricedAt
from rules.economy.compensation.lateness import Miss, Worked
from rules.workdays import Calendar, between
from rules.workdays.month import local_day

_INSTANT = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1) // _INSTANT
_DAY = timedelta(days=1)
NOBODY_EXCLUDES: Mapping[str, str] = MappingProxyType({})

Case = tuple[Anomaly, Contract]
"""An anomaly under the contract that it is pinned to."""


@dataclass(frozen=True, slots=True)
class Held:
    """Time after the deadline that counts not: why, in the words of the anomaly, and its minutes of the calendar."""

    start: datetime
    end: datetime
    reason: Exclusion
    label: str
    minutes: Fraction


@dataclass(frozen=True, slots=True)
class LateClock:
    """A missed clock as it is read at an instant: its miss, its deadline, and the last instant that counts."""

    miss: Miss
    anomaly: Anomaly
    contract: Contract
    reading: Reading
    deadline: datetime
    until: datetime
    held: tuple[Held, ...]

    @property
    def stopped_at(self) -> datetime | None:
        """When it was stopped; None while it is still late."""
        return self.reading.stopped_at

    @property
    def calendar(self) -> Calendar:
        """The calendar that counts its lateness."""
        return self.reading.edition(self.contract).calendars[self.reading.commitment.calendar]

    @property
    def worked(self) -> Worked:
        """The dates on which that calendar opens."""
        return lambda day: bool(self.calendar.hours(day))


def line_id(anomaly: Anomaly, clock: ClockName, cycle: int) -> str:
    """The name of a missed clock's line, the same in every month."""
    return f"{anomaly.id}:{clock.value}:{cycle}"


def misses(
    cases: Iterable[Case],
    now: datetime,
    excluded: Mapping[str, str] = NOBODY_EXCLUDES,
    since: datetime | None = None,
) -> Iterator[LateClock]:
    """The clocks missed as `now` knows them, anomaly by anomaly; `excluded` gives the reason of each excluded line.

    Those that were stopped before `since` are left out. Raises ValueError when `now` is naive.
    """
    for reading, anomaly, contract in read_clocks(cases, now, since):
        if reading.verdict is not Verdict.MISSED or reading.deadline is None or reading.criticality is None:
            continue
        if since is None or reading.stopped_at is None or reading.stopped_at >= since:
            yield _late(reading, reading.deadline, anomaly, contract, now, excluded)


def read_clocks(
    cases: Iterable[Case], now: datetime, since: datetime | None = None
) -> Iterator[tuple[Reading, Anomaly, Contract]]:
    """Every cycle of every clock that counts at `now`, of the anomalies raised by then.

    Anomalies of which all the clocks ended before `since` are not even read: most of a contract's are old.
    """
    for anomaly, contract in cases:
        if since is not None and _over(anomaly, since):
            continue
        if anomaly.counted and anomaly.raised_at is not None and anomaly.raised_at <= now:
            for clock in contract.clocks:
                for cycle in cycles(anomaly.marks, clock, now):
                    yield read(clock, anomaly.marks, contract, now, cycle), anomaly, contract


def _over(anomaly: Anomaly, since: datetime) -> bool:
    """Whether it was closed, which ends every clock, and nothing happened to its clocks since."""
    closed_at = anomaly.closed_at
    return closed_at is not None and closed_at < since and all(mark.at < since for mark in anomaly.marks)


def _late(
    reading: Reading,
    deadline: datetime,
    anomaly: Anomaly,
    contract: Contract,
    now: datetime,
    excluded: Mapping[str, str],
) -> LateClock:
    until = reading.stopped_at or now
    edition, zone = reading.edition(contract), contract.zone
    calendar = edition.calendars[reading.commitment.calendar]
    spans = timeline(reading.clock, anomaly.marks, contract, now, reading.cycle)
    after = [span for span in spans if span.end > deadline]
    held = tuple(_held(span, deadline, calendar) for span in after if isinstance(span.reason, Exclusion))
    name = line_id(anomaly, reading.clock, reading.cycle)
    miss = Miss(
        id=name,
        clock=reading.clock,
        criticality=_criticality(reading, anomaly, contract, edition),
        anomaly=anomaly.id,
        late=_minutes(calendar, deadline, until),
        excluded=sum((one.minutes for one in held), Fraction(0)),
        due=local_day(deadline, zone),
        # What still runs at midnight is late through the day that ends.
        done=local_day(reading.stopped_at or now - _INSTANT, zone),
        days_out=_days_out(after, held, deadline, zone),
        exclusion=excluded.get(name, ""),
    )
    return LateClock(miss, anomaly, contract, reading, deadline, until, held)


def _criticality(reading: Reading, anomaly: Anomaly, contract: Contract, edition: Contract) -> Criticality:
    """The criticality that prices a miss: the first under which the promise was missed, or the last one."""
    last = reading.criticality or Criticality.MINEURE
    if edition.compensations is None or edition.compensations.priced_at is PricedAt.CLOSE:
        return last
    changes = (
        mark.at
        for mark in anomaly.marks
        if mark.kind is MarkKind.RETARGET and mark.clock is reading.clock and mark.cycle == reading.cycle
    )
    for at in sorted(changes):
        before = read(reading.clock, anomaly.marks, contract, at - _INSTANT, reading.cycle)
        if before.verdict is Verdict.MISSED and before.criticality is not None:
            return before.criticality
    return last


def _held(span: Span, deadline: datetime, calendar: Calendar) -> Held:
    start = max(span.start, deadline)
    reason = span.reason if isinstance(span.reason, Exclusion) else Exclusion.PAUSE
    return Held(start, span.end, reason, span.label, _minutes(calendar, start, span.end))


def _minutes(calendar: Calendar, start: datetime, end: datetime) -> Fraction:
    return Fraction(between(calendar, start, end) // _INSTANT, _MINUTE)


def _days_out(after: list[Span], held: tuple[Held, ...], deadline: datetime, zone: str) -> frozenset[date]:
    """The dates on which the clock was held and no opening time counted."""
    ran = {day for span in after if span.counted for day in _dates(max(span.start, deadline), span.end, zone)}
    return frozenset(day for one in held for day in _dates(one.start, one.end, zone)) - ran


def _dates(start: datetime, end: datetime, zone: str) -> Iterator[date]:
    """The local dates of `[start, end)`."""
    if start < end:
        first, last = local_day(start, zone), local_day(end - _INSTANT, zone)
        yield from (first + rank * _DAY for rank in range((last - first).days + 1))


def still_late(one: LateClock) -> bool:
    """Whether the clock is late and not stopped."""
    return one.reading.state in (State.RUNNING, State.PAUSED)
