"""How the amount of one miss that lasts over several months is posted."""

from collections.abc import Mapping
from dataclasses import dataclass

from rules.contract.compensation_terms import Posting
from rules.workdays.month import Month


@dataclass(frozen=True, slots=True)
class Accrual:
    """The cents of each month that has any, in order."""

    months: Mapping[Month, int]

    @property
    def total(self) -> int:
        """The cents of all the months."""
        return sum(self.months.values())


def accrued(reached: Mapping[Month, int], posted: Posting, month_cap: int | None = None) -> Accrual:
    """The amounts by month of a miss whose amount had `reached` so many cents at the end of each month, in order.

    The last month is that of the stop, which holds the whole unless the amount is posted as it goes.
    """
    months: dict[Month, int] = {}
    before = 0
    for month, cents in reached.items():
        if posted is Posting.AS_IT_GOES and cents > before:
            months[month] = cents - before
        before = cents
    if posted is Posting.AT_STOP and before > 0:
        months[list(reached)[-1]] = before
    return Accrual({month: cents if month_cap is None else min(cents, month_cap) for month, cents in months.items()})
