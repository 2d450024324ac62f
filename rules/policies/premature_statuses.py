"""Say what a status lacks that Jira shows too early; it counts later, once nothing is missing."""

from collections.abc import Iterator

from rules.anomaly.lifecycle import BY_EVENT, Missing, missing
from rules.change import Change, Follow
from rules.contract import Side
from rules.effects import CommentIssue, Effect, Message, PostThread, Say, Value
from rules.events import ClientAnswered, Informed, Qualified
from rules.fold.kinds import kind_of
from rules.fold.obstacles import obstacles
from rules.refused_moves import refusal


def say_what_a_status_lacks(change: Change) -> Iterator[Effect]:
    """Say it in the thread and on the issue, once; a status that was reached before already needs no word."""
    what, move = change.fact.what, BY_EVENT.get(type(change.fact.what))
    if not change.from_jira or change.fact.ordered or move is None or change.counted or change.before.gone:
        return
    if not kind_of(what).status and not isinstance(what, Qualified):
        return
    against = obstacles(change.before, change.fact)
    if not against or any(one.already for one in against):
        return
    values = _values(change, move.name, against)
    if isinstance(what, Qualified):
        level = change.after.criticality or what.criticality
        message = Message(Say.PRIORITY_NOT_COUNTED, values | {"criticality": level})
    else:
        message = Message(Say.PREMATURE_STATUS, values)
    yield PostThread(message, mention=change.fact.by if change.fact.by.roles else None)
    yield CommentIssue(message, internal=_internal(change))


def answer_an_order(change: Change) -> Iterator[Effect]:
    """A person who ordered a move by a comment in Jira is answered there when it is refused."""
    move = BY_EVENT.get(type(change.fact.what))
    if not change.fact.ordered or move is None or isinstance(change.fact.what, ClientAnswered | Informed):
        return
    against = missing(change.before, move, change.fact.by, change.fact.what, change.fact.source.system)
    if against:
        yield CommentIssue(refusal(change.before, move.name, against), internal=_internal(change))


def let_it_count(change: Change) -> Iterator[Follow]:
    """A pending status becomes a fact as soon as nothing is missing, by the person who moved the card."""
    waited = change.after.pending
    if waited is None or waited == change.fact or not change.counted:
        return
    if not obstacles(change.after, waited):
        yield Follow(waited.what, waited.by)


def _internal(change: Change) -> bool:
    """The provider's refusals of its own moves are not shown to the client."""
    return change.fact.by.side is not Side.CLIENT


def _values(change: Change, move: str, against: tuple[Missing, ...]) -> dict[str, Value]:
    return {
        "who": change.fact.by.name,
        "move": move,
        "missing": tuple(one.code for one in against),
        "owes": tuple(dict.fromkeys(role.value for one in against for role in one.owes)),
    }
