"""The closes of a contract's months, and those that count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from rules.workdays.month import Month


@dataclass(frozen=True, slots=True)
class Close:
    """A month closed at an instant, by somebody where a person did it."""

    month: Month
    at: datetime
    by: str = ""


def counted(closes: Iterable[Close], first: Month, last: Month | None = None) -> Mapping[Month, Close]:
    """The closes of the first months, without a hole, up to the last one; the first of several of one month."""
    found: dict[Month, Close] = {}
    for close in sorted(closes, key=lambda one: one.at):
        found.setdefault(close.month, close)
    kept: dict[Month, Close] = {}
    month = first
    while month in found and (last is None or month <= last):
        kept[month] = found[month]
        month = month.plus(1)
    return kept
