"""Some contracts let the deadlines go to the client by themselves as soon as the anomaly is qualified."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from rules.anomaly.state import Anomaly
from rules.change import Change, Follow
from rules.clock import read
from rules.contract import CONTRACTED, Contract, DelayMessage
from rules.events import Deadline, DelayCommunicated, Fact, Qualified
from rules.reminders.promised_dates import corrected


def deadlines(anomaly: Anomaly, contract: Contract, at: datetime) -> tuple[Deadline, ...]:
    """The three deadlines as they stand at an instant."""
    return tuple(Deadline(clock, read(clock, anomaly.marks, contract, at).deadline) for clock in CONTRACTED)


def with_deadlines(fact: Fact, anomaly: Anomaly, contract: Contract) -> Fact:
    """A communication is journalled with the dates that it corrects, and with figures where it has none.

    A comment in Jira gives none: they are those of that instant.
    """
    what = fact.what
    if not isinstance(what, DelayCommunicated):
        return fact
    told = what.deadlines or deadlines(anomaly, contract, fact.at)
    return replace(fact, what=replace(what, deadlines=told, replaces=corrected(anomaly, told, contract, fact.at)))


def communicate_by_itself(change: Change) -> Iterator[Follow]:
    """At each qualification in scope that changes anything: new deadlines are as due to the client as the first."""
    qualified = isinstance(change.fact.what, Qualified) and change.counted
    automatic = change.contract.choices.delay_message is DelayMessage.AUTOMATIC
    if automatic and qualified and change.after.in_scope:
        yield Follow(DelayCommunicated(""))
