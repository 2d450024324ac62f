"""The facts about fields that Jira's screens require and people give."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class FieldGiven:
    """A value for one field of a screen: its id and its `name` in Jira, and what was given.

    `values` are as a form gives them (an option's id, a day, an instant with its offset, a text): several only where
    the field takes several. `said` is how people read them.
    """

    field: str
    name: str
    values: tuple[str, ...]
    said: str = ""


@dataclass(frozen=True, slots=True)
class FieldsGiven:
    """Somebody gave what Jira asked for, so that the move made by the fact of id `to` goes through there."""

    to: str
    fields: tuple[FieldGiven, ...]
    kind: Literal["fields_given"] = "fields_given"
