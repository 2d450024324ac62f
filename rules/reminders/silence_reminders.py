"""The reminder that nobody has answered an alert."""

from datetime import datetime

from rules.events import Unanswered
from rules.reminders.look import Look, Reminder
from rules.reminders.thresholds import NextAlert
from rules.reminders.unanswered import next_step, silent_since


def _following(look: Look) -> NextAlert | None:
    return next_step(look.anomaly, look.face, look.contract) if look.anomaly.alerts else None


def _reached(look: Look) -> Unanswered | None:
    step, deadline = _following(look), look.face.reading.deadline
    if step is None or deadline is None or step.at > look.now:
        return None
    since = silent_since(look.anomaly, look.face, look.contract)
    return Unanswered(look.clock, look.face.course.cycle, int(step.share), deadline, since)


def _owed_at(_look: Look, what: Unanswered) -> datetime | None:
    return what.since


SILENCE = Reminder(Unanswered, _following, _reached, _owed_at)
