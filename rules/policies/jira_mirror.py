"""Write in Jira what happens outside it: status, fields, assignee and a comment."""

from collections.abc import Iterator, Mapping

from rules import events
from rules.change import Change
from rules.contract import JiraMeaning, PauseReason, Side
from rules.effects import CommentIssue, Effect, TransitionIssue, WriteIssue
from rules.fold.kinds import kind_of
from rules.policies.thread_history import line

_PAUSES: Mapping[PauseReason, JiraMeaning] = {
    PauseReason.CLIENT: JiraMeaning.WAITING_CLIENT,
    PauseReason.THIRD_PARTY: JiraMeaning.WAITING_THIRD_PARTY,
    PauseReason.RECETTE: JiraMeaning.RECETTE,
}


def land_in_jira(change: Change) -> Iterator[Effect]:
    """The fields first (a closing screen asks for them), then the status, then the comment that says why.

    What was said in a comment of the issue moves it like the rest, and needs no second comment.
    """
    known_there = change.from_jira and not change.fact.ordered
    spoke = isinstance(change.fact.what, events.ClientAnswered)
    if known_there or change.after.raised_at is None or not (change.counted or spoke):
        return
    yield from _fields(change)
    if meaning := _meaning(change):
        yield TransitionIssue(meaning)
    message = line(change)
    if message and not change.from_jira and kind_of(change.fact.what).comment:
        yield CommentIssue(message, internal=not _is_for_the_client(change))


def _is_for_the_client(change: Change) -> bool:
    """Whether the customers of a service project may read the comment: it is said to them, or they said it."""
    return change.fact.by.side is Side.CLIENT or kind_of(change.fact.what).for_client


def _fields(change: Change) -> Iterator[Effect]:
    """A field that people may also edit in Jira is sent only when it changes elsewhere: theirs would be lost."""
    what, after = change.fact.what, change.after
    if after.owner == change.fact.by != change.before.owner:
        yield WriteIssue({}, change.fact.by)
    if isinstance(what, events.Assigned):
        yield WriteIssue({}, what.to)
    elif isinstance(what, events.Retitled):
        yield WriteIssue({"title": what.title})
    elif isinstance(what, events.Qualified) and after.criticality is not change.before.criticality:
        if what.criticality in change.contract.jira.priorities.values():
            yield WriteIssue({"priority": what.criticality.value})
    elif isinstance(what, events.CauseFound | events.Closed):
        told = {"cause": what.cause, "answer": what.answer if isinstance(what, events.Closed) else ""}
        mapped = change.contract.jira.fields
        if sent := {name: value for name, value in told.items() if value and name in mapped}:
            yield WriteIssue(sent)


def _meaning(change: Change) -> JiraMeaning | None:
    what = change.fact.what
    if isinstance(what, events.Paused):
        return _PAUSES.get(what.reason)
    if isinstance(what, events.Resumed | events.ClientAnswered):
        if change.before.wait is None or change.after.wait is not None:
            return None
        return JiraMeaning.RESOLUTION if change.after.communicated_at else JiraMeaning.DIAGNOSIS
    # Words to the client take no correction back out of recette.
    if isinstance(what, events.DelayCommunicated) and change.after.delivered_at is not None:
        return None
    return kind_of(what).status_in_jira
