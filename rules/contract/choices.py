"""The options of a contract: each clock's behaviour, and who is told when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from rules.contract.targets import BusinessDays, Length
from rules.contract.terms import PAUSABLE, ClockName, Criticality, PauseReason, Role

_TWO_DAYS = BusinessDays(2)


class Requalification(StrEnum):
    """The effect of a change of criticality on the elapsed time."""

    KEEP_ELAPSED = "keep_elapsed"
    FROM_CHANGE = "from_change"


class Start(StrEnum):
    """The event that starts the workaround and resolution clocks."""

    RAISED = "raised"
    QUALIFIED = "qualified"


class WorkaroundStop(StrEnum):
    """The event that stops the workaround clock."""

    DELIVERED = "delivered"
    VALIDATED = "validated"


class ResolutionStop(StrEnum):
    """The event that stops the resolution clock."""

    DEPLOYED = "deployed"
    DELIVERED = "delivered"


class DelayMessage(StrEnum):
    """Whether the drafted delay message waits for the CP's button or goes by itself."""

    CP_SENDS = "cp_sends"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an escalation: a role, or one person by an identifier, told from a `share` of the target on.

    None: told only when those before do not answer.
    """

    who: Role | str
    share: float | None = 1.0


@dataclass(frozen=True, slots=True)
class Alerts:
    """When to warn: shares of the target (0 to 1), the least notice in opening time, and who hears of it in turn.

    `repeat` is the time from a breach to its first reminder, each further one after twice as long (None: no reminder).
    `patience` is how long those who were told may stay silent before the next step is told (None: for ever).
    """

    thresholds: tuple[float, ...] = (0.5, 0.75, 0.9)
    notice: timedelta = timedelta(minutes=15)
    repeat: timedelta | None = timedelta(hours=1)
    escalation: tuple[Step, ...] = (Step(Role.CP), Step(Role.DIRECTION))
    patience: timedelta | None = None


class AtTerm(StrEnum):
    """The end of a wait that lasted as long as it may: people are told, or it ends by itself too."""

    ALERT = "alert"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Chasing:
    """The follow-up of a wait; both lengths count in the contract's first calendar.

    Whoever is waited for is reminded at each `cadence` (None: never); a wait lasts `longest` at most (None: as long as
    it takes).
    """

    cadence: Length | None = _TWO_DAYS
    longest: Length | None = None
    at_term: AtTerm = AtTerm.ALERT


class Duty(StrEnum):
    """The duties once personal data may be concerned, gravest last: the provider's word, the client's decision."""

    WARN_CLIENT = "warn_client"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class PersonalDelays:
    """The delays once personal data may be concerned, by the wall clock: no closing stops them."""

    warn_client: timedelta = timedelta(hours=24)
    decide: timedelta = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Choices:
    """The semantics that the parties chose; each first value is the default.

    `pauses` names the clocks that a wait of each reason holds, all of PAUSABLE by default. `alerts_of` are the clocks
    of the criticalities that warn otherwise than `alerts` says. `mail_fallback` is how long, by the wall clock,
    a message to one person may wait for the chat before it is mailed too (None: for ever).
    """

    requalification: Requalification = Requalification.KEEP_ELAPSED
    starts: Start = Start.RAISED
    workaround_stop: WorkaroundStop = WorkaroundStop.DELIVERED
    resolution_stop: ResolutionStop = ResolutionStop.DEPLOYED
    recette_pauses: bool = False
    pauses: Mapping[PauseReason, tuple[ClockName, ...]] = field(
        default_factory=lambda: dict.fromkeys(PauseReason, PAUSABLE)
    )
    reopening_days: int = 5
    delay_message: DelayMessage = DelayMessage.CP_SENDS
    alerts: Alerts = field(default_factory=Alerts)
    alerts_of: Mapping[tuple[Criticality, ClockName], Alerts] = field(default_factory=dict)
    chasing: Chasing = field(default_factory=Chasing)
    personal_data: PersonalDelays = field(default_factory=PersonalDelays)
    mail_fallback: timedelta | None = timedelta(minutes=30)
