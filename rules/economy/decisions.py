"""What people decided of the minutes that exceed an envelope, and from when it counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rules.economy.batches import charge
from rules.economy.figures import EnvelopeFigures
from rules.economy.settlements import Settlement, Way
from rules.events.ledger_events import OverrunDecided, OverrunWay
from rules.workdays.month import Month


@dataclass(frozen=True, slots=True)
class Decision:
    """A proposal, by whom, and the client's word on it: None while it is awaited.

    `id` is that of its fact. `at` and `answered_at` are when each was known.
    """

    id: str
    what: OverrunDecided
    by: str
    at: datetime
    agreed: bool | None = None
    answered_at: datetime | None = None
    answered_by: str = ""

    @property
    def month(self) -> Month:
        """The month that was exceeded."""
        return Month.read(self.what.month)

    @property
    def settled_at(self) -> datetime | None:
        """From when it counts: what is waived needs nobody's agreement."""
        if self.what.way is OverrunWay.WAIVE:
            return self.at
        return self.answered_at if self.agreed else None

    @property
    def stands(self) -> bool:
        """Whether its minutes are spoken for."""
        return self.agreed is not False or self.what.way is OverrunWay.WAIVE


def undecided(month: Month, figures: EnvelopeFigures, decisions: Iterable[Decision]) -> int:
    """The minutes of an envelope's month that are to be agreed, and of which nobody has decided yet."""
    spoken = (
        one.what.minutes
        for one in decisions
        if one.stands and one.month == month and one.what.envelope == figures.envelope
    )
    return max(0, figures.pending - sum(spoken))


def settlements(decisions: Iterable[Decision]) -> tuple[Settlement, ...]:
    """Those that count, as the books post them."""
    return tuple(_settlement(one, at) for one in decisions if (at := one.settled_at) is not None)


def _settlement(one: Decision, at: datetime) -> Settlement:
    what = one.what
    cents = charge(what.minutes, what.rate) if what.way is OverrunWay.INVOICE else 0
    way, months = Way(what.way.value), max(1, what.months)
    return Settlement(one.id, one.month, what.envelope, what.minutes, way, at, months, what.lot, cents)
