"""A wait holds the clocks that the contract says, and its end lets the very same run again."""

from datetime import timedelta

from rules.anomaly.state import Anomaly, Wait, changed
from rules.clock import MarkKind
from rules.contract import ClockName, Contract, PauseReason, Side
from rules.events import AutomaticReply, ClientAnswered, DiagnosisStarted, Fact, Resumed, System, WorkStarted, kind_name
from rules.fold.clock_marks import marked, run

AT_ONCE = timedelta(minutes=2)
"""How soon Jira moves an issue by itself that somebody commented on."""

_ENDING = (ClientAnswered, Resumed, WorkStarted, DiagnosisStarted)


def follows_a_notice(anomaly: Anomaly, fact: Fact) -> bool:
    """Whether Jira ends a wait for the client because of a machine's absence notice, which it took for an answer.

    It does so in the client's name or by itself, in an entry of the changelog that comes right behind the comment.
    """
    noticed, wait = anomaly.made.get(kind_name(AutomaticReply)), anomaly.wait
    if noticed is None or wait is None or wait.reason is not PauseReason.CLIENT or not isinstance(fact.what, _ENDING):
        return False
    told = fact.source.system is System.JIRA and fact.source.ref.startswith("changelog")
    somebody = fact.by.human and fact.by.side is Side.PROVIDER
    return told and not somebody and wait.since <= noticed <= fact.at <= noticed + AT_ONCE


def held(contract: Contract, reason: PauseReason) -> tuple[ClockName, ...]:
    """The clocks that a wait of this reason holds."""
    return run(contract, contract.choices.pauses.get(reason, ()))


def running_again(anomaly: Anomaly, fact: Fact, contract: Contract, why: str = "") -> Anomaly:
    """The wait that held, if any, is over; `why` where the kind of the fact does not say it."""
    if anomaly.wait is None:
        return anomaly
    clocks = held(contract, anomaly.wait.reason)
    return changed(anomaly, wait=None, marks=marked(anomaly, fact, MarkKind.RESUME, clocks, why or None))


def waiting(anomaly: Anomaly, fact: Fact, reason: PauseReason, note: str, contract: Contract) -> Anomaly:
    """The clocks stand still, for a reason, from this fact on."""
    marks = marked(anomaly, fact, MarkKind.PAUSE, held(contract, reason), why=reason.value)
    return changed(anomaly, wait=Wait(fact.at, reason, note, fact.by), marks=marks)
