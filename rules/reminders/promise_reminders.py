"""The reminders of a date that was promised to the client."""

from datetime import datetime

from rules.events import PromiseAlerted
from rules.reminders.look import Look, Reminder
from rules.reminders.promised_dates import next_promise_alert, promise_owed_at, promise_reached
from rules.reminders.thresholds import NextAlert


def _following(look: Look) -> NextAlert | None:
    if not look.anomaly.promised or not look.current:
        return None
    return next_promise_alert(look.anomaly, look.clock, look.contract, look.now)


def _reached(look: Look) -> PromiseAlerted | None:
    due = promise_reached(look.anomaly, look.clock, look.contract, look.now) if look.anomaly.promised else None
    return PromiseAlerted(look.clock, look.face.course.cycle, due.share, due.at) if due else None


def _owed_at(look: Look, what: PromiseAlerted) -> datetime | None:
    return promise_owed_at(look.anomaly, look.clock, what.share, look.contract, look.now)


PROMISES = Reminder(PromiseAlerted, _following, _reached, _owed_at)
