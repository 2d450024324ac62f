"""The `périmètre` of a contract file: what is maintained, and what is quoted apart."""

from typing import Annotated

from pydantic import Field

from connectors.contracts.jira_fields_section import Text
from connectors.contracts.sections import OneOrMany, Section
from rules.contract.scope_terms import ScopeGrid

Lines = Annotated[tuple[Text, ...], OneOrMany(), Field(max_length=30)]


class ScopeSection(Section):
    """Two lists, in the words of the contract."""

    in_scope: Lines = ()
    on_quote: Lines = ()


def grid(written: ScopeSection | None) -> ScopeGrid:
    """The grid as the rules take it; an empty one where the file has none."""
    return ScopeGrid(written.in_scope, written.on_quote) if written else ScopeGrid()
