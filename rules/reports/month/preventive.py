"""The share of a month's time that went to prevention and to security, of all that was drawn from the envelopes."""

from collections.abc import Iterable

from rules.economy.categories import plain
from rules.economy.time_lines import Spent
from rules.reports.month.grounds import Share

NAMES = ("preventif", "preventive", "securite", "security")
"""The categories of such work, by the names that contracts give them."""


def preventive(spent: Iterable[Spent]) -> Share:
    """The minutes of prevention and security, of all the minutes drawn; what is set aside is in neither."""
    drawn = [one for one in spent if one.reason is None]
    return Share(sum(one.minutes for one in drawn if _prevents(one.category)), sum(one.minutes for one in drawn))


def _prevents(category: str | None) -> bool:
    return category is not None and plain(category) in NAMES
