"""A maintenance contract in one version, as a value: who, when, how fast, and which choices the parties made."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from rules.workdays import Calendar

DEFAULT_SITE = "default"
"""The Jira site of contracts that name none."""


def site_name(written: str) -> str:
    """A Jira site's name, the same in contracts and in the names of settings: `Client-A` is `client_a`."""
    return re.sub(r"[^a-z0-9]+", "_", written.strip().lower())


class Criticality(StrEnum):
    """The four levels, gravest first; a contract chooses the labels that its people see."""

    SECURITE = "securite"
    BLOQUANTE = "bloquante"
    MAJEURE = "majeure"
    MINEURE = "mineure"


class ClockName(StrEnum):
    """The three contracted delays, then the two of answering the client that some contracts add."""

    ACKNOWLEDGEMENT = "acknowledgement"
    WORKAROUND = "workaround"
    RESOLUTION = "resolution"
    FIRST_REPLY = "first_reply"
    NEXT_UPDATE = "next_update"


CONTRACTED = (ClockName.ACKNOWLEDGEMENT, ClockName.WORKAROUND, ClockName.RESOLUTION)
"""The three delays of every contract: prise en charge, contournement, résolution."""

RESPONSES = (ClockName.FIRST_REPLY, ClockName.NEXT_UPDATE)
"""The delays of answering: the first reply to the client, then the next word on where things are."""

PAUSABLE = (ClockName.WORKAROUND, ClockName.RESOLUTION, ClockName.NEXT_UPDATE)
"""The clocks that a wait may hold: taking charge and a first reply depend on the provider alone."""


class PauseReason(StrEnum):
    """Why the clocks may stand still."""

    CLIENT = "client"
    RECETTE = "recette"
    THIRD_PARTY = "third_party"
    FREEZE = "freeze"


class Role(StrEnum):
    """What a person is in a contract; a person may be several."""

    AGENT = "agent"
    RM = "rm"
    CP = "cp"
    DEVELOPER = "developer"
    DIRECTION = "direction"


class Side(StrEnum):
    """Which party a person speaks for."""

    CLIENT = "client"
    PROVIDER = "provider"


SIDES: Mapping[Role, Side] = {
    Role.AGENT: Side.CLIENT,
    Role.RM: Side.CLIENT,
    Role.CP: Side.PROVIDER,
    Role.DEVELOPER: Side.PROVIDER,
    Role.DIRECTION: Side.PROVIDER,
}


@dataclass(frozen=True, slots=True)
class OpeningTime:
    """A duration counted while the calendar is open (`4h`, `30min`)."""

    duration: timedelta


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """That many openings later, at the same offset in the day or at its end (`2j`, `2j fin de journée`)."""

    days: int
    end_of_day: bool = False


@dataclass(frozen=True, slots=True)
class WallClock:
    """A duration that no closing stops (`72h calendaires`)."""

    duration: timedelta


@dataclass(frozen=True, slots=True)
class NextRelease:
    """Promised for the next release: tracked, without a deadline (`prochaine version`)."""


@dataclass(frozen=True, slots=True)
class NoCommitment:
    """Nothing was promised (`aucun`)."""


Length = OpeningTime | BusinessDays | WallClock
"""What a calendar can count from an instant."""

Target = OpeningTime | BusinessDays | WallClock | NextRelease | NoCommitment


@dataclass(frozen=True, slots=True)
class Commitment:
    """What one clock of one criticality was promised; `calendar` names one of the contract's calendars."""

    target: Target
    calendar: str


class Requalification(StrEnum):
    """What a change of criticality does to the elapsed time."""

    KEEP_ELAPSED = "keep_elapsed"
    FROM_CHANGE = "from_change"


class Start(StrEnum):
    """What starts the workaround and the resolution clocks."""

    RAISED = "raised"
    QUALIFIED = "qualified"


