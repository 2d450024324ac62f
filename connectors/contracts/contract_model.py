"""A contract file as pydantic reads it: every key, what it may hold, and what must go together."""

from typing import Annotated, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from connectors.contracts import jira_fields_section as fields
from connectors.contracts.budget_section import BudgetSection
from connectors.contracts.choice_section import Rules
from connectors.contracts.commitments import Commitments
from connectors.contracts.compensation_section import CompensationSection
from connectors.contracts.environment_section import Environments
from connectors.contracts.opening import Calendar
from connectors.contracts.people_section import People
from connectors.contracts.problems import enumerated, quoted, refusal
from connectors.contracts.scope_section import ScopeSection
from connectors.contracts.sections import OneOrMany, Section
from connectors.contracts.support_section import SupportSection
from connectors.contracts.webhook_section import Webhooks
from connectors.contracts.yaml_words import MEANINGS, SUPPORT_LEVELS
from connectors.wording import LANGUAGES, spoken
from rules.contract import Criticality, JiraMeaning, ResolutionStop


class Labels(Section):
    """The contract's own names of each criticality."""

    securite: fields.Text | None = None
    bloquante: fields.Text | None = None
    majeure: fields.Text | None = None
    mineure: fields.Text | None = None


class JiraFields(Section):
    """The Jira fields that hold what Vigie reads or writes."""

    cause: fields.JiraField | None = None
    answer: fields.JiraField | None = None
    environment: fields.JiraField | None = None
    phase: fields.JiraField | None = None
    criticality: fields.JiraField | None = None
    acknowledgement_due: fields.JiraField | None = None
    workaround_due: fields.JiraField | None = None
    resolution_due: fields.JiraField | None = None
    sla: fields.JiraField | None = None
    version: fields.JiraField | None = None
    support_level: fields.JiraField | None = None


class Jira(Section):
    """The contract's Jira projects, and the meaning of their statuses."""

    site: fields.Text | None = None
    projects: Annotated[tuple[fields.JiraProject, ...], OneOrMany(), Field(min_length=1)]
    issue_types: Annotated[tuple[fields.Text, ...], OneOrMany(), Field(min_length=1)]
    request_type: fields.Text | None = None
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
    language: fields.Language = LANGUAGES[0]
    calendars: Annotated[dict[fields.Text, Calendar], Field(min_length=1)]
    commitments: Commitments = Field(default_factory=Commitments, validate_default=True)
    rules: Rules = Field(default_factory=Rules)
    labels: Labels = Field(default_factory=Labels)
    jira: Jira
    slack: Slack
    webhooks: Webhooks = ()
    scope_grid: ScopeSection | None = None
    budget: BudgetSection | None = None
    compensations: CompensationSection | None = None
    support: SupportSection | None = None
    environments: Environments = ()
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
            shown = (MEANINGS.spelling(meaning, spoken()) for meaning in JiraMeaning if meaning in absent)
            raise refusal("no_meaning", ("statuses",), value=enumerated(shown))
        return jira

    @model_validator(mode="after")
    def _apart_from_levels(self) -> Self:
        """A criticality called as a support level is would read as one beside it; each project is the contract's."""
        for name, label in self.labels:
            if self.support is not None and label is not None and SUPPORT_LEVELS.find(label) is not None:
                raise refusal("label_is_level", ("labels", name), value=quoted(label))
        for project in self.support.by_project if self.support else ():
            if project not in self.jira.projects:
                hint = enumerated(self.jira.projects)
                raise refusal("level_project", ("support", "by_project", project), value=quoted(project), hint=hint)
        return self

    @model_validator(mode="after")
    def _known_steps(self) -> Self:
        """An escalation reaches nobody through a person whom the contract does not name, nor does a support level."""
        known = {own.casefold() for _, _, one in self.people.each() for own in (one.slack, one.email) if own}
        for place, named in self.support.people() if self.support else ():
            if named.casefold() not in known:
                raise refusal("nobody", ("support", *place), value=quoted(named))
        for named in self.rules.alerts.people():
            if named.casefold() not in known:
                raise refusal("nobody", ("rules", "alerts"), value=quoted(named))
        return self
