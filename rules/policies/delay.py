"""Some contracts let the deadlines go to the client by themselves as soon as the anomaly is qualified."""

from collections.abc import Iterator

from rules.change import Change, Follow
from rules.contract import ClockName, DelayMessage
from rules.events import Deadline, DelayCommunicated, Qualified


def deadlines(change: Change) -> tuple[Deadline, ...]:
    """The three deadlines as they stand after the fact."""
    return tuple(Deadline(clock, change.reading(clock).deadline) for clock in ClockName)


def communicate_by_itself(change: Change) -> Iterator[Follow]:
    """Only at the first qualification in scope; a later one is the CP's to explain."""
    first = isinstance(change.fact.what, Qualified) and change.before.communicated_at is None
    automatic = change.contract.choices.delay_message is DelayMessage.AUTOMATIC
    if automatic and first and change.counted and change.after.in_scope:
        yield Follow(DelayCommunicated("", deadlines(change)))
