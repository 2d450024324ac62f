"""The people of a contract file: who holds each role, and how each tool knows them."""

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import ValidationInfo, field_validator, model_validator

from connectors.contracts import jira_fields_section
from connectors.contracts.problems import quoted, refusal
from connectors.contracts.sections import OneOrMany, Section
from connectors.contracts.yaml_words import spelled
from connectors.wording import said
from rules.contract import Role

_TOOLS = ("slack", "email", "jira")


class Someone(Section):
    """A person as one role lists them; the same person may stand under several roles."""

    name: jira_fields_section.Text | None = None
    slack: jira_fields_section.SlackUser | None = None
    email: jira_fields_section.Email | None = None
    jira: jira_fields_section.JiraAccount | None = None
    zone: jira_fields_section.Zone | None = None
    hours: jira_fields_section.CalendarName | None = None

    @model_validator(mode="after")
    def _known_somewhere(self) -> Self:
        if not (self.slack or self.email or self.jira):
            raise refusal("no_identifier")
        return self

    def is_same(self, other: "Someone") -> bool:
        """Whether any identifier is shared."""
        return any(_own(self, tool) and _own(self, tool) == _own(other, tool) for tool in _TOOLS)

    def contradicts(self, other: "Someone") -> bool:
        """Whether one identifier is shared while another differs."""
        pairs = [(_own(self, tool), _own(other, tool)) for tool in _TOOLS]
        return self.is_same(other) and any(mine and theirs and mine != theirs for mine, theirs in pairs)


def _own(someone: Someone, tool: str) -> str | None:
    found: str | None = getattr(someone, tool)
    return found.casefold() if found and tool == "email" else found


Holders = Annotated[tuple[Someone, ...], OneOrMany()]


class People(Section):
    """Who holds each role; there is always someone to ask on each side."""

    agent: Holders = ()
    rm: Holders
    cp: Holders
    developer: Holders = ()
    direction: Holders = ()

    def each(self) -> Iterator[tuple[Role, int, Someone]]:
        """Every line: the role, its rank under the role, the person."""
        for role in Role:
            for rank, someone in enumerate(getattr(self, role.value)):
                yield role, rank, someone

    @field_validator("rm", "cp")
    @classmethod
    def _reachable(cls, holders: tuple[Someone, ...], info: ValidationInfo) -> tuple[Someone, ...]:
        role = spelled(str(info.field_name))
        if not holders:
            raise refusal("no_holder", value=role)
        for rank, someone in enumerate(holders):
            if not (someone.slack or someone.email):
                raise refusal("unreachable", (rank,), value=said("contracts.this_holder", role=role))
        return holders

    @model_validator(mode="after")
    def _one_identity_each(self) -> Self:
        seen: list[Someone] = []
        for role, rank, someone in self.each():
            if any(someone.contradicts(other) for other in seen):
                shown = quoted(someone.slack or someone.email or someone.jira)
                raise refusal("two_identities", (role.value, rank), value=shown)
            seen.append(someone)
        return self
