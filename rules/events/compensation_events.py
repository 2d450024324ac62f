"""The life of a compensation: calculated, notified, answered, then applied or waived."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rules.contract.compensation_terms import ExclusionCause
from rules.events.actors import Actor


@dataclass(frozen=True, slots=True)
class CompensationCalculated:
    """Vigie calculated `cents` for one line of a month (its first day); `line` names what was missed, and the month.

    The same line calculated again takes the place of the amount before, until it is notified.
    """

    line: str
    month: date
    cents: int
    kind: Literal["compensation_calculated"] = "compensation_calculated"


@dataclass(frozen=True, slots=True)
class CompensationNotified:
    """The provider received the notice of a compensation on a local date."""

    line: str
    on: date
    by: Actor
    kind: Literal["compensation_notified"] = "compensation_notified"


@dataclass(frozen=True, slots=True)
class CompensationObserved:
    """The provider answered the notice on a local date."""

    line: str
    on: date
    note: str
    by: Actor
    kind: Literal["compensation_observed"] = "compensation_observed"


@dataclass(frozen=True, slots=True)
class CompensationApplied:
    """The client applied it on a local date; `reference` is that of the decision."""

    line: str
    on: date
    reference: str
    by: Actor
    kind: Literal["compensation_applied"] = "compensation_applied"


@dataclass(frozen=True, slots=True)
class CompensationWaived:
    """So many cents of it were waived on a local date, for a reason; the whole where `cents` is None."""

    line: str
    on: date
    cents: int | None
    reason: str
    by: Actor
    kind: Literal["compensation_waived"] = "compensation_waived"


@dataclass(frozen=True, slots=True)
class CompensationExcluded:
    """A miss costs nothing for a cause that the contract excludes; `note` says the facts."""

    line: str
    on: date
    cause: ExclusionCause
    note: str
    by: Actor
    kind: Literal["compensation_excluded"] = "compensation_excluded"


CompensationEvent = (
    CompensationCalculated
    | CompensationNotified
    | CompensationObserved
    | CompensationApplied
    | CompensationWaived
    | CompensationExcluded
)
