"""The marks that a fact leaves on the running clocks of an anomaly, in their present cycle."""

from rules.anomaly.state import Anomaly
from rules.clock import Mark, MarkKind, Marks
from rules.contract import ClockName, Contract
from rules.events import Fact


def marked(
    anomaly: Anomaly,
    fact: Fact,
    kind: MarkKind,
    clocks: tuple[ClockName, ...],
    why: str | None = None,
) -> Marks:
    """The anomaly's marks and one more on each of the clocks that exist already.

    `why` is the kind of the fact unless said; "" says that nobody gave a reason.
    """
    at, criticality, by, why = fact.at, anomaly.criticality, fact.by.name, fact.what.kind if why is None else why
    source = f"{fact.source.system}:{fact.source.ref}"
    return Marks.of(anomaly.marks).plus(
        Mark(at, kind, clock, cycle, criticality, by, why, source)
        for clock in clocks
        if (cycle := anomaly.updates if clock is ClockName.NEXT_UPDATE else anomaly.cycle)
    )


def run(contract: Contract, clocks: tuple[ClockName, ...]) -> tuple[ClockName, ...]:
    """The clocks that the contract runs, of those given."""
    return tuple(clock for clock in clocks if clock in contract.clocks)
