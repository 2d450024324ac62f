"""A fact: one of all the things that can happen, with its instant, its author and its source."""

from dataclasses import dataclass
from datetime import datetime

from rules.events.actors import COMMENT, Actor, Source, Standing, System
from rules.events.alert_events import Acknowledged, Snoozed, Unanswered
from rules.events.clock_events import DeadlinesMoved, PromiseAlerted, ThresholdReached
from rules.events.field_events import FieldsGiven
from rules.events.move_events import MoveHappening
from rules.events.personal_data_events import (
    AuthorityDecided,
    AuthorityDecisionDue,
    ClientWarned,
    ClientWarningDue,
    NoPersonalData,
    PersonalDataFound,
)
from rules.events.ticket_events import (
    Declassified,
    DeletionConfirmed,
    DuplicateOf,
    MovedAway,
    MovedBack,
    NotDuplicate,
    Reclassified,
    Retitled,
    TicketAttached,
    TicketHidden,
    TicketRemoved,
    TicketRenumbered,
    TicketRestored,
    WorkLogged,
)
from rules.events.wait_events import AutomaticReply, Chased, WaitExplained, WaitOutlasted

Happening = (
    MoveHappening
    | TicketAttached
    | TicketRenumbered
    | TicketRemoved
    | TicketRestored
    | TicketHidden
    | DeletionConfirmed
    | Declassified
    | Reclassified
    | MovedAway
    | MovedBack
    | DuplicateOf
    | NotDuplicate
    | WorkLogged
    | FieldsGiven
    | Retitled
    | ThresholdReached
    | DeadlinesMoved
    | PromiseAlerted
    | Acknowledged
    | Snoozed
    | Unanswered
    | Chased
    | WaitOutlasted
    | PersonalDataFound
    | NoPersonalData
    | ClientWarned
    | AuthorityDecided
    | ClientWarningDue
    | AuthorityDecisionDue
    | WaitExplained
    | AutomaticReply
)

Reminding = (
    ThresholdReached | PromiseAlerted | Unanswered | Chased | WaitOutlasted | ClientWarningDue | AuthorityDecisionDue
)
"""What time alone brings; `rules.reminders` has a row for each."""


def kind_name(event: type[Happening]) -> str:
    """The name of a kind of fact: the default of its `kind`, under which it is journalled."""
    return str(event.__dataclass_fields__["kind"].default)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened: the same `id` is the same fact, however often and by whichever way it is heard.

    `at` is when it happened (aware UTC), not when it was heard.
    """

    id: str
    at: datetime
    by: Actor
    source: Source
    what: Happening

    @property
    def stated(self) -> bool:
        """True for a fact that Jira states of a time, or of an arrival, that had no Vigie to judge it."""
        return self.source.standing is not Standing.LIVE

    @property
    def ordered(self) -> bool:
        """True for a move ordered by a comment in Jira, which may still be refused."""
        return self.source.system is System.JIRA and self.source.ref.startswith(COMMENT)
