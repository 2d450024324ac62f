"""What can happen to an anomaly: facts, each with its instant, its author, its source and an identity of its own."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from rules.contract import ClockName, Criticality, PauseReason, Role, Side

_PROVIDERS = frozenset({Role.CP, Role.DEVELOPER, Role.DIRECTION})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: `id` is the contract's person (else the tool's own user id), `roles` those held in the contract.

    `human` is False for an application or an automation, whose acts never count as a person's. `customer` is True for
    somebody whom the contract does not name, and whose account in the tool can only be the client's.
    """

    id: str
    name: str
    roles: frozenset[Role] = frozenset()
    human: bool = True
    customer: bool = False

    @property
    def side(self) -> Side | None:
        """The party the actor speaks for; None when nothing tells."""
        if not self.roles.isdisjoint(_PROVIDERS):
            return Side.PROVIDER
        return Side.CLIENT if self.roles or self.customer else None


VIGIE = Actor("vigie", "Vigie", human=False)


class System(StrEnum):
    """Where a fact was heard."""

    SLACK = "slack"
    JIRA = "jira"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact can be checked: a Jira changelog or comment id, a Slack timestamp."""

    system: System
    ref: str


COMMENT = "commentaire"
"""What the reference of a Jira comment begins with."""


@dataclass(frozen=True, slots=True)
class Template:
    """The template of a ticket, as the client filled it in; empty where nothing was said."""

    environment: str = ""
    steps: str = ""
    expected: str = ""
    observed: str = ""
    impact: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Detected:
    """An agent noticed a malfunction and handed it to the RM (phase 1)."""

    title: str
    description: str
    kind: Literal["detected"] = "detected"


@dataclass(frozen=True, slots=True)
class Raised:
    """The RM raised the anomaly, template filled in (phase 2); the contract's clocks start here."""

    title: str
    criticality: Criticality
    template: Template = field(default_factory=Template)
    kind: Literal["raised"] = "raised"


@dataclass(frozen=True, slots=True)
class TicketAttached:
    """The anomaly has, or changed, its Jira issue: `issue_id` never changes, `key` does when the issue is moved."""

    site: str
    issue_id: str
    key: str
    kind: Literal["ticket_attached"] = "ticket_attached"


@dataclass(frozen=True, slots=True)
class TicketRemoved:
    """The Jira issue was deleted: nothing is counted any more, unless it turns out to exist."""

    kind: Literal["ticket_removed"] = "ticket_removed"


@dataclass(frozen=True, slots=True)
class TicketRestored:
    """Jira spoke of an issue that had been deleted."""

    kind: Literal["ticket_restored"] = "ticket_restored"


@dataclass(frozen=True, slots=True)
class Declassified:
    """The Jira issue became one of another `type`, which the contract does not count."""

    type: str
    kind: Literal["declassified"] = "declassified"


@dataclass(frozen=True, slots=True)
class Reclassified:
    """The Jira issue is one of a `type` that the contract counts."""

    type: str
    kind: Literal["reclassified"] = "reclassified"


@dataclass(frozen=True, slots=True)
class DuplicateOf:
    """The Jira issue was linked as a duplicate of the one of that key."""

    key: str
    kind: Literal["duplicate_of"] = "duplicate_of"


@dataclass(frozen=True, slots=True)
class NotDuplicate:
    """That link was taken away."""

    key: str
    kind: Literal["not_duplicate"] = "not_duplicate"


@dataclass(frozen=True, slots=True)
class WorkLogged:
    """Time spent, as its author entered it: the last fact of a `worklog` holds, and one of 0 seconds takes it away."""

    worklog: str
    seconds: int
    started: datetime | None = None
    kind: Literal["work_logged"] = "work_logged"


@dataclass(frozen=True, slots=True)
class Retitled:
    """The summary was edited."""

    title: str
    kind: Literal["retitled"] = "retitled"


@dataclass(frozen=True, slots=True)
class Taken:
    """A named human of the provider took charge and owns the anomaly from now on."""

    kind: Literal["taken"] = "taken"


@dataclass(frozen=True, slots=True)
class Assigned:
    """Somebody gave the anomaly to a named human of the provider, which is taking charge too."""

    to: Actor
    kind: Literal["assigned"] = "assigned"


@dataclass(frozen=True, slots=True)
class DiagnosisStarted:
    """The provider began to look into it (phase 3)."""

    kind: Literal["diagnosis_started"] = "diagnosis_started"


@dataclass(frozen=True, slots=True)
class DescriptionRejected:
    """The description is not good enough: the client owes `missing`, and the clocks wait for it."""

    missing: str
    kind: Literal["description_rejected"] = "description_rejected"


@dataclass(frozen=True, slots=True)
class ClientAnswered:
    """The client side answered (comment, attachment, button); `text` may be empty."""

    text: str = ""
    kind: Literal["client_answered"] = "client_answered"


@dataclass(frozen=True, slots=True)
class Qualified:
    """The CP settled the criticality and whether the anomaly is in corrective scope (None: as it was, else in)."""

    criticality: Criticality
    in_scope: bool | None = True
    reason: str = ""
    kind: Literal["qualified"] = "qualified"


@dataclass(frozen=True, slots=True)
class CauseFound:
    """The root cause was recorded."""

    cause: str
    kind: Literal["cause_found"] = "cause_found"


