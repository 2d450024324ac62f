"""How people settle what exceeds: spread over coming months, on a lot, by an invoice, or waived; and what is owed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from rules.workdays.month import Month


class Way(StrEnum):
    """What the parties agreed of minutes that an envelope could not give."""

    SPREAD = "spread"
    LOT = "lot"
    INVOICE = "invoice"
    WAIVE = "waive"


@dataclass(frozen=True, slots=True)
class Settlement:
    """An agreement on minutes that exceeded an envelope in a month, posted in the month that is open at its instant.

    Spread, the next grants pay them over `months`; on a lot, `lot` names it; invoiced, `cents` is the price.
    """

    id: str
    month: Month
    envelope: str
    minutes: int
    way: Way
    at: datetime
    months: int = 1
    lot: str = ""
    cents: int = 0


@dataclass(frozen=True, slots=True)
class ToAgree:
    """Minutes of a month and envelope that nobody has settled yet; below 0 where more was settled than exceeded."""

    month: Month
    envelope: str
    minutes: int


def posted_in(
    settlements: Iterable[Settlement], months: Mapping[Month, datetime | None]
) -> Mapping[Month, list[Settlement]]:
    """The settlements of each month: the first that is still open at their instant, from the one that they settle.

    `months` are in order, each with the instant of its close (None: open).
    """
    found: dict[Month, list[Settlement]] = {}
    for one in sorted(settlements, key=lambda each: (each.at, each.id)):
        still_open = (month for month, closed in months.items() if closed is None or one.at < closed)
        month = next((month for month in still_open if month >= one.month), None)
        if month is not None:
            found.setdefault(month, []).append(one)
    return found


@dataclass
class Instalments:
    """Minutes that are paid by so many a month."""

    left: int
    monthly: int

    @property
    def due(self) -> int:
        return min(self.left, self.monthly)


@dataclass
class Debt:
    """What an envelope owes to its next grants: at once, but for what was spread over months."""

    at_once: int = 0
    spread: list[Instalments] = field(default_factory=list)

    def copy(self) -> "Debt":
        """Another one of the same minutes."""
        return Debt(self.at_once, [replace(one) for one in self.spread])

    @property
    def total(self) -> int:
        """All that is owed."""
        return self.at_once + sum(one.left for one in self.spread)

    def pay(self, granted: int) -> int:
        """Pay what is due of a grant, as far as it goes, and say how much that is."""
        paid = min(self.at_once, granted)
        self.at_once -= paid
        for one in self.spread:
            part = min(one.due, granted - paid)
            one.left -= part
            paid += part
        self.spread = [one for one in self.spread if one.left]
        return paid

    def spread_over(self, minutes: int, months: int) -> None:
        """Owe minutes more, to be paid over months, the first ones by a minute more where they do not divide."""
        self.spread.append(Instalments(minutes, -(-minutes // max(1, months))))

    def forgive(self) -> int:
        """Owe nothing any more, and say how much that was."""
        owed = self.total
        self.at_once, self.spread = 0, []
        return owed
