"""From the effects of a decision to errands: each with a key of its own, in the lane where order matters."""

from datetime import datetime, timedelta

from connectors.parsed_delivery import Delivery, Reply
from connectors.store.outbox import Errand
from rules.decide import Decision
from rules.effects import (
    Answer,
    AttachFile,
    CommentIssue,
    CreateIssue,
    Effect,
    Mail,
    Offer,
    PostTeam,
    PostThread,
    Publish,
    ShowHome,
    Tell,
    TransitionIssue,
    UpdateCard,
    WriteIssue,
)
from rules.reminders.told_hours import held_until
from scheduler.cases.case_loader import Case

HELD = "held:"


def lane(effect: Effect, anomaly_id: str) -> str:
    """What must go one after the other shares a lane: an anomaly's thread, its issue, its talk with one person.

    All that goes to one webhook does: its receiver reads things in their order, and one that is down costs one call at
    a time.
    """
    parts: tuple[str, ...]
    match effect:
        case UpdateCard() | PostThread():
            parts = ("thread", anomaly_id)
        case CreateIssue() | TransitionIssue() | WriteIssue() | CommentIssue() | AttachFile():
            parts = ("jira", anomaly_id)
        case Tell(to=to):
            parts = ("tell", anomaly_id, to.id)
        case Mail(to=to):
            parts = ("mail", anomaly_id, to.id)
        case PostTeam(contract=contract):
            parts = ("team", contract)
        case Publish(to=to):
            parts = ("webhook", to)
        case Answer() | Offer():
            parts = ("answer", anomaly_id)
        case ShowHome(user=user):
            parts = ("home", user)
    return ":".join(parts)


def errands(
    decision: Decision, delivery: Delivery, reply: Reply | None, case: Case, now: datetime, at: datetime
) -> tuple[Errand, ...]:
    """One errand an effect; an answer that nobody waits for is not owed. `at` is the machine's instant.

    A reminder that waits for its recipient's hours does so in a lane of its own: what answers an act overtakes it.
    """
    held = [_held(effect, decision, case, now) for effect in decision.effects]
    base = decision.facts[0].id if decision.facts else f"{delivery.source}:{delivery.identity}"
    return tuple(
        Errand(
            key=f"{base}:{number}",
            lane=lane(effect, case.id) if wait is None else f"{HELD}{lane(effect, case.id)}",
            effect=effect,
            created_at=at,
            anomaly_id=case.id,
            reply=reply if isinstance(effect, Answer) else None,
            not_before=None if wait is None else at + wait,
        )
        for number, (effect, wait) in enumerate(zip(decision.effects, held, strict=True))
        if reply is not None or not isinstance(effect, Answer)
    )


def _held(effect: Effect, decision: Decision, case: Case, now: datetime) -> timedelta | None:
    """How long it waits for its recipient's hours; None for what does not."""
    if not isinstance(effect, Tell | Mail):
        return None
    until = held_until(case.contract, effect.to, effect.message, decision.anomaly.criticality, now)
    return until - now if until else None


def waited(errand: Errand) -> bool:
    """Whether it was held for its recipient's hours."""
    return errand.lane.startswith(HELD)


def asked(offer: Offer, delivery: Delivery, reply: Reply | None, at: datetime) -> tuple[Errand, ...]:
    """The errand that asks somebody which anomaly they mean; none where nobody waits. `at` is the machine's instant."""
    if reply is None:
        return ()
    key = f"{delivery.source}:{delivery.identity}:which"
    return (Errand(key=key, lane=f"answer:{reply.user}", effect=offer, created_at=at, reply=reply),)


def repainting(delivery: Delivery, reply: Reply | None, at: datetime) -> tuple[Errand, ...]:
    """What shows a person who acted on their Home what came of it."""
    if reply is None or not reply.home:
        return ()
    effect = ShowHome(reply.user, reply.home)
    key = f"home:{delivery.source}:{delivery.identity}"
    return (Errand(key=key, lane=lane(effect, ""), effect=effect, created_at=at),)
