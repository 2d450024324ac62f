"""Tells who may read it that an envelope is nearly spent, will be exceeded, or is."""

from collections.abc import Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

from rules.budget_model import LedgerButton, Money
from rules.contract import Contract, Role
from rules.contract.budget_terms import ClientSees
from rules.economy.rounding import HUNDRED
from rules.effects import Effect, Message, Say, Value
from rules.events.ledger_events import Alarm, BudgetWarned, LedgerHappening, Pool
from rules.people.ledger_rights import client_sees, reads_money
from rules.workdays.month import Month
from scheduler.ledger.ledger_sitting import moment, tell


def warned(contract: Contract, what: LedgerHappening) -> Iterator[Effect]:
    """The words of a warning to the CP, and to the RM where the contract lets them see; nothing for another fact."""
    if not isinstance(what, BudgetWarned):
        return
    if what.pool is not Pool.ENVELOPE:
        yield from _of_pool(contract, what)
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


def _of_pool(contract: Contract, what: BudgetWarned) -> Iterator[Effect]:
    """A lot's amounts are money, which the RM reads only where the contract lets them: else the share alone."""
    whole = Message(Say.POOL_WARNING, pool_values(contract, what, priced=True))
    yield from tell(contract, Role.CP, whole)
    if client_sees(contract) is not ClientSees.NOTHING:
        priced = reads_money(contract, Role.RM)
        yield from tell(contract, Role.RM, Message(Say.POOL_WARNING, pool_values(contract, what, priced=priced)))


def pool_values(contract: Contract, what: BudgetWarned, *, priced: bool) -> dict[str, Value]:
    """The values of the sentence of something sold beside the envelopes, in its own unit."""
    told: dict[str, Value] = {
        "client": contract.client,
        "pool": what.pool.value,
        "envelope": what.envelope,
        "alarm": what.alarm.value,
        "percent": what.percent,
        "expected_percent": what.expected * HUNDRED // what.available if what.available else HUNDRED,
    }
    if what.pool is Pool.BOOKLET:
        told |= {"used_units": what.used, "available_units": what.available}
    elif what.pool is Pool.CREDIT:
        told |= {"used": what.used, "available": what.available}
    elif priced:
        currency = contract.budget.currency if contract.budget else "EUR"
        told |= {"spent": Money(what.used, currency), "budget": Money(what.available, currency)}
    if what.empty_on is None:
        return told
    return told | {"empty_on": datetime.combine(what.empty_on, time(), ZoneInfo(contract.zone))}


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
