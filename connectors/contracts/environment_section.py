"""The `environnements` of a contract file: where the application runs, and how each place differs from production."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from connectors.contracts.jira_fields_section import Date, Text, YesOrNo
from connectors.contracts.problems import enumerated, quoted, refusal
from connectors.contracts.sections import OneOrMany, Section
from connectors.contracts.yaml_words import fold
from connectors.wording import said
from rules.contract.environment_terms import Environment

_MOST = 20


class EnvironmentSection(Section):
    """One environment: it is iso-production, or its gaps are written."""

    name: Text
    address: Text | None = None
    iso_production: YesOrNo | None = None
    gaps: Annotated[tuple[Text, ...], OneOrMany(), Field(max_length=_MOST)] = ()
    checked: Date | None = None

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if self.iso_production and self.gaps:
            raise refusal("iso_with_gaps", ("gaps",), value=quoted(self.name))
        if not self.iso_production and not self.gaps:
            raise refusal("gaps_unsaid", value=quoted(self.name))
        return self


def _each_once(written: tuple[EnvironmentSection, ...]) -> tuple[EnvironmentSection, ...]:
    seen: set[str] = set()
    for rank, one in enumerate(written):
        if fold(one.name) in seen:
            others = (f"{one.name} 2", said("contracts.another_environment"))
            raise refusal("environment_twice", (rank, "name"), value=quoted(one.name), hint=enumerated(others))
        seen.add(fold(one.name))
    return written


Environments = Annotated[
    tuple[EnvironmentSection, ...], OneOrMany(), Field(max_length=_MOST), AfterValidator(_each_once)
]


def environments(written: tuple[EnvironmentSection, ...]) -> tuple[Environment, ...]:
    """The environments as the rules take them, in the order of the file."""
    return tuple(Environment(one.name, one.address or "", one.gaps, one.checked) for one in written)
