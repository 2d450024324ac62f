"""Writes a value in the shape of a Jira field's type: option, instant, line or text."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from connectors.jira.inbound import wiki
from connectors.jira.inbound.jira_payload import Json, clean, mapping, string
from rules.effects import Written

LONGEST_LINE = 255
LONGEST_TEXT = 32_767
REQUEST_TYPE = "vp-origin"


class Kind(StrEnum):
    """The shape of a field's value."""

    LINE = "line"
    TEXT = "text"
    INSTANT = "instant"
    DAY = "day"
    OPTION = "option"
    OPTIONS = "options"
    LABELS = "labels"
    NAMED = "named"
    REQUEST = "request"


_BY_TYPE: Mapping[str, Kind] = {
    "datetime": Kind.INSTANT,
    "date": Kind.DAY,
    "option": Kind.OPTION,
    "option-with-child": Kind.OPTION,
    "priority": Kind.NAMED,
    "resolution": Kind.NAMED,
}
_TEXTS = ("description", "environment")


def kind(schema: Json) -> Kind:
    """The kind of a field by its schema; a line where nothing better is known."""
    custom = string(schema, "custom")
    if custom.endswith(REQUEST_TYPE):
        return Kind.REQUEST
    if string(schema, "type") == "array":
        return Kind.OPTIONS if string(schema, "items") == "option" else Kind.LABELS
    if custom.endswith(":textarea") or string(schema, "system") in _TEXTS:
        return Kind.TEXT
    return _BY_TYPE.get(string(schema, "type"), Kind.LINE)


def kinds(fields: object) -> dict[str, Kind]:
    """The kind of each field of a site, by id, from what `GET field` answers. Raises ValueError for another shape."""
    if not isinstance(fields, list) or not all(isinstance(field, dict) for field in fields):
        raise ValueError("fields that are not a list")
    return {string(field, "id"): kind(mapping(field, "schema")) for field in fields}


def shaped(value: Written, of: Kind, zone: ZoneInfo) -> Any:
    """A value as a field of that kind takes it; None empties the field."""
    if value is None:
        return [] if of in (Kind.OPTIONS, Kind.LABELS) else None
    if isinstance(value, datetime):
        return _instant(value.astimezone(zone), of)
    return _SHAPES.get(of, line)(value)


def _instant(at: datetime, of: Kind) -> Any:
    match of:
        case Kind.INSTANT:
            return at.strftime("%Y-%m-%dT%H:%M:%S.000%z")
        case Kind.DAY:
            return at.date().isoformat()
        case _:
            # Written so that a column of texts sorts by date.
            return _SHAPES.get(of, line)(at.strftime("%Y-%m-%d %H:%M"))


def line(value: str) -> str:
    """The value on one line of at most 255 characters."""
    return _cut(" ".join(clean(value).split()), LONGEST_LINE)


def text(value: str) -> str:
    """The value as wiki markup that reads as it was typed, in at most 32,767 characters (Jira's default limit)."""
    kept = _cut(clean(value), LONGEST_TEXT)
    while len(markup := wiki.escaped(kept)) > LONGEST_TEXT:
        kept = _cut(kept, len(kept) - max(1, (len(markup) - LONGEST_TEXT) // 2))
    return markup


def _cut(value: str, longest: int) -> str:
    return value if len(value) <= longest else value[: longest - 1] + "…"


_SHAPES: Mapping[Kind, Callable[[str], Any]] = {
    Kind.TEXT: text,
    Kind.OPTION: lambda value: {"value": line(value)},
    Kind.OPTIONS: lambda value: [{"value": line(value)}],
    Kind.LABELS: lambda value: ["-".join(line(value).split())],
    Kind.NAMED: lambda value: {"name": line(value)},
}
