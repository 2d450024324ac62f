"""Take minutes from the lots of an envelope in their order, and lose those that the contract does not carry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rules.contract.envelope_terms import Carry, CarryMode, DrawOrder
from rules.economy.entries import EntryFact
from rules.economy.ledger_rows import Account, Kind, Why
from rules.workdays.month import Month

Lots = Mapping[Month, int]
"""The minutes left by month of origin, never below 0."""


@dataclass(frozen=True, slots=True)
class Use:
    """Minutes that an account asks of an envelope, or gives back to it below 0, and what the row will say of it.

    `fact` is the last one of the time entry, where they are an entry's.
    """

    minutes: int
    account: Account
    kind: Kind
    origin: Month
    source: str
    revision: int = 0
    reverses: str | None = None
    fact: EntryFact | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The minutes of a use that one lot gives, or receives below 0."""

    use: Use
    lot: Month
    minutes: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """What an envelope gave: use by use, the lots as they are left, and what they could not give."""

    taken: tuple[Taken, ...]
    lots: Lots
    excess: int


def drawn(uses: Iterable[Use], lots: Lots, current: Month, order: DrawOrder) -> Drawing:
    """Serve the uses together: what is given back serves first, then lots in order; what exceeds is on the current lot.

    What is given back and not used swells the current lot.
    """
    asked = tuple(uses)
    given_back = [use for use in asked if use.minutes < 0]
    taken = [Taken(use, current, use.minutes) for use in given_back]
    credit = -sum(use.minutes for use in given_back)
    left = dict(lots)
    order_of_lots = (current, *_in_order(left, current, order))
    there = [credit, *(left[origin] for origin in order_of_lots[1:])]
    excess = rank = 0
    for use in (use for use in asked if use.minutes >= 0):
        wanted = use.minutes
        while wanted and rank < len(there):
            part = min(wanted, there[rank])
            if part:
                taken.append(Taken(use, order_of_lots[rank], part))
            there[rank] -= part
            wanted -= part
            rank += not there[rank]
        excess += wanted
        if wanted or not use.minutes:
            taken.append(Taken(use, current, wanted))
    left |= dict(zip(order_of_lots[1:], there[1:], strict=True))
    left[current] = left.get(current, 0) + there[0]
    return Drawing(_together(taken), left, excess)


def _together(taken: Iterable[Taken]) -> tuple[Taken, ...]:
    """One line for what a use takes of one lot, which may give it before and beyond its own minutes."""
    found: dict[tuple[int, Month], Taken] = {}
    for one in taken:
        before = found.get((id(one.use), one.lot))
        found[id(one.use), one.lot] = replace(one, minutes=one.minutes + before.minutes) if before else one
    return tuple(found.values())


def _in_order(lots: Lots, current: Month, order: DrawOrder) -> list[Month]:
    if order is DrawOrder.CURRENT_FIRST:
        return sorted(lots, key=lambda origin: (origin != current, origin))
    return sorted(lots)


@dataclass(frozen=True, slots=True)
class Loss:
    """The minutes of a lot that are not carried, and the rule that loses them."""

    lot: Month
    minutes: int
    why: Why


def expired(lots: Lots, carry: Carry, month: Month, *, ends: bool) -> tuple[Loss, ...]:
    """The lots that lapse whole at the close of a month; all of them where the contract ends in it."""
    why = _reason(carry, month, ends=ends)
    if why is not None:
        return tuple(Loss(origin, left, why) for origin, left in sorted(lots.items()) if left)
    limit = carry.expires_after
    if carry.mode is not CarryMode.KEPT or limit is None:
        return ()
    old = (origin for origin in sorted(lots) if month.since(origin) >= limit)
    return tuple(Loss(origin, lots[origin], Why.EXPIRED) for origin in old if lots[origin])


def _reason(carry: Carry, month: Month, *, ends: bool) -> Why | None:
    if ends:
        return Why.CONTRACT_END
    if carry.mode is CarryMode.NONE:
        return Why.NO_CARRY
    return Why.WINDOW_END if carry.mode is CarryMode.WINDOW and carry.window.closes(month) else None


def capped(lots: Lots, carry: Carry) -> tuple[Loss, ...]:
    """What is over the cap of what is carried, from the oldest lots."""
    over = 0 if carry.cap is None else max(0, sum(lots.values()) - carry.cap)
    losses: list[Loss] = []
    for origin in sorted(lots):
        part = min(over, lots[origin])
        over -= part
        losses += [Loss(origin, part, Why.CARRY_CAP)] if part else []
    return tuple(losses)


def without(lots: Lots, losses: Sequence[Loss]) -> Lots:
    """The lots once those losses are taken off; empty ones are gone."""
    left = dict(lots)
    for loss in losses:
        left[loss.lot] -= loss.minutes
    return {origin: minutes for origin, minutes in sorted(left.items()) if minutes}
