"""Turns the effects of a decision into errands: each with its key, its route and its lane."""

from dataclasses import replace
from datetime import datetime, timedelta

from connectors.contracts import Contracts
from connectors.parsed_delivery import Delivery, Reply
from connectors.store.outbox import Errand
from rules.contract import Contract
from rules.decide import Decision
from rules.effects import Answer, Effect, Offer, PostRoom, Publish, ShowHome, Tell, Write
from rules.reminders.told_hours import held_until
from scheduler.cases.case_loader import Case
from scheduler.errands.routing import lane, route

HELD = "held:"


def errand(
    effect: Effect,
    contract: Contract | None,
    about: str,
    *,
    key: str,
    at: datetime,
    anomaly_id: str | None = None,
    reply: Reply | None = None,
) -> Errand:
    """An effect as it is owed at the machine's instant `at`; `about` is the anomaly's id, or what stands for it."""
    way = route(effect, contract, about, reply)
    return Errand(
        key=key,
        lane=lane(effect, way, about),
        route=way,
        effect=effect,
        created_at=at,
        anomaly_id=anomaly_id,
        reply=reply if isinstance(effect, Answer | Offer) else None,
    )


def errands(
    decision: Decision, delivery: Delivery, reply: Reply | None, case: Case, now: datetime, at: datetime
) -> tuple[Errand, ...]:
    """One errand an effect; an answer that nobody waits for is not owed. `at` is the machine's instant."""
    base = decision.facts[0].id if decision.facts else f"{delivery.source}:{delivery.identity}"
    owed = (
        (effect, errand(effect, case.contract, case.id, key=f"{base}:{number}", at=at, anomaly_id=case.id, reply=reply))
        for number, effect in enumerate(decision.effects)
        if reply is not None or not isinstance(effect, Answer)
    )
    return tuple(_held(one, _wait(effect, decision, case, now)) for effect, one in owed)


def _held(one: Errand, wait: timedelta | None) -> Errand:
    """A reminder waits for its recipient's hours in a lane of its own: what answers an act overtakes it."""
    return one if wait is None else replace(one, lane=f"{HELD}{one.lane}", not_before=one.created_at + wait)


def _wait(effect: Effect, decision: Decision, case: Case, now: datetime) -> timedelta | None:
    """The wait until the recipient's hours; None for errands that do not wait."""
    if not isinstance(effect, Tell | Write):
        return None
    until = held_until(case.contract, effect.to, effect.message, decision.anomaly.criticality, now)
    return until - now if until else None


def waited(errand: Errand) -> bool:
    """Whether it was held for its recipient's hours."""
    return errand.lane.startswith(HELD)


def named(effect: Effect, contracts: Contracts, now: datetime) -> Contract | None:
    """The contract that an effect names itself, in the version of today."""
    match effect:
        case Tell(to=to) | Write(to=to):
            return contracts.current(to.contract, now)
        case PostRoom(contract=name) | Publish(contract=name) | Offer(contract=name) | Answer(contract=name):
            return contracts.current(name, now)
    return None


def asked(offer: Offer, delivery: Delivery, reply: Reply | None, at: datetime) -> tuple[Errand, ...]:
    """The errand that asks somebody which anomaly they mean; none where nobody waits. `at` is the machine's instant."""
    if reply is None:
        return ()
    return (errand(offer, None, reply.user, key=f"{delivery.source}:{delivery.identity}:which", at=at, reply=reply),)


def repainting(delivery: Delivery, reply: Reply | None, at: datetime) -> tuple[Errand, ...]:
    """The errand that shows a person who acted on their Home the result."""
    if reply is None or not reply.home:
        return ()
    shown = ShowHome(reply.user, reply.home)
    return (errand(shown, None, reply.user, key=f"home:{delivery.source}:{delivery.identity}", at=at, reply=reply),)
