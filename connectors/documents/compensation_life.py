"""Tells where a penalty stands, in words that never say that an amount is owed."""

from collections.abc import Callable

from connectors.wording import Wording
from connectors.wording.money import currency_of, money
from connectors.wording.one_line import one_line
from rules.contract import Contract
from rules.economy.compensation.penalty_life import LifeState, Penalty
from rules.economy.compensation.penalty_names import read_name
from rules.events.compensation_events import (
    CompensationApplied,
    CompensationCalculated,
    CompensationEvent,
    CompensationExcluded,
    CompensationObserved,
    CompensationWaived,
)


def told_life(penalty: Penalty, contract: Contract, wording: Wording) -> tuple[str, ...]:
    """The state of a penalty, then what was waived of it and what a later calculation found, where there is any."""
    shown = {
        "amount": money(penalty.cents, wording.language, currency_of(contract)),
        "reason": one_line(penalty.reason),
        "reference": one_line(penalty.reference),
        "received": penalty.received,
        "until": penalty.until,
    }
    told = [wording.text(f"compensation.state.{penalty.state}", **shown)]
    if penalty.waived and penalty.state is not LifeState.WAIVED:
        waived = money(penalty.waived, wording.language, currency_of(contract))
        told.append(wording.text("compensation.left_after_waiver", waived=waived, **shown))
    if penalty.difference:
        difference = money(penalty.difference, wording.language, currency_of(contract))
        told.append(wording.text("compensation.difference", amount=difference))
    return tuple(told)


Named = Callable[[str], str]
"""What people call an anomaly of that id."""


def told_event(event: CompensationEvent, contract: Contract, wording: Wording, named: Named = one_line) -> str:
    """One fact of a penalty, as the contract's journal lists it."""
    cents = event.cents if isinstance(event, CompensationCalculated | CompensationWaived) else None
    return wording.text(
        f"compensation.fact.{event.kind.removeprefix('compensation_')}",
        line=_told_name(event.line, wording, named),
        on=None if isinstance(event, CompensationCalculated) else event.on,
        amount=None if cents is None else money(cents, wording.language, currency_of(contract)),
    )


def told_note(event: CompensationEvent) -> str:
    """What was written with a step: the observations, the reference, the reason or the facts."""
    match event:
        case CompensationObserved(note=text) | CompensationExcluded(note=text):
            return one_line(text)
        case CompensationApplied(reference=text) | CompensationWaived(reason=text):
            return one_line(text)
    return ""


def _told_name(line: str, wording: Wording, named: Named) -> str:
    found = read_name(line)
    kind = "miss" if found.clock else "rate" if found.rate else "availability"
    return wording.text(
        f"compensation.name.{kind}",
        anomaly=one_line(named(found.anomaly)),
        clock=found.clock,
        month=wording.instants.month(found.month.first) if found.month else None,
    )
