"""Confirms to the person who declared an anomaly by command or form that it arrived."""

from collections.abc import Iterator

from rules.change import Change
from rules.effects import Answer, Effect, Message, Say
from rules.events import Detected, Raised, System


def thank_the_reporter(change: Change) -> Iterator[Effect]:
    """The other moves show on the living message; these two leave no trace where their author stands."""
    if change.fact.source.system is System.SLACK and isinstance(change.fact.what, Detected | Raised):
        yield Answer(Message(Say.DONE, {"title": change.after.title, "move": change.fact.what.kind}))
