"""What exceeds an envelope: the provider decides what becomes of it, the client agrees or refuses."""

from collections.abc import Iterator
from dataclasses import replace

from rules.budget_model import LedgerButton, Money
from rules.contract import Role
from rules.contract.budget_terms import ClientSees
from rules.economy.batches import charge
from rules.economy.decisions import Decision, undecided
from rules.effects import Answer, Effect, Message, Say, Value
from rules.events.ledger_events import OverrunAgreed, OverrunDecided, OverrunWay
from rules.people.ledger_rights import client_sees, reads_money
from rules.workdays.month import Month, local_day
from scheduler.ledger.ledger_sitting import Ruling, Sitting, moment, refused, tell, tell_provider


def decide(sitting: Sitting, wish: OverrunDecided) -> Ruling:
    """Propose what becomes of all the minutes of an envelope's month that nobody has decided of yet."""
    contract, month = sitting.contract, Month.read(wish.month)
    today = local_day(sitting.now, contract.zone)
    figures = sitting.book.books(today).month(month)
    envelope = figures.envelope(wish.envelope) if figures else None
    minutes = undecided(month, envelope, sitting.history.decisions) if envelope else 0
    if not minutes:
        return refused(sitting, "nothing_to_decide", envelope=wish.envelope, month=moment(month, contract.zone))
    if wish.way is OverrunWay.LOT and wish.lot not in _lots(sitting):
        return refused(sitting, "unknown_lot", text=wish.lot)
    decided = replace(wish, minutes=minutes)
    return Ruling(decided, tuple(_proposed(sitting, decided)))


def agree(sitting: Sitting, wish: OverrunAgreed) -> Ruling:
    """The client's word on a proposal; the first one holds."""
    decision = next((one for one in sitting.history.decisions if one.id == wish.decision), None)
    if decision is None:
        return refused(sitting, "unknown_decision")
    if decision.agreed is not None or decision.what.way is OverrunWay.WAIVE:
        return refused(sitting, "answered", who=decision.answered_by)
    what = replace(wish, month=decision.what.month, envelope=decision.what.envelope)
    return Ruling(what, tuple(_answered(sitting, decision, agreed=wish.agreed)))


def _lots(sitting: Sitting) -> tuple[str, ...]:
    return tuple(one.name for one in sitting.contract.budget.batches) if sitting.contract.budget else ()


def _proposed(sitting: Sitting, decided: OverrunDecided) -> Iterator[Effect]:
    contract = sitting.contract
    whole = _values(sitting, decided, money=True) | {"who": sitting.who.name}
    hidden = client_sees(contract) is ClientSees.NOTHING
    waived = decided.way is OverrunWay.WAIVE
    answers = () if waived else _buttons(contract.id, sitting.fact)
    # Where the contract shows the client nothing, the provider records what the client answered elsewhere.
    told = Message(Say.OVERRUN_DECIDED, whole | ({"hidden": "x"} if hidden else {}), buttons=answers if hidden else ())
    yield Answer(told, contract.id)
    yield from tell_provider(contract, replace(told, buttons=()), sitting.who.id)
    if not hidden:
        shown = _values(sitting, decided, money=reads_money(contract, Role.RM)) | {"who": sitting.who.name}
        yield from tell(contract, Role.RM, Message(Say.OVERRUN_TO_AGREE, shown, buttons=answers))


def _answered(sitting: Sitting, decision: Decision, *, agreed: bool) -> Iterator[Effect]:
    contract, role = sitting.contract, Role.RM
    more: dict[str, Value] = {"who": sitting.who.name, "answer": "agreed" if agreed else "refused"}
    whole = Message(Say.OVERRUN_ANSWERED, _values(sitting, decision.what, money=True) | more)
    shown = Message(Say.OVERRUN_ANSWERED, _values(sitting, decision.what, money=reads_money(contract, role)) | more)
    again = LedgerButton(
        "decide_overrun", contract.id, f"{decision.what.month}|{decision.what.envelope}", decision.what.envelope
    )
    provider = not sitting.who.roles.isdisjoint({Role.CP, Role.DIRECTION})
    yield Answer(whole if provider else shown, contract.id)
    yield from tell_provider(contract, whole if agreed else replace(whole, buttons=(again,)), sitting.who.id)
    if client_sees(contract) is not ClientSees.NOTHING:
        yield from tell(contract, role, shown, sitting.who.id)


def _values(sitting: Sitting, what: OverrunDecided, *, money: bool) -> dict[str, Value]:
    currency = sitting.contract.budget.currency if sitting.contract.budget else "EUR"
    values: dict[str, Value] = {
        "client": sitting.contract.client,
        "month": moment(Month.read(what.month), sitting.contract.zone),
        "envelope": what.envelope,
        "minutes": what.minutes,
        "way": what.way.value,
    }
    optional: dict[str, Value] = {"months": what.months, "lot": what.lot, "text": what.note}
    if money and what.way is OverrunWay.INVOICE:
        optional["amount"] = Money(charge(what.minutes, what.rate), currency)
    return values | {name: value for name, value in optional.items() if value}


def _buttons(contract: str, decision: str) -> tuple[LedgerButton, ...]:
    return tuple(LedgerButton(act, contract, decision) for act in ("agree_overrun", "refuse_overrun"))
