"""What each kind of fact does to an anomaly: one function a kind, and the marks that it leaves on the clocks."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from rules import events
from rules.anomaly import personal_data
from rules.anomaly.state import Anomaly, Ticket, changed
from rules.clock import MarkKind
from rules.contract import (
    CONTRACTED,
    ClockName,
    Contract,
    PauseReason,
    ResolutionStop,
    Start,
    WorkaroundStop,
)
from rules.events import Fact, Happening, System
from rules.fold import presence, reminder_state
from rules.fold.answering import FIRST_REPLY
from rules.fold.clock_marks import marked, run
from rules.fold.given_fields import gathered
from rules.fold.security_alarm import alarmed
from rules.fold.waiting import running_again, waiting

ACKNOWLEDGEMENT = (ClockName.ACKNOWLEDGEMENT,)
WORKAROUND = (ClockName.WORKAROUND,)
SOLVING = (ClockName.WORKAROUND, ClockName.RESOLUTION)
AT_TERM = "resumed_at_term"
ENDING = (*SOLVING, ClockName.NEXT_UPDATE)


def in_charge(anomaly: Anomaly, fact: Fact) -> Anomaly:
    """A named human of the provider acted on a raised anomaly, which is taking charge of it."""
    if anomaly.taken_at or anomaly.raised_at is None:
        return anomaly
    marks = marked(anomaly, fact, MarkKind.STOP, ACKNOWLEDGEMENT)
    return changed(anomaly, taken_at=fact.at, owner=anomaly.owner or fact.by, marks=marks)


def _unsettled(anomaly: Anomaly, contract: Contract) -> tuple[ClockName, ...]:
    """The clocks that run again when the fix turns out not to be one: what was done before it stands."""
    validated = contract.choices.workaround_stop is WorkaroundStop.VALIDATED
    at_delivery = contract.choices.resolution_stop is ResolutionStop.DELIVERED
    settled = {
        ClockName.ACKNOWLEDGEMENT: anomaly.taken_at,
        ClockName.WORKAROUND: anomaly.workaround_validated_at if validated else anomaly.workaround_at,
        ClockName.FIRST_REPLY: anomaly.replied_at,
        ClockName.RESOLUTION: anomaly.delivered_at if at_delivery else anomaly.deployed_at,
        ClockName.NEXT_UPDATE: anomaly.deployed_at,
    }
    return tuple(clock for clock in contract.clocks if settled[clock] is None)


def _detected(anomaly: Anomaly, fact: Fact, what: events.Detected, contract: Contract) -> Anomaly:
    told = changed(anomaly, title=what.title, description=what.description, detected_by=fact.by)
    return changed(told, files=what.files, origin=what.origin, detected_at=fact.at)


def _raised(anomaly: Anomaly, fact: Fact, what: events.Raised, contract: Contract) -> Anomaly:
    raised = changed(
        anomaly,
        title=what.title,
        template=what.template,
        criticality=what.criticality,
        raised_by=fact.by,
        raised_at=fact.at,
        origin=what.origin or anomaly.origin,
    )
    # An issue's key comes with its remontée when it is raised in Jira: the alarm waits for it, and for nothing else.
    raised = raised if fact.source.system is System.JIRA else alarmed(raised, fact)
    at_qualification = contract.choices.starts is Start.QUALIFIED
    clocks = (*ACKNOWLEDGEMENT, *run(contract, FIRST_REPLY), *(() if at_qualification else SOLVING))
    return changed(raised, marks=marked(raised, fact, MarkKind.START, clocks))


def _ticket(anomaly: Anomaly, fact: Fact, what: events.TicketAttached, contract: Contract) -> Anomaly:
    return alarmed(changed(anomaly, ticket=Ticket(what.site, what.issue_id, what.key)), fact)


def _duplicate(anomaly: Anomaly, fact: Fact, what: events.DuplicateOf, contract: Contract) -> Anomaly:
    """Its clocks run on: only a closing, by whom it may concern, ends what is owed."""
    return changed(anomaly, duplicate_of=what.key)


def _no_duplicate(anomaly: Anomaly, fact: Fact, what: events.NotDuplicate, contract: Contract) -> Anomaly:
    return changed(anomaly, duplicate_of="") if anomaly.duplicate_of == what.key else anomaly


def _work_logged(anomaly: Anomaly, fact: Fact, what: events.WorkLogged, contract: Contract) -> Anomaly:
    """Kept for whoever counts the time spent."""
    return anomaly


def _retried(anomaly: Anomaly, fact: Fact, what: events.Retried, contract: Contract) -> Anomaly:
    return changed(anomaly, retried_at=fact.at)


def _given(anomaly: Anomaly, fact: Fact, what: events.FieldsGiven, contract: Contract) -> Anomaly:
    return changed(anomaly, retried_at=fact.at, given=gathered(anomaly, what.to, what.fields))


def _retitled(anomaly: Anomaly, fact: Fact, what: events.Retitled, contract: Contract) -> Anomaly:
    return changed(anomaly, title=what.title)


def _taken(anomaly: Anomaly, fact: Fact, what: events.Taken | events.TakenOver, contract: Contract) -> Anomaly:
    return changed(in_charge(anomaly, fact), owner=fact.by, claimed_at=fact.at)


def _assigned(anomaly: Anomaly, fact: Fact, what: events.Assigned, contract: Contract) -> Anomaly:
    """An assignment names the human who is in charge, whoever (or whatever) made it."""
    return changed(in_charge(anomaly, fact), owner=what.to, claimed_at=fact.at)


def _diagnosis(anomaly: Anomaly, fact: Fact, what: events.DiagnosisStarted, contract: Contract) -> Anomaly:
    return changed(running_again(anomaly, fact, contract), diagnosis_at=anomaly.diagnosis_at or fact.at)


def _rejected(anomaly: Anomaly, fact: Fact, what: events.DescriptionRejected, contract: Contract) -> Anomaly:
    seen = changed(anomaly, diagnosis_at=anomaly.diagnosis_at or fact.at)
    return waiting(seen, fact, PauseReason.CLIENT, what.missing, contract)


def _answered(anomaly: Anomaly, fact: Fact, what: events.ClientAnswered, contract: Contract) -> Anomaly:
    if anomaly.wait is None or anomaly.wait.reason is not PauseReason.CLIENT:
        return anomaly
    return running_again(anomaly, fact, contract)


def _qualified(anomaly: Anomaly, fact: Fact, what: events.Qualified, contract: Contract) -> Anomaly:
    first = anomaly.qualified_at is None
    in_scope = what.in_scope if what.in_scope is not None else anomaly.in_scope is not False
    qualified = changed(
        anomaly,
        criticality=what.criticality,
        in_scope=in_scope,
        qualified_at=anomaly.qualified_at or fact.at,
        diagnosis_at=anomaly.diagnosis_at or fact.at,
    )
    after = alarmed(qualified, fact)
    if not in_scope:
        return changed(after, marks=marked(after, fact, MarkKind.CANCEL, contract.clocks), wait=None)
    if anomaly.in_scope is False:
        after = _back_in_scope(after, fact, contract)
    if what.criticality is not anomaly.criticality:
        after = changed(after, marks=marked(after, fact, MarkKind.RETARGET, contract.clocks, why=what.reason))
    if first and contract.choices.starts is Start.QUALIFIED:
        after = changed(after, marks=marked(after, fact, MarkKind.START, SOLVING))
    return after


def _back_in_scope(anomaly: Anomaly, fact: Fact, contract: Contract) -> Anomaly:
    """What was done stands, and what was done meanwhile counts until the scope was left; the rest runs from here."""
    unsettled = _unsettled(anomaly, contract)
    marks = (
        one._replace(kind=MarkKind.STOP) if one.kind is MarkKind.CANCEL and one.clock not in unsettled else one
        for one in anomaly.marks
    )
    after = changed(anomaly, marks=tuple(marks))
    return changed(after, marks=marked(after, fact, MarkKind.REOPEN, unsettled))


def _cause(anomaly: Anomaly, fact: Fact, what: events.CauseFound, contract: Contract) -> Anomaly:
    return changed(anomaly, cause=what.cause)


def _told(anomaly: Anomaly, fact: Fact, what: events.Informed, contract: Contract) -> Anomaly:
    """What such a word does to the clocks, `informed` says for every kind of word."""
    return changed(anomaly, told_at=fact.at)


def _communicated(anomaly: Anomaly, fact: Fact, what: events.DelayCommunicated, contract: Contract) -> Anomaly:
    return changed(anomaly, communicated_at=fact.at, promised=what.deadlines)


def _work(anomaly: Anomaly, fact: Fact, what: events.WorkStarted, contract: Contract) -> Anomaly:
    return changed(running_again(anomaly, fact, contract), diagnosis_at=anomaly.diagnosis_at or fact.at)


def _worked_around(anomaly: Anomaly, fact: Fact, what: events.WorkaroundDelivered, contract: Contract) -> Anomaly:
    after = changed(anomaly, workaround_at=fact.at)
    if contract.choices.workaround_stop is WorkaroundStop.VALIDATED:
        return after
    return changed(after, marks=marked(after, fact, MarkKind.STOP, WORKAROUND))


def _validated(anomaly: Anomaly, fact: Fact, what: events.WorkaroundValidated, contract: Contract) -> Anomaly:
    after = changed(anomaly, workaround_validated_at=fact.at)
    return changed(after, marks=marked(after, fact, MarkKind.STOP, WORKAROUND))


def _delivered(anomaly: Anomaly, fact: Fact, what: events.Delivered, contract: Contract) -> Anomaly:
    after = changed(running_again(anomaly, fact, contract), delivered_at=fact.at, accepted_at=None)
    after = changed(after, delivered_by=fact.by)
    if contract.choices.resolution_stop is ResolutionStop.DELIVERED:
        return changed(after, marks=marked(after, fact, MarkKind.STOP, SOLVING))
    if contract.choices.recette_pauses:
        return waiting(after, fact, PauseReason.RECETTE, "", contract)
    return after


def _accepted(anomaly: Anomaly, fact: Fact, what: events.Accepted, contract: Contract) -> Anomaly:
    return changed(running_again(anomaly, fact, contract), accepted_at=fact.at)


def _refused(anomaly: Anomaly, fact: Fact, what: events.Refused, contract: Contract) -> Anomaly:
    after = changed(running_again(anomaly, fact, contract), delivered_at=None, accepted_at=None)
    return changed(after, marks=marked(after, fact, MarkKind.REOPEN, _unsettled(after, contract)))


def _deployed(anomaly: Anomaly, fact: Fact, what: events.Deployed, contract: Contract) -> Anomaly:
    after = changed(running_again(anomaly, fact, contract), deployed_at=fact.at)
    return changed(after, marks=marked(after, fact, MarkKind.STOP, run(contract, ENDING)))


def _closed(anomaly: Anomaly, fact: Fact, what: events.Closed, contract: Contract) -> Anomaly:
    after = changed(
        anomaly,
        closed_at=fact.at,
        wait=None,
        cause=what.cause or anomaly.cause,
        answer=what.answer or anomaly.answer,
        given=gathered(anomaly, fact.id, what.fields) if what.fields else anomaly.given,
    )
    return changed(after, marks=marked(after, fact, MarkKind.STOP, contract.clocks))


def _reopened(anomaly: Anomaly, fact: Fact, what: events.Reopened, contract: Contract) -> Anomaly:
    after = changed(anomaly, closed_at=None, delivered_at=None, accepted_at=None, deployed_at=None)
    if anomaly.in_scope is False:
        return after
    closed_at = anomaly.closed_at or fact.at
    # Cycles are numbered for good: a later edition of the file opens none, and joins none.
    if fact.at - closed_at <= timedelta(days=contract.as_of(fact.at).choices.reopening_days):
        return changed(after, marks=marked(after, fact, MarkKind.REOPEN, _unsettled(after, contract)))
    fresh = changed(
        after,
        cycle=anomaly.cycle + 1,
        taken_at=None,
        claimed_at=None,
        replied_at=None,
        workaround_at=None,
        workaround_validated_at=None,
        communicated_at=None,
        promised=(),
    )
    clocks = (*CONTRACTED, *run(contract, FIRST_REPLY))
    return changed(fresh, marks=marked(fresh, fact, MarkKind.START, clocks))


def _paused(anomaly: Anomaly, fact: Fact, what: events.Paused, contract: Contract) -> Anomaly:
    return waiting(anomaly, fact, what.reason, what.note, contract)


def _resumed(anomaly: Anomaly, fact: Fact, what: events.Resumed, contract: Contract) -> Anomaly:
    return running_again(anomaly, fact, contract, AT_TERM if what.term else "")


STEPS: Mapping[type[Happening], Callable[[Anomaly, Fact, Any, Contract], Anomaly]] = {
    events.Detected: _detected,
    events.Raised: _raised,
    events.TicketAttached: _ticket,
    events.TicketRemoved: presence.removed,
    events.TicketRestored: presence.restored,
    events.Declassified: presence.declassified,
    events.Reclassified: presence.reclassified,
    events.DuplicateOf: _duplicate,
    events.NotDuplicate: _no_duplicate,
    events.WorkLogged: _work_logged,
    events.Retried: _retried,
    events.FieldsGiven: _given,
    events.Retitled: _retitled,
    events.Taken: _taken,
    events.TakenOver: _taken,
    events.Assigned: _assigned,
    events.DiagnosisStarted: _diagnosis,
    events.DescriptionRejected: _rejected,
    events.ClientAnswered: _answered,
    events.Qualified: _qualified,
    events.CauseFound: _cause,
    events.Informed: _told,
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
    events.ThresholdReached: reminder_state.alerted,
    events.DeadlinesMoved: reminder_state.moved,
    events.PromiseAlerted: reminder_state.promise_alerted,
    events.Acknowledged: reminder_state.acknowledged,
    events.Snoozed: reminder_state.snoozed,
    events.Unanswered: reminder_state.unanswered,
    events.Chased: reminder_state.chased,
    events.WaitOutlasted: reminder_state.outlasted,
    events.PersonalDataFound: personal_data.found,
    events.NoPersonalData: personal_data.denied,
    events.ClientWarned: personal_data.warned,
    events.AuthorityDecided: personal_data.decided,
    events.ClientWarningDue: personal_data.reminded,
    events.AuthorityDecisionDue: personal_data.reminded,
    events.WaitExplained: reminder_state.explained,
}
