"""What each kind of fact does to an anomaly: one function a kind, and the marks that it leaves on the clocks."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from rules import events
from rules.anomaly import Alert, Anomaly, Ticket, Wait, changed
from rules.clock import Mark, MarkKind
from rules.contract import ClockName, Contract, ResolutionStop, Start, WorkaroundStop
from rules.events import Fact, Happening, PauseReason

ALL = tuple(ClockName)
ACKNOWLEDGEMENT = (ClockName.ACKNOWLEDGEMENT,)
WORKAROUND = (ClockName.WORKAROUND,)
RESOLUTION = (ClockName.RESOLUTION,)
PAUSABLE = (ClockName.WORKAROUND, ClockName.RESOLUTION)


def _marks(
    anomaly: Anomaly,
    fact: Fact,
    kind: MarkKind,
    clocks: tuple[ClockName, ...],
    why: str = "",
    cycle: int | None = None,
) -> tuple[Mark, ...]:
    source = f"{fact.source.system}:{fact.source.ref}"
    marks = (
        Mark(
            at=fact.at,
            kind=kind,
            clock=clock,
            cycle=cycle or anomaly.cycle,
            criticality=anomaly.criticality,
            by=fact.by.name,
            why=why or fact.what.kind,
            source=source,
        )
        for clock in clocks
    )
    return (*anomaly.marks, *marks)


def in_charge(anomaly: Anomaly, fact: Fact) -> Anomaly:
    """A named human of the provider acted on a raised anomaly, which is taking charge of it."""
    if anomaly.taken_at or anomaly.raised_at is None:
        return anomaly
    marks = _marks(anomaly, fact, MarkKind.STOP, ACKNOWLEDGEMENT)
    return changed(anomaly, taken_at=fact.at, owner=anomaly.owner or fact.by, marks=marks)


def _running_again(anomaly: Anomaly, fact: Fact) -> Anomaly:
    """The wait that held, if any, is over."""
    if anomaly.wait is None:
        return anomaly
    return changed(anomaly, wait=None, marks=_marks(anomaly, fact, MarkKind.RESUME, PAUSABLE))


def _waiting(anomaly: Anomaly, fact: Fact, reason: PauseReason, note: str) -> Anomaly:
    marks = _marks(anomaly, fact, MarkKind.PAUSE, PAUSABLE, why=reason.value)
    return changed(anomaly, wait=Wait(fact.at, reason, note, fact.by), marks=marks)


def _unsettled(anomaly: Anomaly) -> tuple[ClockName, ...]:
    """The clocks that run again when the fix turns out not to be one: a workaround in place still holds."""
    return RESOLUTION if anomaly.workaround_at else PAUSABLE


def _detected(anomaly: Anomaly, fact: Fact, what: events.Detected, contract: Contract) -> Anomaly:
    return changed(anomaly, title=what.title, description=what.description, detected_by=fact.by)


def _raised(anomaly: Anomaly, fact: Fact, what: events.Raised, contract: Contract) -> Anomaly:
    raised = changed(
        anomaly,
        title=what.title,
        template=what.template,
        criticality=what.criticality,
        raised_by=fact.by,
        raised_at=fact.at,
    )
    clocks = ALL if contract.choices.starts is Start.RAISED else ACKNOWLEDGEMENT
    return changed(raised, marks=_marks(raised, fact, MarkKind.START, clocks))


def _ticket(anomaly: Anomaly, fact: Fact, what: events.TicketAttached, contract: Contract) -> Anomaly:
    return changed(anomaly, ticket=Ticket(what.site, what.issue_id, what.key))


def _retitled(anomaly: Anomaly, fact: Fact, what: events.Retitled, contract: Contract) -> Anomaly:
    return changed(anomaly, title=what.title)


def _taken(anomaly: Anomaly, fact: Fact, what: events.Taken, contract: Contract) -> Anomaly:
    return changed(in_charge(anomaly, fact), owner=fact.by)


def _assigned(anomaly: Anomaly, fact: Fact, what: events.Assigned, contract: Contract) -> Anomaly:
    """An assignment names the human who is in charge, whoever (or whatever) made it."""
    return changed(in_charge(anomaly, fact), owner=what.to)


def _diagnosis(anomaly: Anomaly, fact: Fact, what: events.DiagnosisStarted, contract: Contract) -> Anomaly:
    return changed(_running_again(anomaly, fact), diagnosis_at=anomaly.diagnosis_at or fact.at)


def _rejected(anomaly: Anomaly, fact: Fact, what: events.DescriptionRejected, contract: Contract) -> Anomaly:
    seen = changed(anomaly, diagnosis_at=anomaly.diagnosis_at or fact.at)
    return _waiting(seen, fact, PauseReason.CLIENT, what.missing)


def _answered(anomaly: Anomaly, fact: Fact, what: events.ClientAnswered, contract: Contract) -> Anomaly:
    if anomaly.wait is None or anomaly.wait.reason is not PauseReason.CLIENT:
        return anomaly
    return _running_again(anomaly, fact)


def _qualified(anomaly: Anomaly, fact: Fact, what: events.Qualified, contract: Contract) -> Anomaly:
    first = anomaly.qualified_at is None
    in_scope = what.in_scope if what.in_scope is not None else anomaly.in_scope is not False
    after = changed(
        anomaly,
        criticality=what.criticality,
        in_scope=in_scope,
        qualified_at=anomaly.qualified_at or fact.at,
        diagnosis_at=anomaly.diagnosis_at or fact.at,
    )
    if not in_scope:
        return changed(after, marks=_marks(after, fact, MarkKind.CANCEL, ALL), wait=None)
    if anomaly.in_scope is False:
        after = changed(after, marks=_marks(after, fact, MarkKind.REOPEN, _unsettled(after)))
    if what.criticality is not anomaly.criticality:
        after = changed(after, marks=_marks(after, fact, MarkKind.RETARGET, ALL, why=what.reason))
    if first and contract.choices.starts is Start.QUALIFIED:
        after = changed(after, marks=_marks(after, fact, MarkKind.START, PAUSABLE))
    return after


def _cause(anomaly: Anomaly, fact: Fact, what: events.CauseFound, contract: Contract) -> Anomaly:
    return changed(anomaly, cause=what.cause)


def _communicated(anomaly: Anomaly, fact: Fact, what: events.DelayCommunicated, contract: Contract) -> Anomaly:
    return changed(anomaly, communicated_at=fact.at, promised=what.deadlines)


def _work(anomaly: Anomaly, fact: Fact, what: events.WorkStarted, contract: Contract) -> Anomaly:
    return changed(_running_again(anomaly, fact), diagnosis_at=anomaly.diagnosis_at or fact.at)


def _worked_around(anomaly: Anomaly, fact: Fact, what: events.WorkaroundDelivered, contract: Contract) -> Anomaly:
    after = changed(anomaly, workaround_at=fact.at)
    if contract.choices.workaround_stop is WorkaroundStop.VALIDATED:
        return after
    return changed(after, marks=_marks(after, fact, MarkKind.STOP, WORKAROUND))


def _validated(anomaly: Anomaly, fact: Fact, what: events.WorkaroundValidated, contract: Contract) -> Anomaly:
    after = changed(anomaly, workaround_validated_at=fact.at)
    return changed(after, marks=_marks(after, fact, MarkKind.STOP, WORKAROUND))


def _delivered(anomaly: Anomaly, fact: Fact, what: events.Delivered, contract: Contract) -> Anomaly:
    after = changed(_running_again(anomaly, fact), delivered_at=fact.at, accepted_at=None)
    if contract.choices.resolution_stop is ResolutionStop.DELIVERED:
        return changed(after, marks=_marks(after, fact, MarkKind.STOP, PAUSABLE))
    if contract.choices.recette_pauses:
        return _waiting(after, fact, PauseReason.RECETTE, "")
    return after


def _accepted(anomaly: Anomaly, fact: Fact, what: events.Accepted, contract: Contract) -> Anomaly:
    return changed(_running_again(anomaly, fact), accepted_at=fact.at)


def _refused(anomaly: Anomaly, fact: Fact, what: events.Refused, contract: Contract) -> Anomaly:
    after = changed(anomaly, wait=None, delivered_at=None, accepted_at=None)
    return changed(after, marks=_marks(after, fact, MarkKind.REOPEN, _unsettled(after)))


def _deployed(anomaly: Anomaly, fact: Fact, what: events.Deployed, contract: Contract) -> Anomaly:
    after = changed(_running_again(anomaly, fact), deployed_at=fact.at)
    return changed(after, marks=_marks(after, fact, MarkKind.STOP, PAUSABLE))


def _closed(anomaly: Anomaly, fact: Fact, what: events.Closed, contract: Contract) -> Anomaly:
    after = changed(
        anomaly,
        closed_at=fact.at,
        wait=None,
        cause=what.cause or anomaly.cause,
        answer=what.answer or anomaly.answer,
    )
    return changed(after, marks=_marks(after, fact, MarkKind.STOP, ALL))


def _reopened(anomaly: Anomaly, fact: Fact, what: events.Reopened, contract: Contract) -> Anomaly:
    after = changed(anomaly, closed_at=None, delivered_at=None, accepted_at=None, deployed_at=None)
    if anomaly.in_scope is False:
        return after
    closed_at = anomaly.closed_at or fact.at
    if fact.at - closed_at <= timedelta(days=contract.choices.reopening_days):
        return changed(after, marks=_marks(after, fact, MarkKind.REOPEN, _unsettled(after)))
    cycle = anomaly.cycle + 1
    fresh = changed(
        after,
        cycle=cycle,
        taken_at=None,
        workaround_at=None,
        workaround_validated_at=None,
        communicated_at=None,
        promised=(),
    )
    return changed(fresh, marks=_marks(fresh, fact, MarkKind.START, ALL, cycle=cycle))


def _paused(anomaly: Anomaly, fact: Fact, what: events.Paused, contract: Contract) -> Anomaly:
    return _waiting(anomaly, fact, what.reason, what.note)


def _resumed(anomaly: Anomaly, fact: Fact, what: events.Resumed, contract: Contract) -> Anomaly:
    return _running_again(anomaly, fact)


def _alerted(anomaly: Anomaly, fact: Fact, what: events.ThresholdReached, contract: Contract) -> Anomaly:
    return changed(anomaly, alerts=(*anomaly.alerts, Alert(what.clock, what.cycle, what.share, what.deadline)))


STEPS: Mapping[type[Happening], Callable[[Anomaly, Fact, Any, Contract], Anomaly]] = {
    events.Detected: _detected,
    events.Raised: _raised,
    events.TicketAttached: _ticket,
    events.Retitled: _retitled,
    events.Taken: _taken,
    events.Assigned: _assigned,
    events.DiagnosisStarted: _diagnosis,
    events.DescriptionRejected: _rejected,
    events.ClientAnswered: _answered,
    events.Qualified: _qualified,
    events.CauseFound: _cause,
    events.DelayCommunicated: _communicated,
    events.WorkStarted: _work,
    events.WorkaroundDelivered: _worked_around,
    events.WorkaroundValidated: _validated,
    events.Delivered: _delivered,
    events.Accepted: _accepted,
    events.Refused: _refused,
    events.Deployed: _deployed,
    events.Closed: _closed,
    events.Reopened: _reopened,
    events.Paused: _paused,
    events.Resumed: _resumed,
    events.ThresholdReached: _alerted,
}
