"""Applies each kind of fact to an anomaly: one function a kind, named in the rows of `kinds.py`."""

from datetime import timedelta

from rules import events
from rules.anomaly.state import Anomaly, Ticket, changed
from rules.clock import Mark, MarkKind, Marks
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


def noted(anomaly: Anomaly, fact: Fact, what: Happening, contract: Contract) -> Anomaly:
    """That it was done is kept, with its instant: the step of a kind that needs no field of its own."""
    return changed(anomaly, made={**anomaly.made, what.kind: fact.at})


def detected(anomaly: Anomaly, fact: Fact, what: events.Detected, contract: Contract) -> Anomaly:
    """The agent's words and files are kept for whoever raises it."""
    told = changed(anomaly, title=what.title, description=what.description, detected_by=fact.by)
    return changed(told, files=what.files, origin=what.origin, detected_at=fact.at)


def raised(anomaly: Anomaly, fact: Fact, what: events.Raised, contract: Contract) -> Anomaly:
    """The clocks start, but for those that the contract starts at the first qualification; the first remontée holds."""
    if anomaly.raised_at is not None:
        return anomaly
    born = changed(
        anomaly,
        title=what.title,
        template=what.template,
        criticality=what.criticality,
        raised_by=fact.by,
        raised_at=fact.at,
        origin=what.origin or anomaly.origin,
        level=contract.support.start if contract.support else None,
    )
    # An issue's key comes with its remontée when it is raised in Jira: the alarm waits for it, and for nothing else.
    born = born if fact.source.system is System.JIRA else alarmed(born, fact)
    at_qualification = contract.choices.starts is Start.QUALIFIED
    clocks = (*ACKNOWLEDGEMENT, *run(contract, FIRST_REPLY), *(() if at_qualification else SOLVING))
    return changed(born, marks=marked(born, fact, MarkKind.START, clocks))


def ticket_attached(anomaly: Anomaly, fact: Fact, what: events.TicketAttached, contract: Contract) -> Anomaly:
    """The issue is known under its present key; a security anomaly calls people now that it has one."""
    return alarmed(changed(anomaly, ticket=Ticket(what.site, what.issue_id, what.key)), fact)


def renumbered(anomaly: Anomaly, fact: Fact, what: events.TicketRenumbered, contract: Contract) -> Anomaly:
    """Jira knows the issue under another id: nothing else changes."""
    return changed(anomaly, ticket=Ticket(what.site, what.issue_id, what.key))


def duplicated(anomaly: Anomaly, fact: Fact, what: events.DuplicateOf, contract: Contract) -> Anomaly:
    """The anomaly repeats another; its clocks run on until a closing."""
    return changed(anomaly, duplicate_of=what.key)


def not_duplicate(anomaly: Anomaly, fact: Fact, what: events.NotDuplicate, contract: Contract) -> Anomaly:
    """Another link than the one that is kept changes nothing."""
    return changed(anomaly, duplicate_of="") if anomaly.duplicate_of == what.key else anomaly


def work_logged(anomaly: Anomaly, fact: Fact, what: events.WorkLogged, contract: Contract) -> Anomaly:
    """Nothing: the fact is kept for whoever counts the time spent."""
    return anomaly


def fields_given(anomaly: Anomaly, fact: Fact, what: events.FieldsGiven, contract: Contract) -> Anomaly:
    """Each value replaces the one given before for the same field of the same move."""
    return changed(noted(anomaly, fact, what, contract), given=gathered(anomaly, what.to, what.fields))


def retitled(anomaly: Anomaly, fact: Fact, what: events.Retitled, contract: Contract) -> Anomaly:
    """The issue has another title."""
    return changed(anomaly, title=what.title)


def taken(anomaly: Anomaly, fact: Fact, what: events.Taken | events.TakenOver, contract: Contract) -> Anomaly:
    """The author takes charge and owns the anomaly."""
    return changed(in_charge(anomaly, fact), owner=fact.by, claimed_at=fact.at)


def assigned(anomaly: Anomaly, fact: Fact, what: events.Assigned, contract: Contract) -> Anomaly:
    """An assignment names the owner, whoever (or whatever) made it."""
    return changed(in_charge(anomaly, fact), owner=what.to, claimed_at=fact.at)


