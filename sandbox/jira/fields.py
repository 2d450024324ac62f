"""The fields an issue has, how a value posted for one is read, and what people see of it."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sandbox import seed
from sandbox.jira import catalogue
from sandbox.jira.records import Value
from sandbox.jira.refusal import refused

Kind = Literal["line", "text", "choice", "person", "labels", "date"]
LONGEST_LINE = 255
LONGEST_TEXT = 32_767


@dataclass(frozen=True, slots=True)
class Field:
    """An editable field: `kind` says how it is read, `custom` is the end of a custom field's type."""

    id: str
    name: str
    kind: Kind
    custom: str | None = None


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
    Field("customfield_10050", "Cause racine", "text", "textarea"),
    Field("customfield_10051", "Réponse apportée", "text", "textarea"),
    Field("customfield_10052", "Environnement concerné", "line", "textfield"),
)
BY_ID = {field.id: field for field in FIELDS}
ON_EDIT_SCREEN = tuple(field.id for field in FIELDS if field.id != "resolution")
REQUIRED = {"summary": "You must specify a summary of the issue.", "issuetype": "Specify an issue type"}


def options(field: Field, project: seed.Project) -> tuple[tuple[str, str], ...]:
    """The (id, name) pairs a choice offers in a project; empty for another kind of field."""
    by_field = {"priority": seed.PRIORITIES, "resolution": seed.RESOLUTIONS, "issuetype": project.issue_types}
    return by_field.get(field.id, ())


def read(raw: Mapping[str, Any], screen: Collection[str], project: seed.Project) -> dict[str, Value]:
    """The values of the fields posted (texts as wiki strings); 400 names each that is off screen or wrong."""
    values: dict[str, Value] = {}
    errors: dict[str, str] = {}
    for name, value in raw.items():
        if name not in screen:
            errors[name] = f"Field '{name}' cannot be set. It is not on the appropriate screen, or unknown."
            continue
        try:
            values[name] = _read_one(BY_ID[name], value, project)
        except ValueError as wrong:
            errors[name] = str(wrong)
    errors |= {name: REQUIRED[name] for name in REQUIRED if name in values and values[name] is None}
    if errors:
        raise refused(400, errors=errors)
    return values


def shown(field: Field, value: Value, project: seed.Project) -> str | None:
    """What people read for a stored value: a name instead of an id."""
    if value is None or isinstance(value, tuple):
        return " ".join(value or ()) if field.kind == "labels" else None
    if field.kind == "choice":
        return dict(options(field, project))[value]
    return catalogue.account(value).name if field.kind == "person" else value


def text(raw: Any) -> str:
    """A text field's or a comment's string; ValueError when it is no string or too long."""
    if not isinstance(raw, str):
        raise ValueError("Operation value must be a string")
    if len(raw) > LONGEST_TEXT:
        raise ValueError(f"The entered text is too long. It exceeds the allowed limit of {LONGEST_TEXT:,} characters.")
    return raw


def _text(_: Field, raw: Any, __: seed.Project) -> str | None:
    return text(raw) or None


def _line(field: Field, raw: Any, _: seed.Project) -> str | None:
    line = text(raw).strip()
    if re.search(r"[\r\n]", line):
        raise ValueError(f"The {field.name.lower()} is invalid because it contains newline characters.")
    if len(line) > LONGEST_LINE:
        raise ValueError(f"{field.name} can't exceed {LONGEST_LINE} characters.")
    return line or None


def _choice(field: Field, raw: Any, project: seed.Project) -> str:
    if not isinstance(raw, dict) or not {"id", "name"} & raw.keys():
        raise ValueError("data was not an object with an id or a name")
    for option, name in options(field, project):
        if raw.get("id", option) == option and raw.get("name", name) == name:
            return option
    raise ValueError(f"The {field.name.lower()} selected is invalid.")


def _person(_: Field, raw: Any, __: seed.Project) -> str | None:
    if not isinstance(raw, dict):
        raise ValueError("data was not an object with an accountId")
    account_id = raw.get("accountId", raw.get("id"))
    if account_id is not None and not catalogue.is_account(account_id):
        raise ValueError(f"User '{account_id}' does not exist.")
    return account_id


def _labels(_: Field, raw: Any, __: seed.Project) -> tuple[str, ...]:
    if not isinstance(raw, list) or not all(isinstance(label, str) and label for label in raw):
        raise ValueError("data was not an array of strings")
    for label in raw:
        if re.search(r"\s", label):
            raise ValueError(f"The label '{label}' contains spaces which is invalid.")
        if len(label) > LONGEST_LINE:
            raise ValueError(f"The label '{label}' exceeds the maximum length for a single label.")
    return tuple(dict.fromkeys(raw))


def _date(_: Field, raw: Any, __: seed.Project) -> str:
    try:
        return date.fromisoformat(text(raw)).isoformat()
    except ValueError:
        raise ValueError("Error parsing date string: use yyyy-MM-dd") from None


_READERS: dict[Kind, Callable[[Field, Any, seed.Project], Value]] = {
    "line": _line,
    "text": _text,
    "choice": _choice,
    "person": _person,
    "labels": _labels,
    "date": _date,
}


def _read_one(field: Field, raw: Any, project: seed.Project) -> Value:
    if raw is None:
        return () if field.kind == "labels" else None
    return _READERS[field.kind](field, raw, project)