class WorkaroundStop(StrEnum):
    """What stops the workaround clock."""

    DELIVERED = "delivered"
    VALIDATED = "validated"


class ResolutionStop(StrEnum):
    """What stops the resolution clock."""

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
    """What happens once a wait has lasted as long as it may: it is told, or it ends by itself as well."""

    ALERT = "alert"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Chasing:
    """How a wait is followed up, both lengths counted in the contract's first calendar.

    Whoever is waited for is reminded at each `cadence` (None: never); a wait lasts `longest` at most (None: as long as
    it takes).
    """

    cadence: Length | None = BusinessDays(2)
    longest: Length | None = None
    at_term: AtTerm = AtTerm.ALERT


class Duty(StrEnum):
    """What is owed once personal data may be concerned, gravest last: the provider's word, the client's decision."""

    WARN_CLIENT = "warn_client"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class PersonalDelays:
    """How long after it is known that personal data may be concerned, by the wall clock: no closing stops them."""

    warn_client: timedelta = timedelta(hours=24)
    decide: timedelta = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Choices:
    """The semantics that the parties chose; each first value is the default.

    `pauses` names the clocks that a wait of each reason holds, all of PAUSABLE by default. `alerts_of` are the clocks
    of the criticalities that warn otherwise than `alerts` says. `mail_fallback` is how long, by the wall clock,
    a message to one person may wait for Slack before it is mailed too (None: for ever).
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


class JiraMeaning(StrEnum):
    """What a Jira status says of an anomaly."""

    RAISED = "raised"
    DIAGNOSIS = "diagnosis"
    WAITING_CLIENT = "waiting_client"
    WAITING_THIRD_PARTY = "waiting_third_party"
    RESOLUTION = "resolution"
    RECETTE = "recette"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEPLOYED = "deployed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class JiraMap:
    """Where the contract lives in Jira.

    `statuses` maps a status name as people read it to its meaning, in the contract's order; `priorities` maps a
    priority name to a criticality; `fields` maps our names (`cause`, `answer`, those of `writeback.STANDING`) to Jira
    field ids; `request_type` is what a service project's customers see a new issue as, "" to leave it unsaid.
    """

    site: str
    projects: tuple[str, ...]
    issue_types: tuple[str, ...]
    statuses: Mapping[str, JiraMeaning]
    priorities: Mapping[str, Criticality] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    request_type: str = ""


@dataclass(frozen=True, slots=True)
class SlackMap:
    """The channels of the contract, by Slack id: the shared one, the private one of security anomalies, the team's."""

    channel: str
    security_channel: str | None = None
    team_channel: str | None = None


class Announcement(StrEnum):
    """What can be told to a webhook: a step of an anomaly, or something about its clocks."""

    RAISED = "raised"
    TICKET = "ticket"
    TAKEN = "taken"
    QUALIFIED = "qualified"
    OUT_OF_SCOPE = "out_of_scope"
    DELAY_COMMUNICATED = "delay_communicated"
    WORKAROUND = "workaround"
    WORKAROUND_VALIDATED = "workaround_validated"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DEPLOYED = "deployed"
    CLOSED = "closed"
    REOPENED = "reopened"
    PAUSED = "paused"
    RESUMED = "resumed"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    WARNING = "warning"
    BREACH = "breach"
    DEADLINES_MOVED = "deadlines_moved"
    PROMISE_NEAR = "promise_near"
    PROMISE_BROKEN = "promise_broken"


