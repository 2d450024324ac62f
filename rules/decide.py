"""The decision: the state of an anomaly after a new fact, and the effects that follow."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from rules import reminders
from rules.anomaly.lifecycle import BY_EVENT, RETRY, Move, missing
from rules.anomaly.state import Anomaly
from rules.change import Change, Follow
from rules.contract import Contract
from rules.effects import Answer, Effect, Message, Say, UpdateCard
from rules.events import (
    VIGIE,
    ClientAnswered,
    DeadlinesMoved,
    Fact,
    FieldsGiven,
    Reminding,
    Retried,
    Source,
    System,
)
from rules.fold.checkpoint import Checkpoint, Past, follows, further, whole
from rules.fold.folding import apply, fold, order
from rules.fold.given_fields import filling
from rules.fold.waiting_moves import made, ready
from rules.policies import LAST_POLICIES, LATE_POLICIES, POLICIES, Policy, moved_deadlines
from rules.policies.automatic_delay import with_deadlines
from rules.refused_moves import refusal
from rules.writeback import in_one_write


class Outcome(StrEnum):
    """The outcome of one delivery's facts."""

    RECORDED = "recorded"
    KNOWN = "known"
    REFUSED = "refused"
    STALE = "stale"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Decision:
    """The anomaly after the facts, the facts to be journalled, and the effects in the order in which they are due."""

    outcome: Outcome
    anomaly: Anomaly
    facts: tuple[Fact, ...] = ()
    effects: tuple[Effect, ...] = ()


def decide(
    history: tuple[Fact, ...],
    facts: tuple[Fact, ...],
    opening: Anomaly,
    contract: Contract,
    now: datetime,
    refusable: bool = False,
) -> Decision:
    """Decide on the facts of one delivery.

    `history` holds the journalled facts in any order, `opening` the anomaly before the first of them. A fact whose
    identity is in the history changes nothing. When `refusable` (a person's request, which may still be turned down)
    the first fact whose preconditions fail is answered with what is missing, and nothing is journalled.
    """
    past = Past(whole(history, opening, contract), {fact.id for fact in history}, history)
    return decide_after(past, facts, opening, contract, now, refusable)


def decide_after(
    past: Past,
    facts: tuple[Fact, ...],
    opening: Anomaly,
    contract: Contract,
    now: datetime,
    refusable: bool = False,
) -> Decision:
    """Decide as `decide` does, on an anomaly that is folded already.

    Raises HistoryWanted where `past` holds no facts and the decision depends on them.
    """
    fresh = tuple(sorted((fact for fact in facts if fact.id not in past.known), key=order))
    before = past.reached.anomaly
    if not fresh:
        return Decision(Outcome.KNOWN, before)
    if refusable and (refusal := _refusal(past, fresh[0])):
        return Decision(Outcome.REFUSED, before, effects=(refusal,))
    dated = [fact for fact in fresh if fact.source.system is System.CLOCK]
    if dated and not any(_says_something(before, fact, contract, now) for fact in dated):
        return Decision(Outcome.STALE, before)
    decision = _record(past, fresh, opening, contract, now)
    if refusable and decision.anomaly == before and not isinstance(fresh[0].what, ClientAnswered):
        return Decision(Outcome.UNCHANGED, before, effects=(_unchanged(before, fresh[0]),))
    return decision


def _says_something(anomaly: Anomaly, fact: Fact, contract: Contract, now: datetime) -> bool:
    """Whether an alert of Vigie's own clock still holds when it is decided."""
    match fact.what:
        case DeadlinesMoved():
            return moved_deadlines.stands(anomaly, fact.what)
        case what if isinstance(what, Reminding):
            return reminders.stands(anomaly, what, contract, now, told=not fact.stated)
    return True


def _record(past: Past, fresh: tuple[Fact, ...], opening: Anomaly, contract: Contract, now: datetime) -> Decision:
    recorded: list[Fact] = []
    effects: list[Effect] = []
    pending = list(fresh)
    reached = past.reached
    while pending:
        anomaly = reached.anomaly
        fact = with_deadlines(pending.pop(0), anomaly, contract)
        after = _after(reached, fact, past, recorded, opening, contract)
        reached = further(reached, after, (fact,))
        recorded.append(fact)
        change = Change(anomaly, after, fact, contract, now)
        for effect in (*_ask(change), *_let(change)):
            if isinstance(effect, Follow):
                follows = _following(fact, effect, len(recorded), now)
                # A ruling goes first, or what follows would rule once more on the same breach.
                pending.insert(0 if isinstance(effect.what, DeadlinesMoved) else len(pending), follows)
            else:
                effects.append(effect)
    written = in_one_write(effects, past.reached.anomaly, reached.anomaly, recorded, contract, now)
    return Decision(Outcome.RECORDED, reached.anomaly, tuple(recorded), _card_last(written))


def _after(
    reached: Checkpoint, fact: Fact, past: Past, recorded: list[Fact], opening: Anomaly, contract: Contract
) -> Anomaly:
    """A fact in its turn is applied; one that comes late, or lets a move count that waited, makes
    its whole anomaly be read again.
    """
    if follows(reached, fact, contract):
        after = apply(reached.anomaly, fact, contract)
        if ready(after) is None:
            return after
    return fold((*past.history, *recorded, fact), opening, contract)


def _ask(change: Change, policies: tuple[Policy, ...] = POLICIES) -> Iterator[Effect | Follow]:
    for policy in policies:
        yield from policy(change)


def _let(change: Change) -> Iterator[Effect | Follow]:
    """What follows from the moves that had waited, and count by this fact."""
    waiting = {one.id for one in change.after.pending}
    let = [one for one in change.before.pending if one.id not in waiting and made(one, change.after)]
    if not change.counted:
        return
    for waited in let:
        late = replace(change, fact=waited, late=True)
        yield from _ask(late, (*LATE_POLICIES, *(LAST_POLICIES if waited is let[-1] else ())))


def _following(cause: Fact, follow: Follow, number: int, now: datetime) -> Fact:
    """The facts that follow from another: they happen with it, and a ruling on a later announcement comes after."""
    at = follow.at or (max(cause.at, now) if isinstance(follow.what, DeadlinesMoved) else cause.at)
    source = Source(System.CLOCK, cause.id)
    return Fact(f"{cause.id}:then:{number}:{follow.what.kind}", at, follow.by or VIGIE, source, follow.what)


def _card_last(effects: list[Effect]) -> tuple[Effect, ...]:
    """One living message, brought up to date once however many facts a delivery held, before the thread speaks."""
    others = [effect for effect in effects if not isinstance(effect, UpdateCard)]
    return (UpdateCard(), *others) if len(others) < len(effects) else tuple(others)


def _refusal(past: Past, fact: Fact) -> Answer | None:
    anomaly, what = past.reached.anomaly, fact.what
    match what:
        case FieldsGiven():
            move: Move | None = filling(what.to, past.history)
        case Retried():
            move = RETRY
        case _:
            move = BY_EVENT.get(type(what))
    against = missing(anomaly, move, fact.by, fact.what, fact.source.system) if move else ()
    return Answer(refusal(anomaly, move.name, against)) if move and against else None


def _unchanged(anomaly: Anomaly, fact: Fact) -> Answer:
    move = BY_EVENT.get(type(fact.what))
    return Answer(Message(Say.UNCHANGED, {"name": anomaly.name, "move": move.name if move else ""}))
