"""Parses the value posted for a field, and renders what people see of it."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any

from sandbox import seed
from sandbox.jira.jira_error_answers import refused
from sandbox.jira.records import Value
from sandbox.jira.site_catalogue import Catalogue
from sandbox.jira.standard import REQUIRED, Field, Kind

LONGEST_LINE = 255
LONGEST_TEXT = 32_767


def read(raw: Mapping[str, Any], screen: Collection[str], home: Catalogue, project: seed.Project) -> dict[str, Value]:
    """The values of the fields posted (texts as wiki strings); 400 names each that is off screen or wrong."""
    values: dict[str, Value] = {}
    errors: dict[str, str] = {}
    for name, value in raw.items():
        if name not in screen:
            errors[name] = f"Field '{name}' cannot be set. It is not on the appropriate screen, or unknown."
            continue
        try:
            values[name] = _read_one(home.fields[name], value, home, project)
        except ValueError as wrong:
            errors[name] = str(wrong)
    errors |= {name: REQUIRED[name] for name in REQUIRED if name in values and values[name] is None}
    if errors:
        raise refused(400, errors=errors)
    return values


def shown(field: Field, value: Value, home: Catalogue, project: seed.Project) -> str | None:
    """The readable form of a stored value: a name instead of an id."""
    if value is None or isinstance(value, tuple):
        return " ".join(value or ()) if field.kind == "labels" else None
    if field.kind in ("choice", "select"):
        return dict(home.options(field, project))[value]
    return home.account(value).name if field.kind == "person" else value


def text(raw: Any) -> str:
    """A text field's or a comment's string; ValueError when it is no string or too long."""
    if not isinstance(raw, str):
        raise ValueError("Operation value must be a string")
    if len(raw) > LONGEST_TEXT:
        raise ValueError(f"The entered text is too long. It exceeds the allowed limit of {LONGEST_TEXT:,} characters.")
    return raw


def _text(_: Field, raw: Any, __: Catalogue, ___: seed.Project) -> str | None:
    return text(raw) or None


def _line(field: Field, raw: Any, _: Catalogue, __: seed.Project) -> str | None:
    line = text(raw).strip()
    if re.search(r"[\r\n]", line):
        raise ValueError(f"The {field.name.lower()} is invalid because it contains newline characters.")
    if len(line) > LONGEST_LINE:
        raise ValueError(f"{field.name} can't exceed {LONGEST_LINE} characters.")
    return line or None


def _choice(field: Field, raw: Any, home: Catalogue, project: seed.Project) -> str:
    if not isinstance(raw, dict) or not {"id", "name"} & raw.keys():
        raise ValueError("data was not an object with an id or a name")
    for option, name in home.options(field, project):
        if raw.get("id", option) == option and raw.get("name", name) == name:
            return option
    raise ValueError(f"The {field.name.lower()} selected is invalid.")


def _select(field: Field, raw: Any, home: Catalogue, project: seed.Project) -> str:
    if not isinstance(raw, dict) or not {"id", "value"} & raw.keys():
        raise ValueError("Specify a valid 'id' or 'value' for the option")
    for option, value in home.options(field, project):
        if raw.get("id", option) == option and raw.get("value", value) == value:
            return option
    raise ValueError(f"Option value '{raw.get('value', raw.get('id'))}' is not valid")


def _person(_: Field, raw: Any, home: Catalogue, __: seed.Project) -> str | None:
    wanted = ("accountId", "id") if home.cloud else ("name",)
    if not isinstance(raw, dict) or not raw.keys() & set(wanted):
        raise ValueError(f"data was not an object with {wanted[0]}")
    account_id = next(raw[key] for key in wanted if key in raw)
    if account_id is not None and not home.is_account(account_id):
        raise ValueError(f"User '{account_id}' does not exist.")
    return str(account_id) if account_id is not None else None


def _number(_: Field, raw: Any, __: Catalogue, ___: seed.Project) -> str:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise ValueError("Operation value must be a number")
    return repr(float(raw))


def _instant(_: Field, raw: Any, __: Catalogue, ___: seed.Project) -> str:
    try:
        at = datetime.fromisoformat(text(raw))
    except ValueError:
        at = datetime.min  # noqa: DTZ901 - refused just below, like any instant without its offset
    if at.tzinfo is None:
        raise ValueError("Error parsing date string: use yyyy-MM-dd'T'HH:mm:ss.SSSZ")
    return at.isoformat()


def _labels(_: Field, raw: Any, __: Catalogue, ___: seed.Project) -> tuple[str, ...]:
    if not isinstance(raw, list) or not all(isinstance(label, str) and label for label in raw):
        raise ValueError("data was not an array of strings")
    for label in raw:
        if re.search(r"\s", label):
            raise ValueError(f"The label '{label}' contains spaces which is invalid.")
        if len(label) > LONGEST_LINE:
            raise ValueError(f"The label '{label}' exceeds the maximum length for a single label.")
    return tuple(dict.fromkeys(raw))


def _date(_: Field, raw: Any, __: Catalogue, ___: seed.Project) -> str:
    try:
        return date.fromisoformat(text(raw)).isoformat()
    except ValueError:
        raise ValueError("Error parsing date string: use yyyy-MM-dd") from None


_READERS: dict[Kind, Callable[[Field, Any, Catalogue, seed.Project], Value]] = {
    "line": _line,
    "text": _text,
    "choice": _choice,
    "person": _person,
    "labels": _labels,
    "date": _date,
    "number": _number,
    "instant": _instant,
    "select": _select,
}


def _read_one(field: Field, raw: Any, home: Catalogue, project: seed.Project) -> Value:
    if raw is None:
        return () if field.kind == "labels" else None
    return _READERS[field.kind](field, raw, home, project)