@dataclass(frozen=True, slots=True)
class Webhook:
    """A service outside that hears of the contract's anomalies; the settings say where the one of that name is."""

    name: str
    announcements: tuple[Announcement, ...] = tuple(Announcement)


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody who is away, by id and name, and the roles that are held in their place by who has not got them."""

    id: str
    name: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone named in the contract, with their identifiers in each tool (None where they have none).

    `found` says that the Slack id is not the contract's, and was found by the e-mail address. `zone` is where they
    live if it is not the contract's, `hours` the calendar of the contract by which they work. The rest is of the day
    (see `rules.crew`): the `places` that they stand in for, the roles of theirs that are `silent` since somebody else
    is told, and whether they are `on_duty`.
    """

    roles: frozenset[Role]
    name: str
    slack: str | None = None
    email: str | None = None
    jira: str | None = None
    found: bool = False
    zone: str | None = None
    hours: str | None = None
    places: tuple[Place, ...] = ()
    silent: frozenset[Role] = frozenset()
    on_duty: bool = False

    @property
    def id(self) -> str:
        """A stable identifier: the Slack id that the contract gives, else the e-mail address, else the Jira account."""
        return (None if self.found else self.slack) or self.email or self.jira or self.name

    @property
    def own(self) -> frozenset[Role]:
        """The roles that they have by themselves, and in nobody's place."""
        return self.roles - frozenset(role for place in self.places for role in place.roles)


@dataclass(frozen=True, slots=True)
class Contract:
    """One version of a contract: `effective` is the local date from which it holds, `source` its file's name.

    `clocks` are those that it runs: the three of every contract, and the delays of answering that it promises. Where
    the file of the version was edited, `previous` is what it said before and `since` the instant of the change.
    """

    id: str
    client: str
    effective: date
    zone: str
    language: str
    calendars: Mapping[str, Calendar]
    commitments: Mapping[tuple[Criticality, ClockName], Commitment]
    jira: JiraMap
    slack: SlackMap
    people: tuple[Person, ...]
    choices: Choices = field(default_factory=Choices)
    labels: Mapping[Criticality, str] = field(default_factory=dict)
    webhooks: tuple[Webhook, ...] = ()
    source: str = ""
    since: datetime | None = field(default=None, compare=False)
    previous: "Contract | None" = field(default=None, compare=False, repr=False)
    clocks: tuple[ClockName, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        promised = {clock for (_, clock), one in self.commitments.items() if not isinstance(one.target, NoCommitment)}
        object.__setattr__(self, "clocks", (*CONTRACTED, *(clock for clock in RESPONSES if clock in promised)))

    def as_of(self, at: datetime) -> "Contract":
        """What the file of this version said at an instant: a result that was settled then is never counted again."""
        edition = self
        while edition.previous is not None and edition.since is not None and at < edition.since:
            edition = edition.previous
        return edition

    def replaced(self, edition: "Contract") -> datetime | None:
        """When the file stopped saying what that edition says; None while it still does."""
        following, until = self, None
        while following is not edition and following.previous is not None:
            following, until = following.previous, following.since
        return until

    def commitment(self, criticality: Criticality, clock: ClockName) -> Commitment:
        """What was promised for a clock of a criticality; nothing, where the table has no line."""
        return self.commitments.get((criticality, clock)) or Commitment(NoCommitment(), next(iter(self.calendars)))

    def alerts(self, criticality: Criticality | None, clock: ClockName) -> Alerts:
        """When a clock of a criticality warns, and whom."""
        usual = self.choices.alerts
        return self.choices.alerts_of.get((criticality, clock), usual) if criticality else usual

    def at_step(self, step: Step) -> tuple[Person, ...]:
        """The people of one step of an escalation."""
        if isinstance(step.who, Role):
            return self.holders(step.who)
        named = step.who.casefold()
        them = (one for one in self.people if named in {(own or "").casefold() for own in (one.slack, one.email)})
        return tuple(self.in_place_of(one) for one in them)

    def in_place_of(self, person: Person) -> Person:
        """Who stands in for a person today, if somebody does."""
        return next((one for one in self.people if any(place.id == person.id for place in one.places)), person)

    def holders(self, role: Role) -> tuple[Person, ...]:
        """The people to be told who hold a role, in the contract's order."""
        return tuple(person for person in self.people if role in person.roles - person.silent)
