"""How late a missed clock is, in the unit that its line of the scale counts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from rules.contract import ClockName, Criticality
from rules.contract.compensation_terms import LateUnit, ScaleLine
from rules.economy.rounding import up

_HOUR = 60
_HALF_DAY = 210
_DAYS = (LateUnit.CALENDAR_DAY, LateUnit.WORKING_DAY)

Worked = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Miss:
    """A clock that was missed: `late` and `excluded` are minutes of its calendar after the deadline.

    `due` and `done` are the local dates of the deadline and of the stop; the dates of `days_out` count not. `value`
    is V in cents where it is the miss's own. A miss with an `exclusion` costs nothing, for that reason.
    """

    id: str
    clock: ClockName
    criticality: Criticality
    anomaly: str | None = None
    late: Fraction = Fraction(0)
    excluded: Fraction = Fraction(0)
    due: date | None = None
    done: date | None = None
    days_out: frozenset[date] = frozenset()
    value: int | None = None
    exclusion: str = ""

    @property
    def counted(self) -> Fraction:
        """The minutes late that count."""
        return self.late - self.excluded


def lateness(line: ScaleLine, miss: Miss, worked: Worked) -> Fraction:
    """R, in the unit of the line, never below 0; `worked` says which dates are working days."""
    if miss.exclusion:
        return Fraction(0)
    if line.unit is LateUnit.FLAT:
        return Fraction(1)
    if line.unit in _DAYS:
        return Fraction(max(0, sum(1 for _ in days_late(line.unit, miss, worked)) - line.free_days))
    counted = miss.counted
    if counted <= line.grace.minutes:
        return Fraction(0)
    if line.grace.deducted:
        counted -= line.grace.minutes
    units = counted / _minutes(line)
    return up(units, 1) if line.begun else units


def days_late(unit: LateUnit, miss: Miss, worked: Worked) -> Iterator[date]:
    """The dates that count as late, in order: from the day after the deadline to the day of the stop."""
    if miss.due is None or miss.done is None:
        return
    for rank in range(1, (miss.done - miss.due).days + 1):
        day = miss.due + timedelta(days=rank)
        if day not in miss.days_out and (unit is not LateUnit.WORKING_DAY or worked(day)):
            yield day


def _minutes(line: ScaleLine) -> int:
    """The minutes of one unit."""
    return {LateUnit.OPENING_HOUR: _HOUR, LateUnit.HALF_DAY: _HALF_DAY}.get(line.unit, line.day_minutes)
