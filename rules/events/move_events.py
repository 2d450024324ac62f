"""The facts that people make, from the detection of an anomaly to its closure and back."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from rules.contract import ClockName, Criticality, PauseReason, SupportLevel
from rules.events.actors import Actor
from rules.events.field_events import FieldGiven

__all__ = [
    "Accepted",
    "Assigned",
    "CauseFound",
    "ClientAnswered",
    "Closed",
    "Deadline",
    "DelayCommunicated",
    "Delivered",
    "Deployed",
    "DescriptionRejected",
    "Detected",
    "DiagnosisStarted",
    "Informed",
    "LevelChanged",
    "MoveHappening",
    "Origin",
    "Paused",
    "Qualified",
    "Raised",
    "Refused",
    "Reopened",
    "Resumed",
    "Retried",
    "Taken",
    "TakenOver",
    "Template",
    "WorkStarted",
    "WorkaroundDelivered",
    "WorkaroundValidated",
]


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
class Origin:
    """The chat message from which an anomaly was declared: its author's name and its address ("" where unknown)."""

    author: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Detected:
    """An agent noticed a malfunction and handed it to the RM (phase 1); `files` are ids of the chat."""

    title: str
    description: str
    files: tuple[str, ...] = ()
    origin: Origin | None = None
    kind: Literal["detected"] = "detected"


@dataclass(frozen=True, slots=True)
class Raised:
    """The RM raised the anomaly, template filled in (phase 2); the contract's clocks start here.

    `files` are the chat's ids of those handed over with it, at its detection too.
    """

    title: str
    criticality: Criticality
    template: Template = field(default_factory=Template)
    files: tuple[str, ...] = ()
    origin: Origin | None = None
    kind: Literal["raised"] = "raised"


@dataclass(frozen=True, slots=True)
class Taken:
    """A named human of the provider took charge and owns the anomaly from now on."""

    kind: Literal["taken"] = "taken"


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A named human of the provider owns, from now on, what another had taken charge of."""

    kind: Literal["taken_over"] = "taken_over"


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
    """The client side answered (comment, attachment, button); `text` may be empty, `files` are ids of the chat.

    `written` is when its words were first written, where they were edited since or may have been.
    """

    text: str = ""
    files: tuple[str, ...] = ()
    kind: Literal["client_answered"] = "client_answered"
    written: datetime | None = None


@dataclass(frozen=True, slots=True)
class Qualified:
    """The CP settled the criticality and whether the anomaly is in corrective scope (None: as it was, else in)."""

    criticality: Criticality
    in_scope: bool | None = True
    reason: str = ""
    kind: Literal["qualified"] = "qualified"


@dataclass(frozen=True, slots=True)
class LevelChanged:
    """The anomaly went to the people of another support level, for `reason`."""

    level: SupportLevel
    reason: str = ""
    kind: Literal["level_changed"] = "level_changed"


@dataclass(frozen=True, slots=True)
class CauseFound:
    """The root cause was recorded."""

    cause: str
    kind: Literal["cause_found"] = "cause_found"


@dataclass(frozen=True, slots=True)
class Informed:
    """The provider informed the client, in the words of `text`."""

    text: str = ""
    kind: Literal["informed"] = "informed"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as it was told to the client; `at` is None where nothing was promised."""

    clock: ClockName
    at: datetime | None


@dataclass(frozen=True, slots=True)
class DelayCommunicated:
    """The deadlines were told to the RM, in the words of `text` (phase 4); `replaces` are the dates corrected."""

    text: str
    deadlines: tuple[Deadline, ...] = ()
    kind: Literal["delay_communicated"] = "delay_communicated"
    replaces: tuple[Deadline, ...] = ()


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
    """The CP closed, and told cause and answer (phase 6). Empty texts keep what was recorded before.

    `fields` are what Jira's own screen asks for besides. One that is `unrepaired` was cancelled or dropped in Jira, for
    which the answer is the name of the status.
    """

    cause: str = ""
    answer: str = ""
    fields: tuple[FieldGiven, ...] = ()
    kind: Literal["closed"] = "closed"
    unrepaired: bool = False


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
    """The clocks run again; `term` is until when the contract let them wait, where that is why."""

    note: str = ""
    kind: Literal["resumed"] = "resumed"
    term: datetime | None = None


@dataclass(frozen=True, slots=True)
class Retried:
    """Somebody asked that what the other tools refused be sent again, once they had mended its cause."""

    kind: Literal["retried"] = "retried"


MoveHappening = (
    Detected
    | Raised
    | Taken
    | TakenOver
    | Assigned
    | DiagnosisStarted
    | DescriptionRejected
    | ClientAnswered
    | Qualified
    | LevelChanged
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
    | Retried
)
"""Every event of this file."""