@dataclass(frozen=True, slots=True)
class Informed:
    """The provider told the client where things are, in the words of `text`."""

    text: str = ""
    kind: Literal["informed"] = "informed"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline as it was told to the client; `at` is None where nothing was promised."""

    clock: ClockName
    at: datetime | None


@dataclass(frozen=True, slots=True)
class DelayCommunicated:
    """The deadlines were told to the RM, in the words of `text` (phase 4)."""

    text: str
    deadlines: tuple[Deadline, ...] = ()
    kind: Literal["delay_communicated"] = "delay_communicated"


@dataclass(frozen=True, slots=True)
class WorkStarted:
    """The fix is being made (phase 5)."""

    kind: Literal["work_started"] = "work_started"


@dataclass(frozen=True, slots=True)
class WorkaroundDelivered:
    """A workaround is in place."""

    note: str = ""
    kind: Literal["workaround_delivered"] = "workaround_delivered"


@dataclass(frozen=True, slots=True)
class WorkaroundValidated:
    """The client confirmed that the workaround holds."""

    kind: Literal["workaround_validated"] = "workaround_validated"


@dataclass(frozen=True, slots=True)
class Delivered:
    """The fix is in recette and waits for the RM."""

    note: str = ""
    kind: Literal["delivered"] = "delivered"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The RM accepted the fix in recette."""

    kind: Literal["accepted"] = "accepted"


@dataclass(frozen=True, slots=True)
class Refused:
    """The RM refused the fix in recette, for `reason`."""

    reason: str
    kind: Literal["refused"] = "refused"


@dataclass(frozen=True, slots=True)
class Deployed:
    """The accepted fix is in production."""

    note: str = ""
    kind: Literal["deployed"] = "deployed"


@dataclass(frozen=True, slots=True)
class Closed:
    """The CP closed, and told cause and answer (phase 6). Empty texts keep what was recorded before."""

    cause: str = ""
    answer: str = ""
    kind: Literal["closed"] = "closed"


@dataclass(frozen=True, slots=True)
class Reopened:
    """A closed anomaly is open again, for `reason`."""

    reason: str = ""
    kind: Literal["reopened"] = "reopened"


@dataclass(frozen=True, slots=True)
class Paused:
    """The clocks that may pause stand still, for a typed reason."""

    reason: PauseReason
    note: str = ""
    kind: Literal["paused"] = "paused"


@dataclass(frozen=True, slots=True)
class Resumed:
    """The clocks run again."""

    note: str = ""
    kind: Literal["resumed"] = "resumed"


@dataclass(frozen=True, slots=True)
class ThresholdReached:
    """A clock came to a share of its target (1.0 is the breach), for the deadline it had then."""

    clock: ClockName
    cycle: int
    share: float
    deadline: datetime
    kind: Literal["threshold_reached"] = "threshold_reached"


class Cause(StrEnum):
    """Why deadlines moved other than by a wait."""

    REQUALIFIED = "requalified"
    CONTRACT_EDITED = "contract_edited"
    HISTORY = "history"
    TICKET = "ticket"


class Ruling(StrEnum):
    """What becomes of a breach that was announced before the deadline moved."""

    UPHELD = "upheld"
    ANNULLED = "annulled"


@dataclass(frozen=True, slots=True)
class Shift:
    """One deadline before and after it moved, None for no deadline; `ruling` only where a breach had been announced."""

    clock: ClockName
    cycle: int
    before: datetime | None
    after: datetime | None
    ruling: Ruling | None = None


@dataclass(frozen=True, slots=True)
class DeadlinesMoved:
    """Deadlines moved: by a new criticality, by an edited contract file, by facts heard late; `reason` in words."""

    shifts: tuple[Shift, ...]
    cause: Cause
    reason: str = ""
    kind: Literal["deadlines_moved"] = "deadlines_moved"


@dataclass(frozen=True, slots=True)
class PromiseAlerted:
    """A date promised to the client is near (`share` under 1.0) or gone by (1.0) while the clock has not stopped."""

    clock: ClockName
    cycle: int
    share: float
    promised: datetime
    kind: Literal["promise_alerted"] = "promise_alerted"


@dataclass(frozen=True, slots=True)
class Retried:
    """Somebody asked that what the other tools refused be sent again, once they had mended its cause."""

    kind: Literal["retried"] = "retried"


Happening = (
    Detected
    | Raised
    | TicketAttached
    | TicketRemoved
    | TicketRestored
    | Declassified
    | Reclassified
    | DuplicateOf
    | NotDuplicate
    | WorkLogged
    | Retried
    | Retitled
    | Taken
    | Assigned
    | DiagnosisStarted
    | DescriptionRejected
    | ClientAnswered
    | Qualified
    | CauseFound
    | Informed
    | DelayCommunicated
    | WorkStarted
    | WorkaroundDelivered
    | WorkaroundValidated
    | Delivered
    | Accepted
    | Refused
    | Deployed
    | Closed
    | Reopened
    | Paused
    | Resumed
    | ThresholdReached
    | DeadlinesMoved
    | PromiseAlerted
)


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
    def ordered(self) -> bool:
        """Whether somebody asked for it by a comment in Jira, and may still be told no."""
        return self.source.system is System.JIRA and self.source.ref.startswith(COMMENT)
