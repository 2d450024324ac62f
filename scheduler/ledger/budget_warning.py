"""Tells who may read it that an envelope is nearly spent, will be exceeded, or is."""

from collections.abc import Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

from rules.budget_model import LedgerButton
from rules.contract import Contract, Role
from rules.contract.budget_terms import ClientSees
from rules.effects import Effect, Message, Say, Value
from rules.events.ledger_events import Alarm, BudgetWarned, LedgerHappening
from rules.people.ledger_rights import client_sees
from rules.workdays.month import Month
from scheduler.ledger.ledger_sitting import moment, tell


def warned(contract: Contract, what: LedgerHappening) -> Iterator[Effect]:
    """The words of a warning to the CP, and to the RM where the contract lets them see; nothing for another fact."""
    if not isinstance(what, BudgetWarned):
        return
    message = Message(Say.BUDGET_WARNING, values(contract, what))
    if what.alarm is Alarm.EXCEEDED:
        button = LedgerButton("decide_overrun", contract.id, f"{what.month}|{what.envelope}", what.envelope)
        asked = Message(Say.OVERRUN_TO_DECIDE, values(contract, what), buttons=(button,))
        yield from tell(contract, Role.CP, asked)
    else:
        yield from tell(contract, Role.CP, message)
    if client_sees(contract) is not ClientSees.NOTHING:
        yield from tell(contract, Role.RM, message)


def values(contract: Contract, what: BudgetWarned) -> dict[str, Value]:
    """The values of its sentence."""
    told: dict[str, Value] = {
        "client": contract.client,
        "month": moment(Month.read(what.month), contract.zone),
        "envelope": what.envelope,
        "alarm": what.alarm.value,
        "percent": what.percent,
        "used": what.used,
        "available": what.available,
        "pending": what.pending,
        "expected": what.expected,
    }
    if what.empty_on is None:
        return told
    return told | {"empty_on": datetime.combine(what.empty_on, time(), ZoneInfo(contract.zone))}
