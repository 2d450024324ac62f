"""Run the two delays of answering: a message to the client is a reply, and starts the next delay."""

from rules.anomaly.state import Anomaly, changed
from rules.clock import MarkKind
from rules.contract import CONTRACTED, ClockName, Contract, PauseReason
from rules.events import Fact, Paused
from rules.fold.clock_marks import marked, run

FIRST_REPLY = (ClockName.FIRST_REPLY,)
NEXT_UPDATE = (ClockName.NEXT_UPDATE,)


def informed(anomaly: Anomaly, fact: Fact, contract: Contract) -> Anomaly:
    """A named human of the provider spoke to the client: that is a reply, and the next word is due from here.

    A pause speaks to the client only where it waits for the client.
    """
    if len(contract.clocks) == len(CONTRACTED) or anomaly.raised_at is None:
        return anomaly
    if isinstance(fact.what, Paused) and fact.what.reason is not PauseReason.CLIENT:
        return anomaly
    after = anomaly
    if not anomaly.replied_at:
        stop = marked(anomaly, fact, MarkKind.STOP, run(contract, FIRST_REPLY))
        after = changed(anomaly, replied_at=fact.at, marks=stop)
    if not run(contract, NEXT_UPDATE) or after.closed or after.deployed_at or after.in_scope is False:
        return after
    after = changed(after, marks=marked(after, fact, MarkKind.STOP, NEXT_UPDATE), updates=after.updates + 1)
    after = changed(after, marks=marked(after, fact, MarkKind.START, NEXT_UPDATE))
    if after.wait is None or ClockName.NEXT_UPDATE not in contract.choices.pauses.get(after.wait.reason, ()):
        return after
    return changed(after, marks=marked(after, fact, MarkKind.PAUSE, NEXT_UPDATE, why=after.wait.reason.value))
