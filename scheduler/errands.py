"""From the effects of a decision to errands: each with a key of its own, in the lane where order matters."""

from datetime import datetime

from connectors.heard import Delivery, Reply
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
    ShowHome,
    Tell,
    TransitionIssue,
    UpdateCard,
    WriteIssue,
)
from scheduler.casebook import Case


def lane(effect: Effect, anomaly_id: str) -> str:
    """What must go one after the other shares a lane: an anomaly's thread, its issue, its talk with one person."""
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
        case Answer() | Offer():
            parts = ("answer", anomaly_id)
        case ShowHome(user=user):
            parts = ("home", user)
    return ":".join(parts)


def errands(
    decision: Decision, delivery: Delivery, reply: Reply | None, case: Case, at: datetime
) -> tuple[Errand, ...]:
    """One errand an effect; an answer that nobody waits for is not owed. `at` is the machine's instant."""
    base = decision.facts[0].id if decision.facts else f"{delivery.source}:{delivery.identity}"
    return tuple(
        Errand(
            key=f"{base}:{number}",
            lane=lane(effect, case.id),
            effect=effect,
            created_at=at,
            anomaly_id=case.id,
            reply=reply if isinstance(effect, Answer) else None,
        )
        for number, effect in enumerate(decision.effects)
        if reply is not None or not isinstance(effect, Answer)
    )


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
