"""The facts of an anomaly: each has its instant, its author, its source and an id."""

from rules.events.actors import COMMENT, LINK, VIGIE, WORKLOG, Actor, Source, Standing, System
from rules.events.alert_events import Acknowledged, Snoozed, Unanswered
from rules.events.clock_events import Cause, DeadlinesMoved, PromiseAlerted, Ruling, Shift, ThresholdReached
from rules.events.fact import Fact, Happening, Reminding, kind_name
from rules.events.field_events import FieldGiven, FieldsGiven
from rules.events.move_events import *  # noqa: F403 - an event of that file is named there alone
from rules.events.personal_data_events import (
    AuthorityDecided,
    AuthorityDecisionDue,
    ClientWarned,
    ClientWarningDue,
    NoPersonalData,
    PersonalDataFound,
    PersonalReminding,
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
    TicketRestored,
    WorkLogged,
)
from rules.events.wait_events import AutomaticReply, Chased, WaitExplained, WaitOutlasted

__all__ = [
    "COMMENT",
    "LINK",
    "VIGIE",
    "WORKLOG",
    "Acknowledged",
    "Actor",
    "AuthorityDecided",
    "AuthorityDecisionDue",
    "AutomaticReply",
    "Cause",
    "Chased",
    "ClientWarned",
    "ClientWarningDue",
    "DeadlinesMoved",
    "Declassified",
    "DeletionConfirmed",
    "DuplicateOf",
    "Fact",
    "FieldGiven",
    "FieldsGiven",
    "Happening",
    "MovedAway",
    "MovedBack",
    "NoPersonalData",
    "NotDuplicate",
    "PersonalDataFound",
    "PersonalReminding",
    "PromiseAlerted",
    "Reclassified",
    "Reminding",
    "Retitled",
    "Ruling",
    "Shift",
    "Snoozed",
    "Source",
    "Standing",
    "System",
    "ThresholdReached",
    "TicketAttached",
    "TicketHidden",
    "TicketRemoved",
    "TicketRestored",
    "Unanswered",
    "WaitExplained",
    "WaitOutlasted",
    "WorkLogged",
    "kind_name",
]
