"""Say what would lapse soon, and when: minutes of envelopes, units of booklets, prepaid time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.contract.budget_terms import Booklet
from rules.contract.envelope_terms import Carry, CarryMode, Envelope
from rules.economy.drawing import Lots
from rules.workdays.month import Month, span


class Of(StrEnum):
    """What holds the quantity that would lapse."""

    ENVELOPE = "envelope"
    BOOKLET = "booklet"


@dataclass(frozen=True, slots=True)
class Lapsing:
    """What is left today and would lapse on a day unless it is used: minutes, or thousandths of a unit."""

    on: date
    of: Of
    name: str
    quantity: int
    origin: Month | None = None


def lapsing(
    envelopes: Iterable[tuple[Envelope, Lots]], month: Month, until: date, end: date | None = None
) -> tuple[Lapsing, ...]:
    """What the lots of a month would lose by the end of each month up to a date, soonest first.

    `end` is the contract's last day. The cap of what is carried depends on what is still to come, and is left out.
    """
    months = tuple(span(month, Month.of(until)))
    found = [one for envelope, lots in envelopes for one in _of_envelope(envelope, lots, months, end)]
    return tuple(sorted((one for one in found if one.on <= until), key=lambda one: (one.on, one.name)))


def expiring(booklets: Iterable[tuple[Booklet, int]], today: date, until: date) -> tuple[Lapsing, ...]:
    """The booklets that still hold units, and whose last day is between today and a date, soonest first."""
    found = [
        Lapsing(booklet.expires, Of.BOOKLET, booklet.name, left)
        for booklet, left in booklets
        if booklet.expires is not None and left and today <= booklet.expires <= until
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.name)))


def _of_envelope(envelope: Envelope, lots: Lots, months: tuple[Month, ...], end: date | None) -> Iterator[Lapsing]:
    for origin, minutes in sorted(lots.items()):
        last = next((month for month in months if _lapses(envelope.carry, origin, month, end)), None)
        if minutes and last is not None:
            day = min(last.last, end) if end else last.last
            yield Lapsing(day, Of.ENVELOPE, envelope.name, minutes, origin)


def _lapses(carry: Carry, origin: Month, month: Month, end: date | None) -> bool:
    """Whether what is left of a month of origin lapses whole with another month."""
    if carry.mode is CarryMode.NONE or (end is not None and Month.of(end) == month):
        return True
    if carry.mode is CarryMode.WINDOW:
        return carry.window.closes(month)
    return carry.expires_after is not None and month.since(origin) >= carry.expires_after
