"""The `niveaux` of a contract file: who answers at each support level, and what brings an anomaly there in Jira."""

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import AfterValidator, Field, Tag, model_validator

from connectors.contracts import jira_fields_section
from connectors.contracts.problems import enumerated, quoted, refusal
from connectors.contracts.sections import ByShape, OneOrMany, Section
from connectors.contracts.yaml_words import SUPPORT_LEVELS, fold
from rules.contract import SIDES, Person, Role, Side
from rules.contract.support_terms import LEVELS, SupportGroup, SupportLevel, SupportLevels

_WHO = Annotated[tuple[jira_fields_section.StepWord, ...], OneOrMany(), Field(min_length=1)]


class Team(Section):
    """Who answers at a level, and the Jira labels that bring an anomaly there."""

    who: _WHO
    labels_of_level: Annotated[tuple[jira_fields_section.Text, ...], OneOrMany()] = ()


def _alone(who: Role | str) -> Team:
    return Team.model_construct(who=(who,), labels_of_level=())


def _listed(who: tuple[Role | str, ...]) -> Team:
    return Team.model_construct(who=who, labels_of_level=())


TeamOrPeople = Annotated[
    Annotated[jira_fields_section.StepWord, AfterValidator(_alone), Tag("text")]
    | Annotated[tuple[jira_fields_section.StepWord, ...], Field(min_length=1), AfterValidator(_listed), Tag("list")]
    | Annotated[Team, Tag("group")],
    ByShape("support_shape"),
]


class Teams(Section):
    """The levels of one project, each in place of the contract's own."""

    n1: TeamOrPeople | None = None
    n2: TeamOrPeople | None = None
    n3: TeamOrPeople | None = None

    def each(self) -> Iterator[tuple[SupportLevel, str, Team]]:
        """Every level that is said, lowest first, with our name of its key."""
        for level in LEVELS:
            name = level.value.lower()
            if (team := getattr(self, name)) is not None:
                yield level, name, team


class SupportSection(Teams):
    """The levels of the contract, those of some projects, and what Jira says of them."""

    starts_at: jira_fields_section.SupportLevelWord | None = None
    by_assignment: jira_fields_section.YesOrNo = False
    by_project: dict[jira_fields_section.JiraProject, Teams] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _several(self) -> Self:
        named = [level for level, _, _ in self.each()]
        if len(named) < 2:  # noqa: PLR2004 - nothing can be handed on from a single level
            raise refusal("one_level")
        if self.starts_at is not None and self.starts_at not in named:
            hint = enumerated(level.value for level in named)
            raise refusal("level_unnamed", ("starts_at",), value=quoted(self.starts_at.value), hint=hint)
        for project, teams in self.by_project.items():
            for level, name, _ in teams.each():
                if level not in named:
                    hint = enumerated(one.value for one in named)
                    raise refusal("level_unnamed", ("by_project", project, name), value=quoted(level.value), hint=hint)
        seen: dict[str, SupportLevel] = {}
        for level, place, team in self._labelled():
            for label in team.labels_of_level:
                if seen.setdefault(fold(label), level) is not level:
                    shown = (SUPPORT_LEVELS.spelling(one) for one in (seen[fold(label)], level))
                    raise refusal("label_of_two_levels", place, value=quoted(label), hint=enumerated(shown))
        return self

    def _labelled(self) -> Iterator[tuple[SupportLevel, tuple[str, ...], Team]]:
        for level, name, team in self.each():
            yield level, (name,), team
        for project, teams in self.by_project.items():
            for level, name, team in teams.each():
                yield level, ("by_project", project, name), team

    def people(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Everybody who is named by an identifier, with the place of the file that does."""
        for _, place, team in self._labelled():
            yield from ((place, who) for who in team.who if not isinstance(who, Role))


def support(written: SupportSection | None, people: tuple[Person, ...]) -> SupportLevels | None:
    """The levels as the rules take them; an anomaly is raised at the first one that the provider answers."""
    if written is None:
        return None
    groups = [SupportGroup(level, team.who, team.labels_of_level) for level, _, team in written.each()]
    for project, teams in written.by_project.items():
        groups += [SupportGroup(level, team.who, team.labels_of_level, project) for level, _, team in teams.each()]
    provider = (one.level for one in groups if not one.project and _of_the_provider(one.who, people))
    start = written.starts_at or next(provider, groups[0].level)
    return SupportLevels(tuple(groups), start, written.by_assignment)


def _of_the_provider(who: tuple[Role | str, ...], people: tuple[Person, ...]) -> bool:
    named = {one.casefold() for one in who if not isinstance(one, Role)}
    roles = {one for one in who if isinstance(one, Role)}
    for person in people:
        if named & {own.casefold() for own in (person.chat, person.email) if own}:
            roles |= person.roles
    return any(SIDES[role] is Side.PROVIDER for role in roles)