def diagnosis_started(anomaly: Anomaly, fact: Fact, what: events.DiagnosisStarted, contract: Contract) -> Anomaly:
    """A wait ends; the first diagnosis is the one that is kept."""
    return changed(running_again(anomaly, fact, contract), diagnosis_at=anomaly.diagnosis_at or fact.at)


def description_rejected(anomaly: Anomaly, fact: Fact, what: events.DescriptionRejected, contract: Contract) -> Anomaly:
    """The clocks wait for the client, and looking into the description began the diagnosis."""
    seen = changed(anomaly, diagnosis_at=anomaly.diagnosis_at or fact.at)
    return waiting(seen, fact, PauseReason.CLIENT, what.missing, contract)


def client_answered(anomaly: Anomaly, fact: Fact, what: events.ClientAnswered, contract: Contract) -> Anomaly:
    """Only a wait for the client ends, and by no words that were there before it began."""
    if anomaly.wait is None or anomaly.wait.reason is not PauseReason.CLIENT:
        return anomaly
    if what.written is not None and what.written < anomaly.wait.since:
        return anomaly
    return running_again(anomaly, fact, contract)


def qualified(anomaly: Anomaly, fact: Fact, what: events.Qualified, contract: Contract) -> Anomaly:
    """The level and the scope hold from here; out of scope ends all clocks, back in scope runs those left."""
    first = anomaly.qualified_at is None
    in_scope = what.in_scope if what.in_scope is not None else anomaly.in_scope is not False
    settled = changed(
        anomaly,
        criticality=what.criticality,
        in_scope=in_scope,
        qualified_at=anomaly.qualified_at or fact.at,
        diagnosis_at=anomaly.diagnosis_at or fact.at,
    )
    after = alarmed(settled, fact)
    if not in_scope:
        return changed(after, marks=marked(after, fact, MarkKind.CANCEL, contract.clocks), wait=None)
    if anomaly.in_scope is False:
        after = _owed_again(after, fact, contract)
    if what.criticality is not anomaly.criticality:
        after = changed(after, marks=marked(after, fact, MarkKind.RETARGET, contract.clocks, why=what.reason))
    if first and contract.choices.starts is Start.QUALIFIED:
        after = changed(after, marks=marked(after, fact, MarkKind.START, SOLVING))
        after = changed(after, marks=marked(after, fact, MarkKind.STOP, _solved(after, contract)))
    return after


def _solved(anomaly: Anomaly, contract: Contract) -> tuple[ClockName, ...]:
    """The clocks that owe nothing more when they start: what they count to was done before."""
    unsettled = _unsettled(anomaly, contract)
    return (
        SOLVING if ClockName.RESOLUTION not in unsettled else tuple(one for one in WORKAROUND if one not in unsettled)
    )


def _owed_again(anomaly: Anomaly, fact: Fact, contract: Contract) -> Anomaly:
    """Settled clocks stay settled, those met meanwhile count until they were cancelled, and the rest runs from here."""
    unsettled = _unsettled(anomaly, contract)
    marks = Marks(
        one._replace(kind=MarkKind.STOP) if _met(one, anomaly) and one.clock not in unsettled else one
        for one in anomaly.marks
    )
    after = changed(anomaly, marks=marks)
    return changed(after, marks=marked(after, fact, MarkKind.REOPEN, unsettled))


def _met(one: Mark, anomaly: Anomaly) -> bool:
    """Whether a mark cancelled a clock of the present cycle."""
    return one.kind is MarkKind.CANCEL and one.cycle == anomaly.cycle


def cause_found(anomaly: Anomaly, fact: Fact, what: events.CauseFound, contract: Contract) -> Anomaly:
    """The root cause is known."""
    return changed(anomaly, cause=what.cause)


def delay_communicated(anomaly: Anomaly, fact: Fact, what: events.DelayCommunicated, contract: Contract) -> Anomaly:
    """These dates replace those promised before."""
    return changed(anomaly, communicated_at=fact.at, promised=what.deadlines)


def work_started(anomaly: Anomaly, fact: Fact, what: events.WorkStarted, contract: Contract) -> Anomaly:
    """A wait ends."""
    return changed(running_again(anomaly, fact, contract), diagnosis_at=anomaly.diagnosis_at or fact.at)


