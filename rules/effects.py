"""The effects of a decision: each says whom it is for and what; routing chooses the channel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from rules.budget_model import EnvelopeLine, LedgerButton, Money, PenaltyLine
from rules.contract import Announcement, Audience, ClockName, Criticality, JiraMeaning, PauseReason, Role
from rules.digest_model import Chapter
from rules.events import Actor, Shift


@dataclass(frozen=True, slots=True)
class Overdue:
    """One line of what should have been told while Vigie was stopped; `deadline` is the contract's or the promise."""

    name: str
    criticality: Criticality
    clock: ClockName
    deadline: datetime
    breached: bool
    promised: bool = False


Value = (
    str
    | int
    | datetime
    | timedelta
    | Criticality
    | ClockName
    | PauseReason
    | Role
    | Money
    | tuple[str | Shift | Chapter | Overdue | EnvelopeLine | PenaltyLine, ...]
)

Written = str | datetime | None
"""What can be written in a Jira field."""


class Say(StrEnum):
    """Every message that the rules can emit; the wording holds a French and an English sentence for each."""

    # private answers to the person who acted
    DONE = "done"
    REFUSED = "refused"
    UNCHANGED = "unchanged"
    UNKNOWN_ANOMALY = "unknown_anomaly"
    WAITS_BEHIND = "waits_behind"
    NO_CONTRACT = "no_contract"
    NOTHING_TO_FILL = "nothing_to_fill"
    TIME_COUNTED = "time_counted"
    TIME_TAKEN_BACK = "time_taken_back"
    TIME_NOT_COUNTED = "time_not_counted"
    QUOTE_ASKED = "quote_asked"
    QUOTE_TO_ANSWER = "quote_to_answer"
    QUOTE_SENT = "quote_sent"
    QUOTE_ANSWERED = "quote_answered"
    QUOTE_NOT_TAKEN = "quote_not_taken"
    # to a role
    HANDED_OVER = "handed_over"
    RAISED_TO_CP = "raised_to_cp"
    TICKET_LATE = "ticket_late"
    REOPENED_TO_PROVIDER = "reopened_to_provider"
    SECURITY_RAISED = "security_raised"
    DESCRIPTION_REJECTED = "description_rejected"
    CLIENT_ANSWERED = "client_answered"
    AUTOMATIC_REPLY = "automatic_reply"
    QUALIFIED_TO_RM = "qualified_to_rm"
    OUT_OF_SCOPE = "out_of_scope"
    LEVEL_REACHED = "level_reached"
    DELAY_TO_SEND = "delay_to_send"
    DELAY_COMMUNICATED = "delay_communicated"
    DELAY_CORRECTED = "delay_corrected"
    INFORMED_TO_RM = "informed_to_rm"
    WORKAROUND_TO_RM = "workaround_to_rm"
    RECETTE_ASKED = "recette_asked"
    RECETTE_ACCEPTED = "recette_accepted"
    RECETTE_REFUSED = "recette_refused"
    READY_TO_CLOSE = "ready_to_close"
    CLOSED_TO_RM = "closed_to_rm"
    PAUSED_FOR_CLIENT = "paused_for_client"
    WHY_ASKED = "why_asked"
    ANSWER_CHASED = "answer_chased"
    RECETTE_CHASED = "recette_chased"
    WAIT_RECALLED = "wait_recalled"
    WAIT_OUTLASTED = "wait_outlasted"
    WAIT_ENDED = "wait_ended"
    RESUMED_AT_TERM = "resumed_at_term"
    # in the thread and in Jira: the history
    LOG_RAISED = "log_raised"
    LOG_TICKET = "log_ticket"
    LOG_MOVED = "log_moved"
    LOG_MOVED_AWAY = "log_moved_away"
    LOG_MOVED_BACK = "log_moved_back"
    LOG_TICKET_REMOVED = "log_ticket_removed"
    LOG_TICKET_RESTORED = "log_ticket_restored"
    LOG_DECLASSIFIED = "log_declassified"
    LOG_RECLASSIFIED = "log_reclassified"
    LOG_DUPLICATE = "log_duplicate"
    LOG_NOT_DUPLICATE = "log_not_duplicate"
    LOG_TAKEN = "log_taken"
    LOG_TAKEN_OVER = "log_taken_over"
    LOG_DESCRIPTION_REJECTED = "log_description_rejected"
    LOG_CLIENT_ANSWERED = "log_client_answered"
    LOG_QUALIFIED = "log_qualified"
    LOG_OUT_OF_SCOPE = "log_out_of_scope"
    LOG_LEVEL_CHANGED = "log_level_changed"
    LOG_CAUSE = "log_cause"
    LOG_INFORMED = "log_informed"
    LOG_COMMUNICATED = "log_communicated"
    LOG_CORRECTED = "log_corrected"
    LOG_WORKAROUND = "log_workaround"
    LOG_DELIVERED = "log_delivered"
    LOG_REFUSED = "log_refused"
    LOG_DEPLOYED = "log_deployed"
    LOG_CLOSED = "log_closed"
    LOG_REOPENED = "log_reopened"
    LOG_PAUSED = "log_paused"
    LOG_RESUMED = "log_resumed"
    LOG_RESUMED_AT_TERM = "log_resumed_at_term"
    LOG_WAIT_EXPLAINED = "log_wait_explained"
    LOG_CHASED = "log_chased"
    # a step that has no words of its own but its name
    LOG_STEP = "log_step"
    TICKET_HIDDEN = "ticket_hidden"
    PREMATURE_STATUS = "premature_status"
    PRIORITY_NOT_COUNTED = "priority_not_counted"
    STATUS_UNDESCRIBED = "status_undescribed"
    # the clocks
    WARNING = "warning"
    BREACH = "breach"
    BREACH_AGAIN = "breach_again"
    WARNING_TO_ROLE = "warning_to_role"
    BREACH_TO_ROLE = "breach_to_role"
    UNANSWERED = "unanswered"
    LOG_UNANSWERED = "log_unanswered"
    LOG_SNOOZED = "log_snoozed"
    DEADLINES_MOVED = "deadlines_moved"
    BREACH_RULED = "breach_ruled"
    CONTRACT_EDITED = "contract_edited"
    # the dates promised
    PROMISE_BEYOND = "promise_beyond"
    PROMISE_NEAR = "promise_near"
    PROMISE_BROKEN = "promise_broken"
    PROMISE_OVERTAKEN = "promise_overtaken"
    # the personal data concerned, and the delays that follow
    PERSONAL_DATA = "personal_data"
    NO_PERSONAL_DATA = "no_personal_data"
    CLIENT_WARNED_TO_RM = "client_warned_to_rm"
    CLIENT_WARNED = "client_warned"
    AUTHORITY_NOTIFIED = "authority_notified"
    AUTHORITY_NOT_NOTIFIED = "authority_not_notified"
    CLIENT_WARNING_DUE = "client_warning_due"
    AUTHORITY_DECISION_DUE = "authority_decision_due"
    # after a downtime
    OVERDUE = "overdue"
    # at regular hours
    DAILY = "daily"
    WEEKLY = "weekly"
    EVENING = "evening"
    MONTHLY = "monthly"
    # what a contract includes each month
    TIME_AHEAD = "time_ahead"
    QUESTIONS_USED_UP = "questions_used_up"
    QUESTION_BEYOND = "question_beyond"
    QUESTION_JUDGED = "question_judged"
    # the budget of a contract
    MONTH_TO_CLOSE = "month_to_close"
    MONTH_CLOSED = "month_closed"
    MONTH_CLOSED_TO_RM = "month_closed_to_rm"
    BUDGET_WARNING = "budget_warning"
    POOL_WARNING = "pool_warning"
    OVERRUN_TO_DECIDE = "overrun_to_decide"
    OVERRUN_DECIDED = "overrun_decided"
    OVERRUN_TO_AGREE = "overrun_to_agree"
    OVERRUN_ANSWERED = "overrun_answered"
    AUTHOR_JUDGED = "author_judged"
    LEDGER_REFUSED = "ledger_refused"
    # what missed promises cost
    COMPENSATION_SETTLED = "compensation_settled"
    COMPENSATION_STEPPED = "compensation_stepped"
    COMPENSATION_DIFFERENCE = "compensation_difference"
    COMPENSATION_TERM = "compensation_term"
    COMPENSATION_REFUSED = "compensation_refused"
    # what an operator sends
    PROOF_SENT = "proof_sent"
    # what the chat did not say
    UNDELIVERED = "undelivered"
    # to whom can mend it
    CHAT_REFUSES = "chat_refuses"
    MAIL_REFUSED = "mail_refused"
    ERRAND_PARKED = "errand_parked"
    FIELD_REFUSED = "field_refused"
    WEBHOOK_DISABLED = "webhook_disabled"


