"""The figures of a period, computed from its anomalies: what came, was closed, was kept and was missed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from rules.anomaly.state import Anomaly
from rules.clock import Reading, Verdict, cycles, read
from rules.contract import CONTRACTED, ClockName, Contract, Criticality


@dataclass(frozen=True, slots=True)
class Kept:
    """The number of times one clock was kept and missed, among those settled in the period."""

    clock: ClockName
    kept: int
    missed: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A period `[start, end)`: anomalies raised by criticality (gravest first), closed, open at its end, clocks."""

    start: datetime
    end: datetime
    raised: tuple[tuple[Criticality, int], ...]
    closed: int
    open: int
    clocks: tuple[Kept, ...]


def figures(anomalies: Iterable[tuple[Anomaly, Contract]], start: datetime, end: datetime) -> Figures:
    """The figures of the anomalies given, each under the contract that it is pinned to; those that are gone count not.

    A clock counts in the period in which it was settled: kept when it was stopped, missed when its deadline passed.
    """
    cases = [case for case in anomalies if case[0].counted and case[0].raised_at and case[0].raised_at < end]
    raised = [one.criticality for one, _ in cases if one.raised_at and one.raised_at >= start]
    closed_at = [one.closed_at for one, _ in cases]
    return Figures(
        start,
        end,
        tuple((level, raised.count(level)) for level in Criticality if level in raised),
        sum(1 for at in closed_at if at is not None and start <= at < end),
        sum(1 for at in closed_at if at is None or at >= end),
        tuple(_kept(clock, cases, start, end) for clock in ClockName if _run(clock, cases)),
    )


def _run(clock: ClockName, cases: list[tuple[Anomaly, Contract]]) -> bool:
    return clock in CONTRACTED or any(clock in contract.clocks for _, contract in cases)


def _readings(clock: ClockName, cases: list[tuple[Anomaly, Contract]], end: datetime) -> Iterator[Reading]:
    for anomaly, contract in cases:
        if clock in contract.clocks:
            for cycle in cycles(anomaly.marks, clock, end):
                yield read(clock, anomaly.marks, contract, end, cycle)


def _kept(clock: ClockName, cases: list[tuple[Anomaly, Contract]], start: datetime, end: datetime) -> Kept:
    verdicts = []
    for reading in _readings(clock, cases, end):
        # A missed clock counts in the month of its deadline alone, however much later it is stopped.
        settled = reading.deadline if reading.verdict is Verdict.MISSED else reading.stopped_at
        if settled is not None and start <= settled < end:
            verdicts.append(reading.verdict)
    return Kept(clock, verdicts.count(Verdict.KEPT), verdicts.count(Verdict.MISSED))
