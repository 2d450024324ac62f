"""The bells by which one part of a service wakes the job that goes on from there."""

from collections.abc import Callable
from dataclasses import dataclass


def unheard(*_: object) -> None:
    """The bell that nobody hears, for tools that run without the jobs."""


@dataclass(frozen=True, slots=True)
class Bells:
    """Each is rung from the event loop's thread and returns at once.

    `heard`: the worker has a delivery. `owed`: the relay has an errand, or a hand free. `unread`: an issue waits for
    its past to be read. `refused`: a message that people were to read was parked. `look_in`: the sweep has something
    due in so many seconds.
    """

    heard: Callable[[], None] = unheard
    owed: Callable[[], None] = unheard
    unread: Callable[[], None] = unheard
    refused: Callable[[], None] = unheard
    look_in: Callable[[float], None] = unheard
