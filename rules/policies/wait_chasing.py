"""Reminds those who are waited for, then those who answer for them when a wait lasts too long."""

from collections.abc import Iterator

from rules.anomaly.state import Wait
from rules.change import Change, Follow
from rules.clock import State
from rules.contract import PAUSABLE, AtTerm, PauseReason, Person, Role
from rules.effects import CommentIssue, Effect, Message, PostThread, Say, Tell, Value, Write
from rules.events import Chased, Resumed, WaitOutlasted
from rules.reminders.chasing import awaited, of_the_client, resuming


def chase(change: Change) -> Iterator[Effect]:
    """The client is reminded by word, in writing and on the issue; the team is, of what the client does not owe."""
    what, wait = change.fact.what, awaited(change.after)
    if not isinstance(what, Chased) or what.gathered or wait is None or wait.since != what.since:
        return
    values = waiting_values(change, wait) | {"number": what.number}
    if not of_the_client(wait, change.after):
        yield from _tell_the_team(change, Message(Say.WAIT_RECALLED, values, ("resume",)))
        return
    if wait.reason is PauseReason.CLIENT:
        message = Message(Say.ANSWER_CHASED, values, ("answer",))
    else:
        message = Message(Say.RECETTE_CHASED, values, ("accept", "refuse"))
    line = Message(Say.LOG_CHASED, values)
    yield PostThread(line)
    yield CommentIssue(line, internal=False)
    yield from change.tell(Role.RM, message)
    yield from change.write(Role.RM, message)


def come_to_term(change: Change) -> Iterator[Effect | Follow]:
    """The CP and the owner are told; where the contract says so, the clocks run again from that very instant."""
    what, wait = change.fact.what, awaited(change.after)
    if not isinstance(what, WaitOutlasted) or wait is None or wait.since != what.since:
        return
    resumes = change.contract.choices.chasing.at_term is AtTerm.RESUME and change.after.wait is not None
    if not what.gathered:
        values = waiting_values(change, wait) | {"term": what.term}
        say = Say.WAIT_ENDED if resumes else Say.WAIT_OUTLASTED
        moves = ("resume",) if change.after.wait is not None and not resumes else ()
        yield from _tell_the_team(change, Message(say, values, moves), Role.CP)
    if resumes:
        yield Follow(Resumed(term=what.term), at=what.term)


def tell_of_the_term(change: Change) -> Iterator[Tell | Write]:
    """The client reads why its wait is over without its answer."""
    what, wait = change.fact.what, change.before.wait
    if isinstance(what, Resumed) and what.term is not None and change.counted and wait is not None:
        values = waiting_values(change, wait) | {"term": what.term}
        if State.RUNNING in _states(change):
            values["running"] = "x"
        message = Message(Say.RESUMED_AT_TERM, values)
        yield from change.tell(Role.RM, message)
        yield from change.write(Role.RM, message)


def waiting_values(change: Change, wait: Wait) -> dict[str, Value]:
    """The values of a wait: for what, by whom, since when; `paused` where a clock stands still for it, `term` where it
    ends.
    """
    values: dict[str, Value] = {
        "name": change.after.name,
        "title": change.after.title,
        "client": change.contract.client,
        "who": wait.by.name,
        "since": wait.since,
        "reason": wait.reason,
        "text": wait.note,
    }
    if State.PAUSED in _states(change):
        values["paused"] = "x"
    until = resuming(change.after, change.contract)
    return values | {"term": until} if until is not None else values


def _states(change: Change) -> set[State]:
    return {change.reading(clock).state for clock in PAUSABLE if clock in change.contract.clocks}


def _tell_the_team(change: Change, message: Message, *besides: Role) -> Iterator[Tell]:
    """The owner if reachable, and the holders of a role; the CPs where there is no such owner."""
    owner = change.after.owner
    owning = [person for person in change.contract.people if owner and person.id == owner.id and person.chat]
    others = [person for role in besides or (() if owning else (Role.CP,)) for person in change.contract.holders(role)]
    told: dict[Person, None] = dict.fromkeys((*owning, *others))
    for person in told:
        yield from change.tell_person(person, message, Role.CP if person in others else None)
