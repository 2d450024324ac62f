"""What a budget comes to in short, for somebody who looks at many contracts at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.economy.budget_view import BudgetView, EnvelopeView, Term
from rules.economy.rounding import HUNDRED
from rules.economy.thresholds import crossed

NEAR, WATCHED = 80, 50


class Todo(StrEnum):
    """What the chef de projet does next about an envelope, the gravest first."""

    AGREE = "agree"
    STOP = "stop"
    WARN = "warn"
    WATCH = "watch"


@dataclass(frozen=True, slots=True)
class EnvelopeShort:
    """An envelope today, in minutes; `pending` is to be agreed with the client, `over` what the pace would exceed.

    `empty_on` is the day when nothing is left at that pace, None where that is not ahead in the month.
    """

    name: str
    available: int
    used: int
    left: int
    pending: int = 0
    over: int = 0
    empty_on: date | None = None

    @property
    def share(self) -> int:
        """The part that is used, in whole percent; all of it where there was nothing to use."""
        if self.available <= 0:
            return HUNDRED if self.used > 0 else 0
        return self.used * HUNDRED // self.available

    @property
    def todo(self) -> Todo | None:
        """What to do about it; None for nothing."""
        if self.pending > 0:
            return Todo.AGREE
        reached = crossed(self.used, self.available, (WATCHED, NEAR, HUNDRED)) if self.used > 0 else ()
        if HUNDRED in reached:
            return Todo.STOP
        if NEAR in reached or self.over:
            return Todo.WARN
        return Todo.WATCH if reached else None


def shorts(view: BudgetView) -> tuple[EnvelopeShort, ...]:
    """The envelopes of a budget in short, in its order."""
    return tuple(_short(one) for one in view.envelopes)


def gravest(some: Iterable[EnvelopeShort]) -> EnvelopeShort | None:
    """The envelope that asks for something first; None where none does."""
    asking = [(todo, one) for one in some if (todo := one.todo) is not None]
    order = tuple(Todo)
    return min(asking, key=lambda pair: (order.index(pair[0]), -pair[1].share))[1] if asking else None


def _short(one: EnvelopeView) -> EnvelopeShort:
    ahead = one.forecast
    return EnvelopeShort(
        name=one.name,
        available=one.available,
        used=one.used,
        left=one.left,
        pending=one.terms[Term.PENDING],
        over=(ahead.over or 0) if ahead else 0,
        empty_on=ahead.empty_on if ahead else None,
    )
