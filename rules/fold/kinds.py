"""Every kind of fact, one row each: what it does to an anomaly, and every respect in which kinds differ."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from rules import events
from rules.anomaly import personal_data
from rules.anomaly.state import Anomaly
from rules.contract import Announcement, Contract, JiraMeaning
from rules.effects import Say
from rules.events import Fact, Happening
from rules.fold import presence, reminder_state, steps, support_steps

Step = Callable[[Anomaly, Fact, Any, Contract], Anomaly]


class Rank(IntEnum):
    """The place of a kind among simultaneous facts: births first, then from the weakest to the strongest.

    Nothing can be said of an anomaly that does not exist. Of the others the last has the last word: stop > pause >
    resume > start.
    """

    DETECTED = 0
    RAISED = 1
    TICKET = 2
    RESUMES = 3
    OTHER = 4
    PAUSES = 5
    STOPS = 6
    CANCELS = 7


@dataclass(frozen=True, slots=True)
class Kind:
    """The properties of one kind of fact. Every default suits a plain step of the lifecycle.

    - `step`: the anomaly after it. `rank`: see Rank.
    - `act`: a named human of the provider who does it takes charge. `answers`: it answers the alerts given before.
    - `status`: a Jira status can say it. `leads_on`: shown by Jira too early, it may still come true.
    - `informs`: it puts words of the provider before the client. `proves`: told by Jira, it shows that the issue is
      there.
    - `line`: what the thread reads, LOG_STEP for the sentence of its own kind (`say.log_step.<kind>`).
    - `status_in_jira`: the status that it gives the issue. `comment`: the line is written on the issue as well.
    - `for_client`: customers of a service project may read that comment.
    - `announced`: what webhooks publish. `apart`: nothing that happens later depends on it.
    """

    event: type[Happening]
    step: Step
    rank: Rank = Rank.OTHER
    act: bool = True
    answers: bool = True
    status: bool = False
    leads_on: bool = False
    informs: bool = False
    proves: bool = True
    line: Say | None = None
    status_in_jira: JiraMeaning | None = None
    comment: bool = True
    for_client: bool = False
    announced: Announcement | None = None
    apart: bool = False


KINDS: tuple[Kind, ...] = (
    Kind(events.Detected, steps.detected, Rank.DETECTED),
    Kind(
        events.Raised,
        steps.raised,
        Rank.RAISED,
        act=False,
        line=Say.LOG_RAISED,
        comment=False,
        announced=Announcement.RAISED,
    ),
    Kind(
        events.TicketAttached,
        steps.ticket_attached,
        Rank.TICKET,
        line=Say.LOG_TICKET,
        comment=False,
        announced=Announcement.TICKET,
    ),
    Kind(events.TicketRenumbered, steps.renumbered, Rank.TICKET),
    # Jira tells of an issue's links and worklogs after it deleted the issue itself.
    Kind(events.TicketRemoved, presence.removed, Rank.CANCELS, proves=False, line=Say.LOG_TICKET_REMOVED),
    Kind(events.TicketRestored, presence.restored),
    Kind(events.TicketHidden, presence.hidden, act=False, answers=False, proves=False),
    Kind(events.DeletionConfirmed, presence.confirmed, Rank.CANCELS, proves=False, line=Say.LOG_TICKET_REMOVED),
    Kind(events.Declassified, presence.declassified, Rank.CANCELS, line=Say.LOG_DECLASSIFIED),
    Kind(events.Reclassified, presence.reclassified, line=Say.LOG_RECLASSIFIED),
    Kind(events.MovedAway, presence.moved_away, Rank.CANCELS, line=Say.LOG_MOVED_AWAY),
    # Before whatever else is told of the same instant, which counts again.
    Kind(events.MovedBack, presence.moved_back, Rank.TICKET, line=Say.LOG_MOVED_BACK),
    Kind(events.DuplicateOf, steps.duplicated, proves=False, line=Say.LOG_DUPLICATE, apart=True),
    Kind(events.NotDuplicate, steps.not_duplicate, proves=False, line=Say.LOG_NOT_DUPLICATE, apart=True),
    Kind(events.WorkLogged, steps.work_logged, proves=False, apart=True),
    Kind(events.Retried, steps.noted),
    Kind(events.FieldsGiven, steps.fields_given),
    Kind(events.Retitled, steps.retitled, apart=True),
    Kind(
        events.Taken,
        steps.taken,
        Rank.STOPS,
        line=Say.LOG_TAKEN,
        status_in_jira=JiraMeaning.DIAGNOSIS,
        comment=False,
        announced=Announcement.TAKEN,
    ),
    Kind(
        events.TakenOver,
        steps.taken,
        Rank.STOPS,
        line=Say.LOG_TAKEN_OVER,
        comment=False,
        announced=Announcement.TAKEN,
    ),
    Kind(
        events.Assigned,
        steps.assigned,
        Rank.STOPS,
        line=Say.LOG_TAKEN,
        comment=False,
        announced=Announcement.TAKEN,
    ),
    Kind(
        events.DiagnosisStarted,
        steps.diagnosis_started,
        status=True,
        leads_on=True,
        status_in_jira=JiraMeaning.DIAGNOSIS,
    ),
    Kind(
        events.DescriptionRejected,
        steps.description_rejected,
        Rank.PAUSES,
        informs=True,
        line=Say.LOG_DESCRIPTION_REJECTED,
        status_in_jira=JiraMeaning.WAITING_CLIENT,
        for_client=True,
    ),
    Kind(events.ClientAnswered, steps.client_answered, Rank.RESUMES, line=Say.LOG_CLIENT_ANSWERED),
    Kind(events.AutomaticReply, steps.noted, act=False, answers=False, apart=True),
    Kind(events.Qualified, steps.qualified, line=Say.LOG_QUALIFIED, for_client=True),
    # Who hands it to the next level answers the alerts, and takes no charge of it.
    Kind(events.LevelChanged, support_steps.level_changed, act=False, line=Say.LOG_LEVEL_CHANGED),
    Kind(events.CauseFound, steps.cause_found, line=Say.LOG_CAUSE),
    # Words to the client are a reply; taking charge asks for an act on the anomaly.
    Kind(
        events.Informed,
        reminder_state.informed,
        act=False,
        informs=True,
        line=Say.LOG_INFORMED,
        for_client=True,
        apart=True,
    ),
    Kind(
        events.DelayCommunicated,
        steps.delay_communicated,
        informs=True,
        line=Say.LOG_COMMUNICATED,
        status_in_jira=JiraMeaning.RESOLUTION,
        for_client=True,
        announced=Announcement.DELAY_COMMUNICATED,
    ),
    Kind(
        events.WorkStarted,
        steps.work_started,
        status=True,
        leads_on=True,
        status_in_jira=JiraMeaning.RESOLUTION,
    ),
    Kind(
        events.WorkaroundDelivered,
        steps.worked_around,
        Rank.STOPS,
        informs=True,
        line=Say.LOG_WORKAROUND,
        for_client=True,
        announced=Announcement.WORKAROUND,
    ),
    Kind(
        events.WorkaroundValidated,
        steps.workaround_validated,
        Rank.STOPS,
        line=Say.LOG_STEP,
        announced=Announcement.WORKAROUND_VALIDATED,
    ),
    Kind(
        events.Delivered,
        steps.delivered,
        Rank.STOPS,
        status=True,
        leads_on=True,
        informs=True,
        line=Say.LOG_DELIVERED,
        status_in_jira=JiraMeaning.RECETTE,
        for_client=True,
        announced=Announcement.DELIVERED,
    ),
    Kind(
        events.Accepted,
        steps.accepted,
        Rank.STOPS,
        status=True,
        leads_on=True,
        line=Say.LOG_STEP,
        status_in_jira=JiraMeaning.ACCEPTED,
        announced=Announcement.ACCEPTED,
    ),
    Kind(
        events.Refused,
        steps.refused,
        Rank.RESUMES,
        status=True,
        line=Say.LOG_REFUSED,
        status_in_jira=JiraMeaning.RESOLUTION,
        announced=Announcement.REFUSED,
    ),
    Kind(
        events.Deployed,
        steps.deployed,
        Rank.STOPS,
        status=True,
        leads_on=True,
        line=Say.LOG_DEPLOYED,
        status_in_jira=JiraMeaning.DEPLOYED,
        for_client=True,
        announced=Announcement.DEPLOYED,
    ),
    Kind(
        events.Closed,
        steps.closed,
        Rank.STOPS,
        status=True,
        leads_on=True,
        informs=True,
        line=Say.LOG_CLOSED,
        status_in_jira=JiraMeaning.CLOSED,
        for_client=True,
        announced=Announcement.CLOSED,
    ),
    Kind(
        events.Reopened,
        steps.reopened,
        Rank.RESUMES,
        status=True,
        line=Say.LOG_REOPENED,
        status_in_jira=JiraMeaning.DIAGNOSIS,
        for_client=True,
        announced=Announcement.REOPENED,
    ),
    # Whom a pause waits for says whether the client is told, and the status.
    Kind(events.Paused, steps.paused, Rank.PAUSES, status=True, informs=True, line=Say.LOG_PAUSED, for_client=True),
    Kind(events.Resumed, steps.resumed, Rank.RESUMES, status=True, line=Say.LOG_RESUMED, for_client=True),
    Kind(events.ThresholdReached, reminder_state.alerted),
    Kind(events.DeadlinesMoved, reminder_state.moved, announced=Announcement.DEADLINES_MOVED),
    Kind(events.PromiseAlerted, reminder_state.promise_alerted),
    Kind(events.Acknowledged, reminder_state.acknowledged, line=Say.LOG_STEP),
    Kind(events.Snoozed, reminder_state.snoozed, act=False, answers=False, line=Say.LOG_SNOOZED),
    Kind(events.Unanswered, reminder_state.unanswered),
    Kind(events.Chased, reminder_state.chased),
    Kind(events.WaitOutlasted, reminder_state.outlasted),
    Kind(events.PersonalDataFound, personal_data.found, act=False),
    Kind(events.NoPersonalData, personal_data.denied, act=False),
    Kind(events.ClientWarned, personal_data.warned, act=False, informs=True),
    Kind(events.AuthorityDecided, personal_data.decided),
    Kind(events.ClientWarningDue, personal_data.reminded),
    Kind(events.AuthorityDecisionDue, personal_data.reminded),
    Kind(events.WaitExplained, reminder_state.explained, line=Say.LOG_WAIT_EXPLAINED, for_client=True),
)

KIND_OF: Mapping[type[Happening], Kind] = {kind.event: kind for kind in KINDS}


def kind_of(what: Happening) -> Kind:
    """The row of what happened."""
    return KIND_OF[type(what)]
