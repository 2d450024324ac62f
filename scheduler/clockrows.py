"""The clocks of an anomaly as rows, so that the sweep finds what is due without opening every anomaly."""

from datetime import datetime

from connectors.store.clocks import ClockRow
from rules.alerts import next_alert
from rules.anomaly import Anomaly
from rules.clock import face
from rules.contract import ClockName, Contract


def clock_rows(anomaly: Anomaly, contract: Contract, now: datetime) -> tuple[ClockRow, ...]:
    """One row a clock for the present cycle; none before remontée, when no clock runs."""
    if anomaly.raised_at is None:
        return ()
    return tuple(_row(anomaly, clock, contract, now) for clock in ClockName)


def _row(anomaly: Anomaly, clock: ClockName, contract: Contract, now: datetime) -> ClockRow:
    its_face = face(clock, anomaly.marks, contract, now)
    reading = its_face.reading
    alert = next_alert(anomaly, its_face, contract)
    return ClockRow(
        anomaly_id=anomaly.id,
        clock=clock,
        cycle=anomaly.cycle,
        criticality=reading.criticality,
        state=reading.state,
        verdict=reading.verdict,
        deadline=reading.deadline,
        next_alert_at=alert.at if alert else None,
        next_share=alert.share if alert else None,
        elapsed_seconds=reading.elapsed.total_seconds(),
        allowed_seconds=reading.allowed.total_seconds() if reading.allowed is not None else None,
    )
