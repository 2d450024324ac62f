"""The traces that reminders and their answers leave on an anomaly."""

from dataclasses import replace

from rules import events
from rules.anomaly.state import Alert, Anomaly, Chase, Snooze, changed
from rules.clock import face
from rules.contract import Contract
from rules.events import Fact, Ruling
from rules.reminders.thresholds import BREACH, gone_by


def alerted(anomaly: Anomaly, fact: Fact, what: events.ThresholdReached, contract: Contract) -> Anomaly:
    """A threshold, the breach or a reminder of it was told."""
    alert = Alert(what.clock, what.cycle, what.share, what.deadline, fact.at, what.gathered)
    return changed(anomaly, alerts=(*anomaly.alerts, alert))


def moved(anomaly: Anomaly, fact: Fact, what: events.DeadlinesMoved, contract: Contract) -> Anomaly:
    """An upheld breach counts as told for the new deadline too; an annulled one was never told."""
    annulled = {(one.clock, one.cycle) for one in what.shifts if one.ruling is Ruling.ANNULLED}
    standing = (one for one in anomaly.alerts if one.share < BREACH or (one.clock, one.cycle) not in annulled)
    upheld = (
        Alert(one.clock, one.cycle, _gone_by(anomaly, fact, one, contract), one.after, fact.at)
        for one in what.shifts
        if one.ruling is Ruling.UPHELD and one.after is not None
    )
    return changed(anomaly, alerts=(*standing, *upheld))


def _gone_by(anomaly: Anomaly, fact: Fact, upheld: events.Shift, contract: Contract) -> float:
    """An upheld breach replaces any earlier reminder of it."""
    return gone_by(face(upheld.clock, anomaly.marks, contract, fact.at, upheld.cycle), contract)


def promise_alerted(anomaly: Anomaly, fact: Fact, what: events.PromiseAlerted, contract: Contract) -> Anomaly:
    """So was that a promised date is near, or gone by."""
    alert = Alert(what.clock, what.cycle, what.share, what.promised, fact.at)
    return changed(anomaly, promise_alerts=(*anomaly.promise_alerts, alert))


def unanswered(anomaly: Anomaly, fact: Fact, what: events.Unanswered, contract: Contract) -> Anomaly:
    """Another step of the escalation was told."""
    climb = Alert(what.clock, what.cycle, what.share, what.deadline, fact.at)
    return changed(anomaly, climbs=(*anomaly.climbs, climb))


def acknowledged(anomaly: Anomaly, fact: Fact, what: events.Acknowledged, contract: Contract) -> Anomaly:
    """`apply` counts every act of the provider's people as an answer."""
    return anomaly


def snoozed(anomaly: Anomaly, fact: Fact, what: events.Snoozed, contract: Contract) -> Anomaly:
    """The reminders wait until an instant."""
    return changed(anomaly, snooze=Snooze(what.until, what.reason, fact.by, fact.at))


def chased(anomaly: Anomaly, fact: Fact, what: events.Chased, contract: Contract) -> Anomaly:
    """The person waited for was reminded again."""
    chase = Chase(what.since, what.due, fact.at, told=not what.gathered, past=fact.stated)
    return changed(anomaly, chases=(*anomaly.chases, chase))


def _asked_again(anomaly: Anomaly, fact: Fact) -> Anomaly:
    """A word to the client on a question of before Vigie: it is asked anew, and its reminders begin from there."""
    last = anomaly.chases[-1] if anomaly.chases else None
    if last is None or not last.past or fact.stated:
        return anomaly
    return changed(anomaly, chases=(*anomaly.chases, Chase(last.since, fact.at, fact.at, told=False)))


def informed(anomaly: Anomaly, fact: Fact, what: events.Informed, contract: Contract) -> Anomaly:
    """The client was told how things stand."""
    return _asked_again(changed(anomaly, made={**anomaly.made, what.kind: fact.at}), fact)


def explained(anomaly: Anomaly, fact: Fact, what: events.WaitExplained, contract: Contract) -> Anomaly:
    """The wait has its reason now."""
    if anomaly.wait is None:
        return anomaly
    return _asked_again(changed(anomaly, wait=replace(anomaly.wait, note=what.note)), fact)


def outlasted(anomaly: Anomaly, fact: Fact, what: events.WaitOutlasted, contract: Contract) -> Anomaly:
    """A wait came to its longest."""
    return changed(anomaly, outlasted=(*anomaly.outlasted, what.since))
