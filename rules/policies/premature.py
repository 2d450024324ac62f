"""A Jira status that runs ahead of the lifecycle is not believed, and the people are told what it lacks."""

from collections.abc import Iterator

from rules.change import Change
from rules.effects import CommentIssue, Effect, Message, PostThread, Say
from rules.lifecycle import BY_EVENT, missing


def say_what_a_status_lacks(change: Change) -> Iterator[Effect]:
    """Say it in the thread and on the issue; a status that was reached before already needs no word."""
    move = BY_EVENT.get(type(change.fact.what))
    if not change.from_jira or move is None or change.counted:
        return
    against = missing(change.before, move, change.fact.by, change.fact.what, change.fact.source.system)
    if not against or any(one.already for one in against):
        return
    message = Message(
        Say.PREMATURE_STATUS,
        {
            "who": change.fact.by.name,
            "move": move.name,
            "missing": tuple(one.code for one in against),
            "owes": tuple(dict.fromkeys(role.value for one in against for role in one.owes)),
        },
    )
    yield PostThread(message, mention=change.fact.by if change.fact.by.roles else None)
    yield CommentIssue(message)
