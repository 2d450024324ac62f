"""An alert that nobody answers goes up the contract's escalation, step after step."""

from collections.abc import Iterator
from datetime import datetime

from rules.anomaly.state import Alert, Anomaly
from rules.clock import Face, State
from rules.contract import Alerts, Contract
from rules.reminders.thresholds import BREACH, NextAlert, given, held


def next_step(anomaly: Anomaly, its_face: Face, contract: Contract) -> NextAlert | None:
    """The next step that silence calls, its number as the share; None where somebody answered, or all were told.

    Alerts that ask for an answer are the last before the deadline, the breach and its reminders. Whatever a named human
    of the provider does since is one; putting the reminders off is an answer before the breach, and none after it. One
    gathered with others after a downtime was told to all by that list.
    """
    reading = its_face.reading
    alerts = contract.alerts(reading.criticality, reading.clock)
    if alerts.patience is None or reading.state is not State.RUNNING:
        return None
    calls = unanswered(anomaly, its_face, alerts)
    step = _untold(anomaly, its_face, alerts)
    if not calls or step is None:
        return None
    first = [one.at for one in calls if one.share <= BREACH] or [calls[0].at]
    since = max([*first, *(one.at for one in climbed(anomaly, its_face) if one.at >= calls[0].at)])
    at = its_face.pace.after(since, alerts.patience)
    return NextAlert(held(its_face.pace, at, its_face.course.until), float(step))


def unanswered(anomaly: Anomaly, its_face: Face, alerts: Alerts) -> list[Alert]:
    """The alerts of the present deadline that still wait for an answer, in order."""
    least = max(alerts.thresholds, default=BREACH)
    asked = (one for one in given(anomaly, its_face.reading) if one.share >= least and not one.gathered)
    return sorted((one for one in asked if not _answered(anomaly, one)), key=lambda one: one.at)


def climbed(anomaly: Anomaly, its_face: Face) -> Iterator[Alert]:
    """The steps of the present deadline that were told for lack of an answer."""
    about = (its_face.clock, its_face.course.cycle, its_face.reading.deadline)
    return (one for one in anomaly.climbs if (one.clock, one.cycle, one.deadline) == about)


def _answered(anomaly: Anomaly, alert: Alert) -> bool:
    if anomaly.answered_at is not None and anomaly.answered_at >= alert.at:
        return True
    put_off = anomaly.snooze is not None and anomaly.snooze.at >= alert.at
    return put_off and alert.share < BREACH


def _untold(anomaly: Anomaly, its_face: Face, alerts: Alerts) -> int | None:
    told = max((one.share for one in given(anomaly, its_face.reading)), default=0.0)
    up = {int(one.share) for one in climbed(anomaly, its_face)}
    steps = enumerate(alerts.escalation)
    return next((n for n, step in steps if n not in up and (step.share is None or step.share > told)), None)


def silent_since(anomaly: Anomaly, its_face: Face, contract: Contract) -> datetime:
    """When the oldest alert was given that nobody answered."""
    alerts = contract.alerts(its_face.reading.criticality, its_face.clock)
    return unanswered(anomaly, its_face, alerts)[0].at