PERSONAL = (Say.DAILY, Say.WEEKLY, Say.EVENING)
"""The lists, which go where their one reader chose to read them."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message before any language: a code, its values, and the moves offered as buttons under it.

    `moves` are those of its anomaly, `buttons` those of a contract's ledger.
    """

    say: Say
    values: Mapping[str, Value] = field(default_factory=dict)
    moves: tuple[str, ...] = ()
    buttons: tuple[LedgerButton, ...] = ()


@dataclass(frozen=True, slots=True)
class UpdateCard:
    """Bring the anomaly's living message up to date (post it where there is none yet)."""


@dataclass(frozen=True, slots=True)
class PostThread:
    """Say it in the anomaly's thread; `mention` is the one person called by name."""

    message: Message
    mention: Actor | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person to be told, and the contract that names them; `chat` and `email` are None where they have none.

    `chat` is their id in the chat that `via` names, "" for the contract's. `instead` names those in whose place they
    are told; `on_duty` says that they are because of their turn of on-call.
    """

    contract: str
    id: str
    name: str
    chat: str | None = None
    email: str | None = None
    instead: str = ""
    on_duty: bool = False
    via: str = ""


@dataclass(frozen=True, slots=True)
class Tell:
    """Say it to one person, in private."""

    to: Recipient
    message: Message


class Document(StrEnum):
    """A kind of document that a letter can enclose."""

    PROOF = "proof"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A document as it reads at an instant; `of` is the id of the subject that it is about.

    It is made when the letter leaves: an effect names its files, and never holds their bytes.
    """

    document: Document
    of: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Write:
    """Put it to one person in writing, with `files`.

    `unsaid_since` and `unsaid_by` are since when, and by which channel, they should have been told and were not.
    """

    to: Recipient
    message: Message
    unsaid_since: datetime | None = None
    unsaid_by: str = ""
    files: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class PostRoom:
    """Say it to everybody who reads the room of that audience, if the contract has one for it."""

    contract: str
    audience: Audience
    message: Message


