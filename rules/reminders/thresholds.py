"""Compute a clock's next alert: the shares of its target, the least notice, and the breach."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.anomaly.state import Alert, Anomaly
from rules.clock import Face, Reading, State
from rules.clock.pace import Pace
from rules.contract import Alerts, Contract
from rules.workdays import next_opening

BREACH = 1.0
LAST = 11.0
"""The tenth reminder of a breach, after a thousand times the first wait: who has not acted by then reads lists."""

_JUST_OVER = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class NextAlert:
    """The instant of the next alert of a clock, and its share of the target (1.0: the breach)."""

    at: datetime
    share: float


def spent_at(share: float, allowed: timedelta, alerts: Alerts) -> timedelta:
    """The time used up when an alert is due: the share of the target, or the least notice before its end if earlier.

    A breach is strict: a target used up to the second is kept, so that it is due one second later. Its reminders have
    the shares 2.0, 3.0 and on, each after twice the time of the one before.
    """
    if share >= BREACH:
        return allowed + _JUST_OVER + (alerts.repeat or timedelta()) * ((1 << _reminders(share)) - 1)
    spent = share * allowed
    return min(spent, allowed - alerts.notice) if allowed > alerts.notice else spent


def next_alert(anomaly: Anomaly, its_face: Face, contract: Contract) -> NextAlert | None:
    """The earliest alert not given yet for the present deadline; None when the clock does not run towards one.

    It may lie in the past, after a downtime or a requalification: it is due at once. One whose instant has come, or
    will come, outside the opening hours of the clock's calendar is held until the next opening.
    """
    first = _next_reached(anomaly, its_face, contract)
    if first is None:
        return None
    told = [NextAlert(put_off(anomaly, first.share, first.at), first.share)]
    if first.share < BREACH and told[0].at > first.at and (breach := _instant(its_face, BREACH, contract)):
        told.append(NextAlert(breach, BREACH))
    soonest = min(told, key=lambda one: one.at)
    return NextAlert(held(its_face.pace, soonest.at, its_face.course.until), soonest.share)


def put_off(anomaly: Anomaly, share: float, at: datetime) -> datetime:
    """The instant to tell a due message after a snooze; a snooze hides no breach."""
    return at if anomaly.snooze is None or share == BREACH else max(at, anomaly.snooze.until)


def opened(counts: Pace, at: datetime) -> datetime:
    """The instant when people may be told: now if the clock's calendar is open, else at its opening.

    The very end of an opening still belongs to it: what is used up at closing time is told to those who leave.
    """
    return max(at, next_opening(counts.calendar, at - _JUST_OVER))


def held(counts: Pace, at: datetime, now: datetime) -> datetime:
    """The instant to tell a due message, seen from `now`; a past one stays where it is while open."""
    if at > now:
        return opened(counts, at)
    told = opened(counts, now)
    return told if told > now else at


def gravest_reached(anomaly: Anomaly, its_face: Face, contract: Contract) -> float | None:
    """The highest share reached and not told yet, so that a late start tells one thing and not four."""
    first = _next_reached(anomaly, its_face, contract)
    if first is None or first.at > its_face.course.until:
        return None
    reading, alerts = its_face.reading, _alerts(its_face, contract)
    allowed = _allowed(reading)
    if reading.breached:
        return gone_by(its_face, contract)
    reached = [share for share in alerts.thresholds if reading.elapsed >= spent_at(share, allowed, alerts)]
    return max(reached, default=first.share)


def gone_by(its_face: Face, contract: Contract) -> float:
    """Of a breached clock, the share of the last reminder whose time has come: BREACH before the first."""
    alerts, allowed, share = _alerts(its_face, contract), _allowed(its_face.reading), BREACH
    while alerts.repeat and share < LAST and its_face.reading.elapsed >= spent_at(share + 1, allowed, alerts):
        share += 1
    return share


def owed_at(its_face: Face, share: float, contract: Contract) -> datetime | None:
    """The instant at which a reached share was due, however late it is."""
    at = _instant(its_face, share, contract)
    return opened(its_face.pace, at) if at else None


def _next_reached(anomaly: Anomaly, its_face: Face, contract: Contract) -> NextAlert | None:
    reading = its_face.reading
    if reading.state is not State.RUNNING or reading.deadline is None:
        return None
    told, alerts = max((alert.share for alert in given(anomaly, reading)), default=0.0), _alerts(its_face, contract)
    reminder = (told + 1,) if alerts.repeat and BREACH <= told < LAST else ()
    share = next((one for one in (*alerts.thresholds, BREACH, *reminder) if one > told), None)
    at = _instant(its_face, share, contract) if share else None
    return NextAlert(at, share) if at and share else None


def _instant(its_face: Face, share: float, contract: Contract) -> datetime | None:
    return its_face.when(spent_at(share, _allowed(its_face.reading), _alerts(its_face, contract)))


def _alerts(its_face: Face, contract: Contract) -> Alerts:
    return contract.alerts(its_face.reading.criticality, its_face.clock)


def _reminders(share: float) -> int:
    return round(share - BREACH)


def _allowed(reading: Reading) -> timedelta:
    """The whole of the target; for business days, the opening time that they turn out to hold."""
    return reading.allowed if reading.allowed is not None else reading.elapsed + (reading.remaining or timedelta())


def given(anomaly: Anomaly, reading: Reading) -> list[Alert]:
    """The alerts that were given for a clock's present deadline."""
    return [
        alert
        for alert in anomaly.alerts
        if (alert.clock, alert.cycle, alert.deadline) == (reading.clock, reading.cycle, reading.deadline)
    ]
