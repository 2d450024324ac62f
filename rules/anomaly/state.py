"""An anomaly as its facts leave it: a value, computed from the journal and never edited by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rules.clock import Mark, Marks
from rules.contract import ClockName, Criticality, PauseReason, SupportLevel
from rules.events import Actor, Deadline, Fact, FieldGiven, Origin, PersonalReminding, Template


class Phase(StrEnum):
    """The six phases, in order."""

    DETECTION = "detection"
    REMONTEE = "remontee"
    DIAGNOSTIC = "diagnostic"
    DELAY = "delay"
    RESOLUTION = "resolution"
    CLOSURE = "closure"


PHASES = tuple(Phase)


@dataclass(frozen=True, slots=True)
class Ticket:
    """The Jira issue: `id` for good, `key` until the issue is moved to another project."""

    site: str
    id: str
    key: str


@dataclass(frozen=True, slots=True)
class Wait:
    """A pause that still holds: since when, why, and who asked for it."""

    since: datetime
    reason: PauseReason
    note: str
    by: Actor

    @property
    def unexplained(self) -> bool:
        """Whether nobody said what is waited for; a recette says it by itself."""
        return not self.note.strip() and self.reason is not PauseReason.RECETTE


@dataclass(frozen=True, slots=True)
class Chase:
    """A reminder of the wait that began at `since`, given `at` an instant for `due`; `told` unless only counted.

    A `past` one was due before anybody could be told: no other follows until somebody asks again.
    """

    since: datetime
    due: datetime
    at: datetime
    told: bool
    past: bool = False


@dataclass(frozen=True, slots=True)
class Absence:
    """Why the contract has no such anomaly `since` an instant.

    Its issue was removed, is of another type ("" if not), or is `elsewhere`, in a project that is not the contract's.
    """

    since: datetime
    removed_at: datetime | None = None
    removed_by: Actor | None = None
    other_type: str = ""
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Away:
    """A time that the issue spent outside the contract's projects; `until` is None while it is there."""

    since: datetime
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether the issue was away at an instant: from its departure on, and no more at its return."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Alert:
    """An alert given at an instant: once for each clock, cycle, share of the target and deadline (or promised date).

    Its share is 1.0 for a breach and one more for each reminder of it; of a step of the escalation, its number. A
    `gathered` one was told with others.
    """

    clock: ClockName
    cycle: int
    share: float
    deadline: datetime
    at: datetime
    gathered: bool = False


@dataclass(frozen=True, slots=True)
class Snooze:
    """The reminders put off: until when, why, by whom and since when."""

    until: datetime
    reason: str
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class LevelMove:
    """A passage from one support level to another, at an instant."""

    at: datetime
    was: SupportLevel
    now: SupportLevel

    @property
    def up(self) -> bool:
        """Whether it is an escalation, and no return to a lower level."""
        return self.now > self.was


