"""Judges a step on a penalty: the facts that it adds, and what is told of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from connectors.wording.money import currency_of
from rules.budget_model import Money
from rules.contract import Contract
from rules.economy.compensation.calculations import calculations
from rules.economy.compensation.months import month_bounds
from rules.economy.compensation.penalty_life import LifeState, Penalty, Refused, lives, month_of, stepped
from rules.effects import Answer, Effect, Message, Say, Value
from rules.events import Actor
from rules.events.compensation_events import (
    CompensationApplied,
    CompensationCalculated,
    CompensationEvent,
    CompensationExcluded,
    CompensationNotified,
    CompensationObserved,
    CompensationWaived,
)
from rules.workdays.month import local_day
from scheduler.cases.compensation_dossiers import CompensationFile
from scheduler.ledger.ledger_sitting import moment, tell_provider
from scheduler.ledger.penalty_lines import instant, penalty_line, penalty_lines, step_buttons

_STEPS: Mapping[type, str] = {
    CompensationNotified: "notified",
    CompensationObserved: "observed",
    CompensationApplied: "applied",
    CompensationWaived: "waived",
    CompensationExcluded: "excluded",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """The facts to journal in order, none where the step is refused, and what is told."""

    facts: tuple[CompensationEvent, ...]
    effects: tuple[Effect, ...]


def take(file: CompensationFile, contract: Contract, wish: CompensationEvent, who: Actor, now: datetime) -> Taken:
    """Make the step on the figures of the months that are over, calculated again, or say why it cannot be."""
    try:
        month = month_of(wish.line)
    except ValueError:
        return _refused(contract, "unknown")
    over = file.over(now)
    calculated = tuple(calculations(over, file.penalties))
    penalties = lives(calculated, file.term, file.penalties)
    known = penalties.get(wish.line)
    if known is None:
        if month_bounds(month, contract.zone)[1] > now:
            return _refused(contract, "month_open", month=moment(month, contract.zone))
        exempt = bool(over) and over[-1].total.exempt
        return _refused(contract, "exempt" if exempt else "unknown")
    step = _by(wish, who)
    after, refused = stepped(known, step, file.term(known.month))
    if refused is not None or after is None:
        return _against(file, contract, known, refused or Refused.NOT_CALCULATED)
    effects = (
        *_told(file, contract, step, known, after, now),
        *differences(file, contract, penalties),
    )
    return Taken((*calculated, step), effects)


def differences(file: CompensationFile, contract: Contract, penalties: Mapping[str, Penalty]) -> Iterator[Effect]:
    """What a calculation found beyond amounts that were notified already, told to the CP and the direction."""
    was, currency = file.penalties, currency_of(contract)
    gaps = [
        one
        for name, one in penalties.items()
        if one.difference and name in was and was[name].difference != one.difference
    ]
    if gaps:
        lines = tuple(penalty_line(file, one.line, one.difference, currency) for one in gaps)
        values: dict[str, Value] = {"client": contract.client, "penalties": lines}
        yield from tell_provider(contract, Message(Say.COMPENSATION_DIFFERENCE, values))


def _by(wish: CompensationEvent, who: Actor) -> CompensationEvent:
    """The step as made by who pressed, whatever the gesture says."""
    return wish if isinstance(wish, CompensationCalculated) else replace(wish, by=who)


def _told(
    file: CompensationFile,
    contract: Contract,
    step: CompensationEvent,
    before: Penalty,
    after: Penalty,
    now: datetime,
) -> Iterator[Effect]:
    if isinstance(step, CompensationCalculated):
        return
    shown = before if isinstance(step, CompensationWaived | CompensationExcluded) else after
    values: dict[str, Value] = {
        "client": contract.client,
        "month": moment(after.month, contract.zone),
        "who": step.by.name,
        "on": instant(step.on, contract.zone),
        "step": _STEPS[type(step)],
        "penalties": penalty_lines(file, (shown,), currency_of(contract)),
        **_more(contract, step, before, after),
    }
    buttons = step_buttons(file, after, contract, local_day(now, contract.zone))
    message = Message(Say.COMPENSATION_STEPPED, values, buttons=buttons)
    yield Answer(message, contract.id)
    yield from tell_provider(contract, message, step.by.id)


def _more(contract: Contract, step: CompensationEvent, before: Penalty, after: Penalty) -> dict[str, Value]:
    currency = currency_of(contract)
    match step:
        case CompensationNotified():
            return {"until": instant(after.until, contract.zone)} if after.until else {}
        case CompensationObserved(note=note):
            late: dict[str, Value] = {"late": "x"} if after.state is LifeState.LATE_OBSERVATIONS else {}
            return {"text": note, **late}
        case CompensationApplied(reference=reference):
            return {"text": reference}
        case CompensationWaived(reason=reason):
            left: dict[str, Value] = {"left": Money(after.cents, currency)} if after.cents else {}
            return {"text": reason, "waived": Money(before.cents - after.cents, currency), **left}
        case CompensationExcluded(cause=cause, note=note):
            return {"text": note, "causes": (cause.value,)}
    return {}


def _against(file: CompensationFile, contract: Contract, known: Penalty, refused: Refused) -> Taken:
    currency = currency_of(contract)
    line = penalty_line(file, known.line, known.cents, currency)
    values: dict[str, Value] = {"anomaly": line.anomaly, "amount": line.amount}
    values |= {"month": moment(known.month, contract.zone)}
    values |= {"clock": line.clock} if line.clock else {}
    values |= {"until": instant(known.until, contract.zone)} if known.until else {}
    values |= {"received": instant(known.received, contract.zone)} if known.received else {}
    causes = tuple(one.value for one in file.term(known.month).causes)
    return _refused(contract, refused.value, **values, **({"causes": causes} if causes else {}))


def _refused(contract: Contract, reason: str, **values: Value) -> Taken:
    told: dict[str, Value] = {"client": contract.client, "reason": reason, **values}
    return Taken((), (Answer(Message(Say.COMPENSATION_REFUSED, told), contract.id),))
