"""Words to the client are a reply, and the next ones are due from there: the two delays of answering."""

from rules import events
from rules.anomaly.state import Anomaly, changed
from rules.clock import MarkKind
from rules.contract import CONTRACTED, ClockName, Contract, PauseReason
from rules.events import Fact, Happening
from rules.fold.clock_marks import marked, run

FIRST_REPLY = (ClockName.FIRST_REPLY,)
NEXT_UPDATE = (ClockName.NEXT_UPDATE,)

INFORMING = (
    events.Informed,
    events.DescriptionRejected,
    events.DelayCommunicated,
    events.WorkaroundDelivered,
    events.Delivered,
    events.Closed,
    events.ClientWarned,
)
"""What puts the words of a named person of the provider before the client; a wait for the client does so too."""


def informed(anomaly: Anomaly, fact: Fact, contract: Contract) -> Anomaly:
    """A named human of the provider spoke to the client: that is a reply, and the next word is due from here."""
    if len(contract.clocks) == len(CONTRACTED) or anomaly.raised_at is None or not _informs(fact.what):
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


def _informs(what: Happening) -> bool:
    asks = isinstance(what, events.Paused) and what.reason is PauseReason.CLIENT
    return asks or isinstance(what, INFORMING)
