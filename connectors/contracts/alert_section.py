"""The `alertes` of a contract file: when each clock of each criticality warns, and who hears of it next."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, Field, Tag, field_validator

from connectors.contracts import jira_fields_section
from connectors.contracts.problems import refusal
from connectors.contracts.sections import ByShape, OneOrMany, Section
from rules.contract import Alerts, ClockName, Criticality, Role, Step


def _alone(who: Role | str) -> tuple[Role | str, ...]:
    return (who,)


Chain = Annotated[
    Annotated[jira_fields_section.StepWord, AfterValidator(_alone), Tag("text")]
    | Annotated[tuple[jira_fields_section.StepWord, ...], Tag("list")]
    | Annotated[dict[jira_fields_section.StepWord, jira_fields_section.Share], Tag("group")],
    ByShape("escalation_shape"),
]


class Watch(Section):
    """When to warn, and who hears of it; a key left out keeps what holds more generally."""

    thresholds: Annotated[tuple[jira_fields_section.Share, ...], OneOrMany()] | None = None
    notice: jira_fields_section.Duration | None = None
    repeat: jira_fields_section.DurationOrNone | None = None
    escalation: Chain | None = None
    patience: jira_fields_section.DurationOrNone | None = None

    @field_validator("thresholds")
    @classmethod
    def _ascending(cls, thresholds: tuple[float, ...] | None) -> tuple[float, ...] | None:
        if thresholds is not None and list(thresholds) != sorted(set(thresholds)):
            raise refusal("ascending")
        return thresholds

    def over(self, usual: Mapping[str, Any]) -> dict[str, Any]:
        """The written values, completed by the `usual` ones."""
        said = {name: getattr(self, name) for name in Watch.model_fields}
        return {**usual, **{name: value for name, value in said.items() if value is not None}}


class ByClock(Section):
    """The alerts that differ for one clock."""

    acknowledgement: Watch = Field(default_factory=Watch)
    workaround: Watch = Field(default_factory=Watch)
    resolution: Watch = Field(default_factory=Watch)
    first_reply: Watch = Field(default_factory=Watch)
    next_update: Watch = Field(default_factory=Watch)


class LevelWatch(Watch):
    """The alerts that differ for one criticality, and for one of its clocks."""

    by_clock: ByClock = Field(default_factory=ByClock)


class ByCriticality(Section):
    """The alerts that differ for one criticality."""

    securite: LevelWatch = Field(default_factory=LevelWatch)
    bloquante: LevelWatch = Field(default_factory=LevelWatch)
    majeure: LevelWatch = Field(default_factory=LevelWatch)
    mineure: LevelWatch = Field(default_factory=LevelWatch)


class AlertRules(LevelWatch):
    """The whole of it."""

    by_criticality: ByCriticality = Field(default_factory=ByCriticality)
    mail_fallback: jira_fields_section.DurationOrNone | None = None

    def people(self) -> Iterator[str]:
        """Everybody whom a chain names, by what the file says of them."""
        for one in (self, *(getattr(self.by_criticality, level.value) for level in Criticality)):
            for watch in (one, *(getattr(one.by_clock, clock.value) for clock in ClockName)):
                chain = watch.escalation or ()
                yield from (who for who in chain if not isinstance(who, Role))


def usual(written: AlertRules) -> Alerts:
    """The default alerts."""
    return _alerts(written.over({}))


def special(written: AlertRules) -> dict[tuple[Criticality, ClockName], Alerts]:
    """The exceptions: a criticality's goes before a clock's."""
    common = usual(written)
    found: dict[tuple[Criticality, ClockName], Alerts] = {}
    for level in Criticality:
        of_level: LevelWatch = getattr(written.by_criticality, level.value)
        for clock in ClockName:
            said = getattr(written.by_clock, clock.value).over(written.over({}))
            alerts = _alerts(getattr(of_level.by_clock, clock.value).over(of_level.over(said)))
            if alerts != common:
                found[level, clock] = alerts
    return found


def _alerts(said: Mapping[str, Any]) -> Alerts:
    # Nought is how a file says that there is none.
    said = {name: None if value == timedelta() and name != "notice" else value for name, value in said.items()}
    chain = said.get("escalation")
    alerts = Alerts(**{name: value for name, value in said.items() if name != "escalation"})
    return replace(alerts, escalation=_steps(chain or _USUAL_CHAIN, alerts.patience))


_USUAL_CHAIN = tuple(step.who for step in Alerts().escalation)


def _steps(chain: Iterable[Role | str], patience: timedelta | None) -> tuple[Step, ...]:
    """Each from its share; of a plain list all at the breach, or each after the silence of the one before."""
    if isinstance(chain, dict):
        return tuple(Step(who, share) for who, share in chain.items())
    return tuple(Step(who, None if patience and rank else 1.0) for rank, who in enumerate(chain))
