"""The rows of clocks that are saved decision after decision are those that the last state has."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given

from connectors.store.clocks import ClockRow
from rules import events
from rules.contract import ClockName, Contract
from rules.events import Fact, Source, System
from rules.fold.folding import apply, order
from scheduler.cases.clock_rows import clock_rows
from tests.rules.cast import ANSWERING, CP, NINE, OPENING, RM
from tests.rules.clock.test_clock_properties import CONTRACTS, LIFE, histories, law


@law
@given(histories(), CONTRACTS)
def test_rows_left_out_are_saved_as_they_must_be(facts: Sequence[Fact], contract: Contract) -> None:
    saved: dict[tuple[ClockName, int], ClockRow] = {}
    anomaly = OPENING
    for fact in sorted(facts, key=order):
        before, anomaly = anomaly, apply(anomaly, fact, contract)
        saved |= {(row.clock, row.cycle): row for row in clock_rows(anomaly, contract, fact.at, before)}
    now = max(fact.at for fact in facts) + timedelta(days=1)
    saved |= {(row.clock, row.cycle): row for row in clock_rows(anomaly, contract, now, anomaly)}
    assert saved == {(row.clock, row.cycle): row for row in clock_rows(anomaly, contract, now)}


def test_cycles_that_are_over_are_left_out() -> None:
    anomaly = OPENING
    said = [LIFE[0][1], *(events.Informed(str(number)) for number in range(50))]
    for rank, what in enumerate(said):
        before = anomaly
        by = CP if rank else RM
        fact = Fact(f"{rank:03}", NINE + rank * timedelta(minutes=5), by, Source(System.SLACK, str(rank)), what)
        anomaly = apply(anomaly, fact, ANSWERING)
        rows = clock_rows(anomaly, ANSWERING, fact.at, before)
    assert [row.cycle for row in rows if row.clock is ClockName.NEXT_UPDATE] == [49, 50]
    assert len(clock_rows(anomaly, ANSWERING, fact.at)) > 50
