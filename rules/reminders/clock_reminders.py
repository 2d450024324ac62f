"""The reminders of a clock on its way to its deadline, and past it."""

from datetime import datetime

from rules.events import ThresholdReached
from rules.reminders.look import Look, Reminder
from rules.reminders.thresholds import BREACH, NextAlert, given, gravest_reached, next_alert, owed_at


def _following(look: Look) -> NextAlert | None:
    return next_alert(look.anomaly, look.face, look.contract)


def _reached(look: Look) -> ThresholdReached | None:
    share, deadline = gravest_reached(look.anomaly, look.face, look.contract), look.face.reading.deadline
    if share is None or deadline is None:
        return None
    return ThresholdReached(look.clock, look.face.course.cycle, share, deadline)


def _owed_at(look: Look, what: ThresholdReached) -> datetime | None:
    """A breach never told was due when it came, however many of its reminders are past."""
    announced = any(one.share >= BREACH for one in given(look.anomaly, look.face.reading))
    return owed_at(look.face, what.share if announced else min(what.share, BREACH), look.contract)


THRESHOLDS = Reminder(ThresholdReached, _following, _reached, _owed_at)
