"""The fields that every site is born with; an administrator adds others."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["line", "text", "choice", "person", "labels", "date", "instant", "number", "select"]


@dataclass(frozen=True, slots=True)
class Field:
    """An editable field: `kind` says how it is read, `custom` is the end of a custom field's type.

    `options` are the (id, value) pairs of a list made by an administrator.
    """

    id: str
    name: str
    kind: Kind
    custom: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    description: str = ""


FIELDS = (
    Field("issuetype", "Issue Type", "choice"),
    Field("summary", "Summary", "line"),
    Field("description", "Description", "text"),
    Field("priority", "Priority", "choice"),
    Field("resolution", "Resolution", "choice"),
    Field("assignee", "Assignee", "person"),
    Field("reporter", "Reporter", "person"),
    Field("labels", "Labels", "labels"),
    Field("environment", "Environment", "text"),
    Field("duedate", "Due date", "date"),
)
REQUIRED = {"summary": "You must specify a summary of the issue.", "issuetype": "Specify an issue type"}
OFF_SCREEN = {"resolution"}
CUSTOM_KINDS: dict[str, Kind] = {
    "textfield": "line",
    "textarea": "text",
    "url": "line",
    "float": "number",
    "datetime": "instant",
    "datepicker": "date",
    "select": "select",
    "labels": "labels",
}
