"""A contract file as pydantic reads it: every key, what it may hold, and what must go together."""

from typing import Annotated

from pydantic import AfterValidator, Field, Tag, ValidationInfo, field_validator

from connectors.contracts import fields
from connectors.contracts.directory import People
from connectors.contracts.opening import Calendar
from connectors.contracts.problems import enumerated, refusal
from connectors.contracts.sections import ByShape, OneOrMany, Section
from connectors.contracts.words import KEYS, MEANINGS
from rules.contract import ClockName, Criticality, JiraMeaning, ResolutionStop


class DetailedPromise(Section):
    """One commitment with a calendar of its own."""

    target: fields.Promise
    calendar: fields.CalendarName | None = None


Cell = Annotated[
    Annotated[fields.Promise, Tag("text")] | Annotated[DetailedPromise, Tag("group")],
    ByShape("une liste n'est pas un engagement", "par exemple « 4h »"),
]


class PerClock(Section):
    """The commitments of one criticality, clock by clock."""

    acknowledgement: Cell | None = None
    workaround: Cell | None = None
    resolution: Cell | None = None
    calendar: fields.CalendarName | None = None

    def cells(self) -> dict[ClockName, Cell | None]:
        """What is written of each clock."""
        return {clock: getattr(self, clock.value) for clock in ClockName}


def _three(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    if len(cells) != len(ClockName):
        raise refusal("three", count=len(cells))
    return cells


Line = Annotated[
    Annotated[tuple[Cell, ...], AfterValidator(_three), Tag("list")] | Annotated[PerClock, Tag("group")],
    ByShape("une seule valeur pour trois délais", "« [prise en charge, contournement, résolution] »"),
]


class CalendarByCriticality(Section):
    """The calendar of each criticality that has one of its own."""

    securite: fields.CalendarName | None = None
    bloquante: fields.CalendarName | None = None
    majeure: fields.CalendarName | None = None
    mineure: fields.CalendarName | None = None


class Commitments(Section):
    """The table of delays: a line a criticality, and the calendars that they are counted in."""

    securite: Line | None = None
    bloquante: Line | None = None
    majeure: Line | None = None
    mineure: Line | None = None
    calendar: fields.CalendarName | None = None
    calendar_by_criticality: CalendarByCriticality = Field(default_factory=CalendarByCriticality)

    def cells(self, level: Criticality) -> dict[ClockName, Cell | None]:
        """What the line of a criticality says of each clock."""
        line = getattr(self, level.value)
        if isinstance(line, PerClock):
            return line.cells()
        return dict(zip(ClockName, line or (None, None, None), strict=True))

    def unsaid(self, level: Criticality) -> tuple[str, ...]:
        """What lacks for a criticality, by the path that would say it; nothing when the three clocks are there."""
        absent = [clock for clock, cell in self.cells(level).items() if cell is None]
        if len(absent) == len(ClockName):
            return (level.value,)
        return tuple(f"{level.value}.{KEYS[clock.value][0]}" for clock in absent)


class Reopening(Section):
    """What becomes of an anomaly that comes back after its closure."""

    within: fields.DaysCount | None = None
    counts_as: fields.SameCycle = True


class Alerts(Section):
    """When to warn, and who hears of a breach."""

    thresholds: Annotated[tuple[fields.Share, ...], OneOrMany()] | None = None
    notice: fields.Duration | None = None
    escalation: Annotated[tuple[fields.RoleWord, ...], OneOrMany()] | None = None

    @field_validator("thresholds")
    @classmethod
    def _ascending(cls, thresholds: tuple[float, ...] | None) -> tuple[float, ...] | None:
        if thresholds is not None and list(thresholds) != sorted(set(thresholds)):
            raise refusal("ascending")
        return thresholds


class Rules(Section):
    """The semantics that the parties chose; a key left out keeps its default."""

    requalification: fields.RequalificationWord | None = None
    starts: fields.StartWord | None = None
    workaround_stop: fields.WorkaroundStopWord | None = None
    resolution_stop: fields.ResolutionStopWord | None = None
    recette_pauses: fields.YesOrNo | None = None
    reopening: Reopening = Field(default_factory=Reopening)
    delay_message: fields.DelayMessageWord | None = None
    alerts: Alerts = Field(default_factory=Alerts)


class Labels(Section):
    """How this contract's people call each criticality."""

    securite: fields.Text | None = None
    bloquante: fields.Text | None = None
    majeure: fields.Text | None = None
    mineure: fields.Text | None = None


class JiraFields(Section):
    """The Jira fields that hold what Vigie reads or writes."""

    cause: fields.JiraField | None = None
    answer: fields.JiraField | None = None
    environment: fields.JiraField | None = None


class Jira(Section):
    """Where the contract's tickets are, and what their statuses mean."""

    site: fields.Text | None = None
    projects: Annotated[tuple[fields.JiraProject, ...], OneOrMany(), Field(min_length=1)]
    issue_types: Annotated[tuple[fields.Text, ...], OneOrMany(), Field(min_length=1)]
    statuses: dict[fields.Text, fields.Meaning]
    priorities: dict[fields.Text, fields.CriticalityWord] = Field(default_factory=dict)
    fields: JiraFields = Field(default_factory=JiraFields)


class Slack(Section):
    """The contract's channels."""

    channel: fields.SlackChannel
    security_channel: fields.SlackChannel | None = None
    team_channel: fields.SlackChannel | None = None

    @field_validator("team_channel")
    @classmethod
    def _not_the_client_s(cls, team: str | None, info: ValidationInfo) -> str | None:
        if team is not None and team in (info.data.get("channel"), info.data.get("security_channel")):
            raise refusal("team_is_client")
        return team


class Sheet(Section):
    """The whole file; the order of the fields is that of the checks which look at an earlier one."""

    id: fields.ContractId
    client: fields.Text
    effective: fields.Date
    pack: fields.Pack | None = None
    zone: fields.Zone
    language: fields.Language = "fr"
    calendars: Annotated[dict[fields.Text, Calendar], Field(min_length=1)]
    commitments: Commitments = Field(default_factory=Commitments, validate_default=True)
    rules: Rules = Field(default_factory=Rules)
    labels: Labels = Field(default_factory=Labels)
    jira: Jira
    slack: Slack
    people: People

    @field_validator("commitments")
    @classmethod
    def _complete(cls, commitments: Commitments, info: ValidationInfo) -> Commitments:
        if info.data.get("pack") or "pack" not in info.data:
            return commitments
        missing = [name for level in Criticality for name in commitments.unsaid(level)]
        if missing:
            raise refusal("no_commitment", value=enumerated(missing))
        return commitments

    @field_validator("jira")
    @classmethod
    def _every_meaning(cls, jira: Jira, info: ValidationInfo) -> Jira:
        needed = {JiraMeaning.RAISED, JiraMeaning.RESOLUTION, JiraMeaning.CLOSED}
        rules: Rules | None = info.data.get("rules")
        if rules is not None:
            at_delivery = rules.resolution_stop is ResolutionStop.DELIVERED
            needed.add(JiraMeaning.RECETTE if at_delivery else JiraMeaning.DEPLOYED)
            needed |= {JiraMeaning.RECETTE} if rules.recette_pauses else set()
        absent = needed - set(jira.statuses.values())
        if absent:
            shown = (MEANINGS.spelling(meaning) for meaning in JiraMeaning if meaning in absent)
            raise refusal("no_meaning", ("statuses",), value=enumerated(shown))
        return jira
