"""A maintenance contract in one version, as a value: who, when, how fast, and which choices the parties made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from rules.contract.budget_terms import Budget
from rules.contract.choices import Alerts, Choices, Step
from rules.contract.compensation_terms import Compensations
from rules.contract.environment_terms import Environment
from rules.contract.people import Person
from rules.contract.reach import ChatMap, JiraMap, Webhook
from rules.contract.scope_terms import ScopeGrid
from rules.contract.support_terms import SupportLevels
from rules.contract.targets import Commitment, NoCommitment
from rules.contract.terms import CONTRACTED, RESPONSES, ClockName, Criticality, Role
from rules.workdays import Calendar


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
    chat: ChatMap
    people: tuple[Person, ...]
    choices: Choices = field(default_factory=Choices)
    labels: Mapping[Criticality, str] = field(default_factory=dict)
    webhooks: tuple[Webhook, ...] = ()
    grid: ScopeGrid = field(default_factory=ScopeGrid)
    budget: Budget | None = None
    compensations: Compensations | None = None
    support: SupportLevels | None = None
    environments: tuple[Environment, ...] = ()
    source: str = ""
    since: datetime | None = field(default=None, compare=False)
    previous: "Contract | None" = field(default=None, compare=False, repr=False)
    clocks: tuple[ClockName, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        promised = {clock for (_, clock), one in self.commitments.items() if not isinstance(one.target, NoCommitment)}
        object.__setattr__(self, "clocks", (*CONTRACTED, *(clock for clock in RESPONSES if clock in promised)))

    def as_of(self, at: datetime) -> "Contract":
        """The text of this version's file at an instant: results settled by then never change."""
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
        """The promise for a clock of a criticality; none where the table has no line."""
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
        them = (one for one in self.people if named in {(own or "").casefold() for own in (one.chat, one.email)})
        return tuple(self.in_place_of(one) for one in them)

    def in_place_of(self, person: Person) -> Person:
        """The person's stand-in today, if any."""
        return next((one for one in self.people if any(place.id == person.id for place in one.places)), person)

    def holders(self, role: Role) -> tuple[Person, ...]:
        """The recipients who hold a role, in the contract's order."""
        return tuple(person for person in self.people if role in person.roles - person.silent)
