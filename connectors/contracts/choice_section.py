"""The `règles` of a contract file: the semantics that the parties chose, and when they want to be warned."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, Tag

from connectors.contracts import jira_fields_section
from connectors.contracts.alert_section import AlertRules
from connectors.contracts.sections import ByShape, OneOrMany, Section
from connectors.contracts.yaml_words import NONE


def _none_held(value: Any) -> Any:
    return [] if isinstance(value, str) and NONE.find(value) else value


Held = Annotated[tuple[jira_fields_section.HeldClock, ...], OneOrMany(), BeforeValidator(_none_held)]


class Reopening(Section):
    """The rule for an anomaly that comes back after its closure."""

    within: jira_fields_section.DaysCount | None = None
    counts_as: jira_fields_section.SameCycle = True


class Pauses(Section):
    """The clocks that a wait of each reason holds; a reason left out keeps its default."""

    client: Held | None = None
    recette: Held | None = None
    third_party: Held | None = None
    freeze: Held | None = None


class Chasing(Section):
    """The follow-up of a wait; `aucune` instead of the group chases nobody and sets no limit."""

    cadence: jira_fields_section.Pace = None
    longest: jira_fields_section.Pace = None
    at_term: jira_fields_section.AtTermWord | None = None


Chased = Annotated[
    Annotated[jira_fields_section.Nothing, Tag("text")] | Annotated[Chasing, Tag("group")],
    ByShape("chasing_shape"),
]


class PersonalData(Section):
    """The delays to warn the client, and to decide, once personal data may be concerned."""

    warn_client: jira_fields_section.WallHours | None = None
    decide: jira_fields_section.WallHours | None = None


class Rules(Section):
    """The semantics that the parties chose; a key left out keeps its default."""

    requalification: jira_fields_section.RequalificationWord | None = None
    starts: jira_fields_section.StartWord | None = None
    workaround_stop: jira_fields_section.WorkaroundStopWord | None = None
    resolution_stop: jira_fields_section.ResolutionStopWord | None = None
    recette_pauses: jira_fields_section.YesOrNo | None = None
    pauses: Pauses = Field(default_factory=Pauses)
    reopening: Reopening = Field(default_factory=Reopening)
    delay_message: jira_fields_section.DelayMessageWord | None = None
    alerts: AlertRules = Field(default_factory=AlertRules)
    chasing: Chased = Field(default_factory=Chasing)
    personal_data: PersonalData = Field(default_factory=PersonalData)
