"""Names the unit of a clock's hours: opening, calendar, or plain hours."""

from datetime import timedelta

from connectors.wording import Wording
from rules.contract import Commitment, Contract, WallClock
from rules.workdays import Calendar, Interval
from rules.workdays.calendar import no_holidays

_WHOLE_DAY = (Interval(0, 1440),)
_MINUTE = timedelta(minutes=1)


def unit(commitment: Commitment, contract: Contract, wording: Wording, lasting: timedelta | None = None) -> str:
    """The words after a duration; "" where it needs none, as when `lasting` is less than a minute."""
    named = hours(commitment, contract, lasting)
    return wording.text(f"unit.{named}") if named else ""


def hours(commitment: Commitment, contract: Contract, lasting: timedelta | None = None) -> str:
    """The kind of hours, before any language: `opening` or `wall`, "" for those that need no name."""
    if lasting is not None and abs(lasting) < _MINUTE:
        return ""
    if isinstance(commitment.target, WallClock):
        return "wall"
    return "" if _never_closes(contract.calendars[commitment.calendar]) else "opening"


def _never_closes(calendar: Calendar) -> bool:
    exceptions = calendar.closures or calendar.openings or calendar.holidays is not no_holidays
    return not exceptions and all(hours == _WHOLE_DAY for hours in calendar.weekly)