def worked_around(anomaly: Anomaly, fact: Fact, what: events.WorkaroundDelivered, contract: Contract) -> Anomaly:
    """The workaround clock stops, unless the contract waits for the client's word."""
    after = changed(anomaly, workaround_at=fact.at)
    if contract.choices.workaround_stop is WorkaroundStop.VALIDATED:
        return after
    return changed(after, marks=marked(after, fact, MarkKind.STOP, WORKAROUND))


def workaround_validated(anomaly: Anomaly, fact: Fact, what: events.WorkaroundValidated, contract: Contract) -> Anomaly:
    """The workaround clock stops."""
    after = changed(anomaly, workaround_validated_at=fact.at)
    return changed(after, marks=marked(after, fact, MarkKind.STOP, WORKAROUND))


def delivered(anomaly: Anomaly, fact: Fact, what: events.Delivered, contract: Contract) -> Anomaly:
    """The anomaly waits for acceptance; the contract says whether that stops the clocks or pauses them."""
    after = changed(running_again(anomaly, fact, contract), delivered_at=fact.at, accepted_at=None)
    after = changed(after, delivered_by=fact.by)
    if contract.choices.resolution_stop is ResolutionStop.DELIVERED:
        return changed(after, marks=marked(after, fact, MarkKind.STOP, SOLVING))
    if contract.choices.recette_pauses:
        return waiting(after, fact, PauseReason.RECETTE, "", contract)
    return after


def accepted(anomaly: Anomaly, fact: Fact, what: events.Accepted, contract: Contract) -> Anomaly:
    """The wait for acceptance ends."""
    return changed(running_again(anomaly, fact, contract), accepted_at=fact.at)


def refused(anomaly: Anomaly, fact: Fact, what: events.Refused, contract: Contract) -> Anomaly:
    """The clocks that the delivery had ended run again."""
    after = changed(running_again(anomaly, fact, contract), delivered_at=None, accepted_at=None)
    return changed(after, marks=marked(after, fact, MarkKind.REOPEN, _unsettled(after, contract)))


def deployed(anomaly: Anomaly, fact: Fact, what: events.Deployed, contract: Contract) -> Anomaly:
    """The correction is in production: the resolution ends if it had not."""
    after = changed(running_again(anomaly, fact, contract), deployed_at=fact.at)
    return changed(after, marks=marked(after, fact, MarkKind.STOP, run(contract, ENDING)))


def closed(anomaly: Anomaly, fact: Fact, what: events.Closed, contract: Contract) -> Anomaly:
    """Every clock ends, those left of what is not repaired being cancelled; an empty text keeps the earlier one."""
    after = changed(
        anomaly,
        closed_at=fact.at,
        wait=None,
        cause=what.cause or anomaly.cause,
        answer=what.answer or anomaly.answer,
        given=gathered(anomaly, fact.id, what.fields) if what.fields else anomaly.given,
    )
    repeated = bool(anomaly.duplicate_of) and anomaly.deployed_at is None
    if not (what.unrepaired or repeated):
        return changed(after, marks=marked(after, fact, MarkKind.STOP, contract.clocks))
    why = after.answer if what.unrepaired else anomaly.duplicate_of
    return changed(after, marks=marked(after, fact, MarkKind.CANCEL, _unsettled(anomaly, contract), why))


def reopened(anomaly: Anomaly, fact: Fact, what: events.Reopened, contract: Contract) -> Anomaly:
    """Within the contract's days the clocks run on; later a new cycle begins."""
    after = changed(anomaly, closed_at=None, delivered_at=None, accepted_at=None, deployed_at=None)
    if anomaly.in_scope is False:
        return after
    closed_at = anomaly.closed_at or fact.at
    # Cycles are numbered for good: a later edition of the file opens none, and joins none.
    if fact.at - closed_at <= timedelta(days=contract.as_of(fact.at).choices.reopening_days):
        return _owed_again(after, fact, contract)
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


def paused(anomaly: Anomaly, fact: Fact, what: events.Paused, contract: Contract) -> Anomaly:
    """The clocks that the contract pauses for this reason stand still."""
    return waiting(anomaly, fact, what.reason, what.note, contract)


def resumed(anomaly: Anomaly, fact: Fact, what: events.Resumed, contract: Contract) -> Anomaly:
    """They run again."""
    return running_again(anomaly, fact, contract, AT_TERM if what.term else "")
