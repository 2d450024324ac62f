"""The part of a monthly amount that each version in force gives to a month."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from rules.contract.budget_terms import Budget, Proration
from rules.economy.agreement import Part
from rules.economy.rounding import minute, whole
from rules.workdays.month import Month

_THIRTY = 30


def fee(parts: Sequence[Part], month: Month) -> int:
    """The subscription of a month in cents: each version's part is rounded by itself."""
    return sum(whole(share(part, month) * part.terms.budget.fee) for part in parts)


def granted(parts: Sequence[Part], month: Month, envelope: str) -> tuple[tuple[Part, int], ...]:
    """The minutes that each version grants to an envelope in a month, each rounded by itself."""
    amount = _grant_of(envelope)
    return tuple((part, minute(share(part, month) * amount(part.terms.budget))) for part in parts)


def _grant_of(envelope: str) -> Callable[[Budget], int]:
    return lambda budget: next((one.grant for one in budget.envelopes if one.name == envelope), 0)


def share(part: Part, month: Month) -> Fraction:
    """The share of a monthly amount that a version's part of the month is worth, as its version says."""
    way = part.terms.budget.proration
    if part.whole(month) or way is Proration.NONE:
        return Fraction(1)
    if way is Proration.CALENDAR:
        return Fraction(part.days, month.days)
    # Months of thirty days: the one that a part ends is whole, whatever its length.
    ends_it = part.last == month.last
    days = _THIRTY - (part.first.day - 1) if ends_it else part.days
    return Fraction(max(days, 0), _THIRTY)
