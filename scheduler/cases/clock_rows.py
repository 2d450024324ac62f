"""The clocks of an anomaly as rows, so that the sweep finds what is due without opening every anomaly."""

from collections.abc import Sequence
from datetime import datetime

from connectors.store.clocks import ClockRow
from rules.anomaly.state import Anomaly
from rules.clock import cycles, face, settled
from rules.contract import ClockName, Contract
from rules.reminders import Look, following
from rules.reminders.promised_dates import pending


def clock_rows(
    anomaly: Anomaly, contract: Contract, now: datetime, saved: Anomaly | None = None
) -> tuple[ClockRow, ...]:
    """One row for each cycle of each clock; none before remontée, when no clock runs.

    Cycles that were over already in the anomaly whose rows were `saved`, under this contract, are left out.
    """
    if anomaly.raised_at is None:
        return ()
    return tuple(
        _row(anomaly, clock, cycle, contract, now)
        for clock in contract.clocks
        for cycle in _moving(anomaly, clock, now, saved)
    )


def _moving(anomaly: Anomaly, clock: ClockName, now: datetime, saved: Anomaly | None) -> Sequence[int]:
    every = cycles(anomaly.marks, clock, now)
    if saved is None or len(every) == 1:
        return every
    over = settled(clock, saved.marks, anomaly.marks)
    return [cycle for cycle in every if cycle not in over]


def _row(anomaly: Anomaly, clock: ClockName, cycle: int, contract: Contract, now: datetime) -> ClockRow:
    its_face = face(clock, anomaly.marks, contract, now, cycle)
    reading = its_face.reading
    alert = following(Look(anomaly, its_face, contract, now))
    return ClockRow(
        anomaly_id=anomaly.id,
        clock=clock,
        cycle=cycle,
        criticality=reading.criticality,
        state=reading.state,
        verdict=reading.verdict,
        deadline=reading.deadline,
        next_alert_at=alert.at if alert else None,
        next_share=alert.share if alert else None,
        elapsed_seconds=reading.elapsed.total_seconds(),
        allowed_seconds=reading.allowed.total_seconds() if reading.allowed is not None else None,
        promised=pending(anomaly, reading),
    )
