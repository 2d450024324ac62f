"""A field of a transition's screen, as people are asked for it, and what they gave, as Jira takes it."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from connectors.jira.inbound.jira_payload import Json, mapping, mappings, string
from connectors.jira.inbound.name_spelling import same
from connectors.jira.outbound.field_types import Kind, line, shaped, text
from connectors.required_field import Ask, Wanted
from rules.contract import Contract
from rules.events import FieldGiven

User = Callable[[str], Any]
"""An account, as the site names one in a field."""

MOST_OPTIONS = 100
_CHILD = "/"
_ARRAY = "array"
_BY_TYPE: Mapping[str, Ask] = {
    "string": Ask.LINE,
    "number": Ask.NUMBER,
    "date": Ask.DAY,
    "datetime": Ask.INSTANT,
    "user": Ask.PERSON,
}
_BY_ITEMS: Mapping[str, Ask] = {"string": Ask.WORDS, "user": Ask.PEOPLE}
_LONG = ("description", "environment")


def wanted(screen: Json, names: Iterable[str], said: Mapping[str, str] | None = None) -> tuple[Wanted, ...]:
    """The fields that a form can ask for, in the order of the screen; `said` is Jira's word on each."""
    asked = set(names)
    found = ((name, mapping(screen, name)) for name in screen if name in asked)
    return tuple(
        Wanted(name, string(field, "name") or name, ask, _options(field), (said or {}).get(name, ""))
        for name, field in found
        if (ask := asked_as(field)) is not None
    )


def asked_as(field: Json) -> Ask | None:
    """The form element of a field; None for one that no form can give (an attachment, a link).

    More options than a menu holds are typed by their names.
    """
    schema = mapping(field, "schema")
    kind, many = string(schema, "type"), string(schema, "type") == _ARRAY
    if options := mappings(field, "allowedValues"):
        typed = len(_choices(options)) > MOST_OPTIONS
        return (Ask.WORDS if many else Ask.LINE) if typed else (Ask.SEVERAL if many else Ask.ONE)
    if kind == "string" and (string(schema, "custom").endswith(":textarea") or string(schema, "system") in _LONG):
        return Ask.TEXT
    return _BY_ITEMS.get(string(schema, "items")) if many else _BY_TYPE.get(kind)


def sent(field: Json, given: FieldGiven, contract: Contract, user: User) -> Any:
    """The value of a field as Jira takes it, None for nothing; `user` names an account as the site does."""
    values = [value for value in given.values if value.strip()]
    if not values:
        return None
    many = string(mapping(field, "schema"), "type") == _ARRAY
    if options := mappings(field, "allowedValues"):
        parts = _parts(values) if many and asked_as(field) is Ask.WORDS else values
        chosen = [_option(options, value) for value in parts]
        return chosen if many else chosen[0]
    return _SHAPES[asked_as(field) or Ask.LINE](values, contract, user)


def _options(field: Json) -> tuple[tuple[str, str], ...]:
    choices = _choices(mappings(field, "allowedValues"))
    return choices if len(choices) <= MOST_OPTIONS else ()


def _choices(options: Iterable[Json]) -> tuple[tuple[str, str], ...]:
    """The ids and labels to choose among: a cascade gives each of its second choices under its first."""
    found: list[tuple[str, str]] = []
    for one in options:
        number, label = string(one, "id"), _label(one)
        children = mappings(one, "children")
        found.append((number, label))
        found += ((f"{number}{_CHILD}{string(child, 'id')}", f"{label} › {_label(child)}") for child in children)
    return tuple(found)


def _label(option: Json) -> str:
    return string(option, "name") or string(option, "value") or string(option, "id")


def _option(options: Iterable[Json], value: str) -> dict[str, Any]:
    """The option of that id, else of that name; otherwise the text as it is, for Jira to judge."""
    choices = _choices(options)
    number = next((one for one, _ in choices if one == value), "")
    number = number or next((one for one, label in choices if same(label, value)), "")
    first, _, second = number.partition(_CHILD)
    if not first:
        return {"value" if any("value" in one for one in options) else "name": line(value)}
    return {"id": first} | ({"child": {"id": second}} if second else {})


def _account(value: str, contract: Contract) -> str:
    """The Jira account of the person chosen in Slack, by the contract; typed text is an account already."""
    return next((one.jira for one in contract.people if one.chat == value and one.jira), value)


def _parts(values: Iterable[str]) -> list[str]:
    return [part.strip() for value in values for part in re.split(r"[,;\n]", value) if part.strip()]


def _number(value: str) -> int | float | str:
    """The number that was typed; whatever else goes as it is, for Jira to refuse."""
    written = value.strip().replace(",", ".")
    try:
        number = float(written)
    except ValueError:
        return value
    return int(number) if number.is_integer() and "." not in written else number


def _instant(value: str, contract: Contract) -> Any:
    return shaped(datetime.fromisoformat(value), Kind.INSTANT, ZoneInfo(contract.zone))


def _words(values: Iterable[str]) -> list[str]:
    return [word for value in values for word in value.replace(",", " ").split()]


_SHAPES: Mapping[Ask, Callable[[list[str], Contract, User], Any]] = {
    Ask.LINE: lambda values, _, __: line(values[0]),
    Ask.TEXT: lambda values, _, __: text(values[0]),
    Ask.NUMBER: lambda values, _, __: _number(values[0]),
    Ask.DAY: lambda values, _, __: values[0],
    Ask.INSTANT: lambda values, contract, _: _instant(values[0], contract),
    Ask.WORDS: lambda values, _, __: _words(values),
    Ask.PERSON: lambda values, contract, user: user(_account(values[0], contract)),
    Ask.PEOPLE: lambda values, contract, user: [user(_account(value, contract)) for value in values],
}