@dataclass(frozen=True, slots=True)
class PersonalData:
    """The personal data concerned: `since` when, None where none are, and `note` in words.

    `warned_at` is when the client was told, `decided_at` when it decided, `notified` whether its authority was told.
    """

    since: datetime | None = None
    note: str = ""
    warned_at: datetime | None = None
    decided_at: datetime | None = None
    notified: bool | None = None
    reminded: tuple[PersonalReminding, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """A value given for Jira's screen on the way of one move, that of the fact of id `to`."""

    to: str
    fields: tuple[FieldGiven, ...]


@dataclass(frozen=True)
class Anomaly:
    """The state of an anomaly. Instants are aware UTC; None for an event that has not happened, or no longer holds.

    `updates` counts the words to the client from which the next one was due: the cycles of that clock. `pending` are
    the statuses that Jira showed ahead of the lifecycle, in order: each counts once its preconditions hold.
    `alarmed_at` is since when those who answer for it know that it is about security, None while it is not.
    `claimed_at` is since when somebody said that they own it, or were given it, and not only acted on it first.
    `answered_at` is when a named human of the provider last answered an alert, by whatever they did.
    `personal` is None until somebody says whether personal data are concerned.
    `away` are the times that its issue spent in projects that are not the contract's.
    `hidden_since` is since when Jira shows Vigie the issue no more.
    `duplicate_of` is the key of the issue that its own repeats. `files` are those handed over at its detection.
    `outlasted` says since when the waits lasted that came to their term.
    `level` is the support level that answers for it, None where the contract has none; `level_moves` lead there.
    `made` says when each step that has no field of its own was last made, by the name of its kind of fact.
    """

    id: str
    contract: str
    effective: date
    title: str = ""
    description: str = ""
    template: Template = field(default_factory=Template)
    ticket: Ticket | None = None
    criticality: Criticality | None = None
    in_scope: bool | None = None
    owner: Actor | None = None
    detected_by: Actor | None = None
    raised_by: Actor | None = None
    raised_at: datetime | None = None
    taken_at: datetime | None = None
    claimed_at: datetime | None = None
    replied_at: datetime | None = None
    updates: int = 0
    diagnosis_at: datetime | None = None
    qualified_at: datetime | None = None
    communicated_at: datetime | None = None
    promised: tuple[Deadline, ...] = ()
    workaround_at: datetime | None = None
    workaround_validated_at: datetime | None = None
    delivered_at: datetime | None = None
    delivered_by: Actor | None = None
    accepted_at: datetime | None = None
    deployed_at: datetime | None = None
    closed_at: datetime | None = None
    cause: str = ""
    answer: str = ""
    wait: Wait | None = None
    cycle: int = 1
    marks: tuple[Mark, ...] = Marks()
    alerts: tuple[Alert, ...] = ()
    promise_alerts: tuple[Alert, ...] = ()
    climbs: tuple[Alert, ...] = ()
    answered_at: datetime | None = None
    snooze: Snooze | None = None
    chases: tuple[Chase, ...] = ()
    outlasted: tuple[datetime, ...] = ()
    pending: tuple[Fact, ...] = ()
    made: Mapping[str, datetime] = field(default_factory=dict)
    given: tuple[Given, ...] = ()
    absence: Absence | None = None
    away: tuple[Away, ...] = ()
    hidden_since: datetime | None = None
    duplicate_of: str = ""
    files: tuple[str, ...] = ()
    origin: Origin | None = None
    alarmed_at: datetime | None = None
    detected_at: datetime | None = None
    personal: PersonalData | None = None
    level: SupportLevel | None = None
    level_moves: tuple[LevelMove, ...] = ()

    @property
    def name(self) -> str:
        """The name that people use: its Jira key, or a short form of its own id before the ticket exists."""
        return self.ticket.key if self.ticket else self.id[:8]

    @property
    def phase(self) -> Phase:
        """The phase, one of six."""
        if self.raised_at is None:
            return Phase.DETECTION
        if self.closed_at is not None:
            return Phase.CLOSURE
        if self.communicated_at or self.delivered_at:
            return Phase.RESOLUTION
        if self.in_scope:
            return Phase.DELAY
        return Phase.DIAGNOSTIC if self.taken_at or self.diagnosis_at else Phase.REMONTEE

    @property
    def closed(self) -> bool:
        """Whether it stands closed."""
        return self.closed_at is not None

    @property
    def gone(self) -> bool:
        """Whether the contract has no such anomaly any more: its issue is deleted, of a type it ignores, or moved."""
        return self.absence is not None

    @property
    def counted(self) -> bool:
        """Whether figures count it: one that is gone before its closure is no anomaly, what was closed stands."""
        return self.closed or not self.gone

    @property
    def elsewhere(self) -> bool:
        """Whether its issue is in a project that is not the contract's."""
        return self.absence is not None and self.absence.elsewhere

    def away_at(self, at: datetime) -> bool:
        """Whether its issue was in a project that is not the contract's at an instant."""
        return any(one.holds(at) for one in self.away)

    @property
    def escalations(self) -> int:
        """How many times it went to a higher support level."""
        return sum(one.up for one in self.level_moves)

    @property
    def unanswered(self) -> tuple[Alert, ...]:
        """The alerts since which no named human of the provider did anything about it."""
        since = self.answered_at
        return tuple(one for one in (*self.alerts, *self.climbs) if since is None or one.at > since)

    @property
    def removed_at(self) -> datetime | None:
        """Since when its issue is deleted in Jira; None while Jira has it."""
        return self.absence.removed_at if self.absence else None


if TYPE_CHECKING:
    changed = replace
else:

    def changed(anomaly: Anomaly, /, **changes: Any) -> Anomaly:
        """The anomaly with other values: what `dataclasses.replace` does, ten times faster.

        A fold replaces an anomaly at every fact, and `replace` copies its thirty fields one by one. The type checker
        sees the original.
        """
        after = object.__new__(Anomaly)
        # A whole new dict, since one that is filled in place grows field by field.
        object.__setattr__(after, "__dict__", {**anomaly.__dict__, **changes})
        return after
