"""The reminders of a long wait: to whom is waited for, then that it has reached its limit."""

from datetime import datetime

from rules.events import Chased, WaitOutlasted
from rules.reminders.chasing import calendar, next_chase, outlasting
from rules.reminders.look import Look, Reminder
from rules.reminders.thresholds import NextAlert, held, opened


def _chasing(look: Look) -> NextAlert | None:
    chase = next_chase(look.anomaly, look.contract)
    return _told(look, chase, chase.due) if chase else None


def _chased(look: Look) -> Chased | None:
    chase = next_chase(look.anomaly, look.contract)
    return chase if chase and chase.due <= look.now else None


def _ending(look: Look) -> NextAlert | None:
    ahead = outlasting(look.anomaly, look.contract)
    return _told(look, ahead, ahead.term) if ahead else None


def _ended(look: Look) -> WaitOutlasted | None:
    ahead = outlasting(look.anomaly, look.contract)
    return ahead if ahead and ahead.term <= look.now else None


def _told(look: Look, what: Chased | WaitOutlasted, at: datetime) -> NextAlert:
    return NextAlert(held(calendar(look.contract), at, look.now), what.share)


def _owed_at(look: Look, what: Chased | WaitOutlasted) -> datetime:
    return opened(calendar(look.contract), what.due if isinstance(what, Chased) else what.term)


CHASES = Reminder(Chased, _chasing, _chased, _owed_at, of_the_whole=True)
TERMS = Reminder(WaitOutlasted, _ending, _ended, _owed_at, of_the_whole=True)
