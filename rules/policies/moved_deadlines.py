"""Journals a moved deadline before and after, and tells what becomes of an announced breach."""

from collections.abc import Iterator
from typing import get_args

from rules.anomaly.state import Anomaly
from rules.change import Change, Follow
from rules.contract import Person
from rules.effects import Effect, Message, PostThread, Say, Value
from rules.events import Cause, DeadlinesMoved, Qualified, Reminding, Shift
from rules.reminders.deadline_moves import shifts

_SILENT = (DeadlinesMoved, *get_args(Reminding))


def journal_what_moved(change: Change) -> Iterator[Follow]:
    """A new criticality moves deadlines; so may a fact heard late or a change of scope that of an announced breach."""
    if not change.moved or change.before.raised_at is None or isinstance(change.fact.what, _SILENT):
        return
    requalified = _requalified(change)
    if not requalified and not change.before.alerts:
        return
    moved = shifts(change.before, change.contract, change.after, change.contract, change.now)
    if not requalified:
        moved = tuple(one for one in moved if one.ruling)
    if moved:
        what = change.fact.what
        reason = what.reason if isinstance(what, Qualified) else ""
        cause = Cause.TICKET if change.before.gone is not change.after.gone else Cause.HISTORY
        cause = Cause.REQUALIFIED if isinstance(what, Qualified) else cause
        yield Follow(DeadlinesMoved(moved, cause, reason), change.fact.by)


def _requalified(change: Change) -> bool:
    same = change.before.criticality is change.after.criticality
    return isinstance(change.fact.what, Qualified) and not same and change.after.in_scope is not False


def tell_what_moved(change: Change) -> Iterator[Effect]:
    """The thread reads each deadline before and after; people told of a breach learn what becomes of it."""
    what = change.fact.what
    if not isinstance(what, DeadlinesMoved):
        return
    values: dict[str, Value] = {"who": change.fact.by.name, "cause": what.cause.value, "shifts": what.shifts}
    if what.reason:
        values["text"] = what.reason
    yield PostThread(Message(Say.DEADLINES_MOVED, values), mention=change.after.owner)
    ruled = tuple(one for one in what.shifts if one.ruling)
    if ruled:
        about = {"name": change.after.name, "title": change.after.title, "client": change.contract.client}
        message = Message(Say.BREACH_RULED, values | about | {"shifts": ruled})
        yield from change.tell_people(_told(change, ruled), message)


def _told(change: Change, ruled: tuple[Shift, ...]) -> tuple[Person, ...]:
    """Everybody in the chains of the clocks that were ruled on."""
    chains = (change.contract.alerts(change.after.criticality, one.clock).escalation for one in ruled)
    steps = dict.fromkeys(step for chain in chains for step in chain)
    people = dict.fromkeys(person for step in steps for person in change.contract.at_step(step))
    return tuple(one for one in people if one.id != change.fact.by.id)


def stands(anomaly: Anomaly, moved: DeadlinesMoved) -> bool:
    """Whether an edited contract still has something to say: an anomaly closed meanwhile rests as it is."""
    return not anomaly.closed and bool(moved.shifts)
