"""Business time: what a calendar counts between two instants, and which instant a counted duration reaches."""

from rules.workdays.arithmetic import add, add_days, between, is_open, next_closing, next_opening, utc
from rules.workdays.calendar import Calendar, Holidays, Reason
from rules.workdays.index import NeverOpens
from rules.workdays.interval import Interval
from rules.workdays.segments import Segment, segments

__all__ = [
    "Calendar",
    "Holidays",
    "Interval",
    "NeverOpens",
    "Reason",
    "Segment",
    "add",
    "add_days",
    "between",
    "is_open",
    "next_closing",
    "next_opening",
    "segments",
    "utc",
]