@dataclass(frozen=True, slots=True)
class ClockShown:
    """The state of one clock: `state` and `verdict` are those of its reading; `deadline` is None if there is none."""

    clock: ClockName
    cycle: int
    state: str
    verdict: str
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class Happened:
    """One fact for an outside service (`id`, at `at`), with the anomaly's state after it.

    `key` is "" before there is a ticket, and `title` where it may not leave. `clock` is the one of which something is
    told, and `percent` how much of its target was spent. What is `gathered` was told to people in one list.
    """

    id: str
    what: Announcement
    at: datetime
    name: str
    key: str
    title: str
    phase: str
    criticality: Criticality | None
    in_scope: bool | None
    clocks: tuple[ClockShown, ...]
    clock: ClockName | None = None
    percent: int | None = None
    gathered: bool = False


@dataclass(frozen=True, slots=True)
class Publish:
    """Tell what happened to the webhook of that name."""

    contract: str
    to: str
    happened: Happened


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer the person who acted, for their eyes only; `contract` is the one that it is about, if it is no anomaly."""

    message: Message
    contract: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """An anomaly among which to choose: its own id, and what people know it by.

    `client` is whose it is, where its name does not tell it from another's.
    """

    anomaly: str
    name: str
    title: str
    criticality: Criticality | None
    closed: bool = False
    client: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """Ask the person who acted which anomaly they mean by `said`, for their eyes only; none where none will do.

    `move` is what they want of it, "" to look at it; `contract` is the one that they speak of, "" for several.
    """

    move: str
    said: str
    choices: tuple[Choice, ...]
    contract: str = ""


@dataclass(frozen=True, slots=True)
class ShowHome:
    """Show somebody their Home again at that page, after what they did on it; `user` is their id in the chat."""

    user: str
    page: int


@dataclass(frozen=True, slots=True)
class CreateIssue:
    """Create the anomaly's Jira issue."""


@dataclass(frozen=True, slots=True)
class TransitionIssue:
    """Bring the Jira issue to a status of this meaning."""

    meaning: JiraMeaning


@dataclass(frozen=True, slots=True)
class WriteIssue:
    """Write our values in the Jira issue, in one request: by our names (see `rules.writeback`), None to empty a field.

    `assignee` is the person of the contract to whom the issue goes, None when that does not change; `message` is said
    as a comment on the way, since Jira takes both at once.
    """

    values: Mapping[str, Written]
    assignee: Actor | None = None
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class CommentIssue:
    """Say it as a comment of the Jira issue; an `internal` one is kept from the customers of a service project."""

    message: Message
    internal: bool = True


@dataclass(frozen=True, slots=True)
class AttachFile:
    """Put a file on the Jira issue; `file` is its id in the chat where it was handed over."""

    file: str


Effect = (
    UpdateCard
    | PostThread
    | Tell
    | Write
    | PostRoom
    | Publish
    | Answer
    | Offer
    | ShowHome
    | CreateIssue
    | TransitionIssue
    | WriteIssue
    | CommentIssue
    | AttachFile
)
