"""Facts, effects and replies as JSON: facts plain enough for anyone to recompute from, effects exact to the type."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import Annotated, Any, get_args, get_type_hints

from pydantic import Field, TypeAdapter
from pydantic_core import SchemaValidator
from pydantic_core.core_schema import no_info_after_validator_function

from connectors.parsed_delivery import Reply
from connectors.wording import Sentence
from rules.effects import Effect
from rules.events import Actor, Closed, Fact, Happening, Source


def _named(kind: Any) -> Iterator[type[Any]]:
    # Whatever an effect may carry that has a name of its own: dataclasses and enumerations, all the way down.
    if is_dataclass(kind) or (isinstance(kind, type) and issubclass(kind, Enum)):
        assert isinstance(kind, type)  # noqa: S101 - for the type checker: a dataclass, not an instance of one
        yield kind
    inside = get_type_hints(kind).values() if is_dataclass(kind) else get_args(kind)
    for part in inside:
        yield from _named(part)


EFFECTS: Mapping[str, type[Any]] = {kind.__name__: kind for kind in get_args(Effect)}
NAMED: Mapping[str, type[Any]] = {kind.__name__: kind for kind in _named(Effect)}
# The hashes of facts that are journalled already are those of texts without it.
_LIVE: dict[str, Any] = {"source": {"standing"}}
_REPAIRED: dict[str, Any] = {"what": {"unrepaired"}}
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class _Written:
    # Fact as pydantic must see it: the discriminator spares it from trying each happening in turn.
    id: str
    at: datetime
    by: Actor
    source: Source
    what: Annotated[Happening, Field(discriminator="kind")]


@cache
def _adapter() -> TypeAdapter[_Written]:
    return TypeAdapter(_Written)


@cache
def _validator() -> SchemaValidator:
    return SchemaValidator(in_utc(_adapter().core_schema))


def in_utc(schema: Any) -> Any:
    """A schema of pydantic's, whose instants come back in the standard library's UTC."""
    # pydantic's own zone object is equal to UTC, but makes every later comparison seven times slower.
    if isinstance(schema, list):
        return [in_utc(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "datetime":
        return no_info_after_validator_function(lambda at: at.astimezone(UTC), schema)
    return {name: in_utc(part) for name, part in schema.items()}


def fact_to_json(fact: Fact) -> str:
    """The fact as one JSON object: id, at, by, source, and what with its `kind`."""
    repaired = isinstance(fact.what, Closed) and not fact.what.unrepaired
    left_out = ({} if fact.stated else _LIVE) | (_REPAIRED if repaired else {})
    return _adapter().dump_json(fact, exclude=left_out or None).decode()  # type: ignore[arg-type]


def fact_from_json(text: str) -> Fact:
    """The fact back, equal to the one written. Raises ValueError (pydantic's) for anything else."""
    written = _validator().validate_json(text)
    return Fact(written.id, written.at, written.by, written.source, written.what)


def effect_to_json(effect: Effect) -> str:
    """The effect as `{"effect": class name, field: value, …}`, each value that JSON cannot say under a tag.

    Raises KeyError for a value of a type that no effect may carry.
    """
    return _JSON.encode({"effect": type(effect).__name__, **_fields(effect)})


def effect_from_json(text: str) -> Effect:
    """The effect back, types included. Raises ValueError where the class or a tag is not one that we write."""
    values = json.loads(text)
    name = values.pop("effect", None)
    if name not in EFFECTS:
        raise ValueError(f"not an effect: {name}")
    effect: Effect = EFFECTS[name](**{key: _back(value) for key, value in values.items()})
    return effect


def reply_to_json(reply: Reply | None) -> str | None:
    """The reply as a JSON object of its fields."""
    return None if reply is None else json.dumps(asdict(reply), ensure_ascii=False)


def reply_from_json(text: str | None) -> Reply | None:
    """The reply back."""
    return None if text is None else Reply(**json.loads(text))


def _fields(value: Any) -> dict[str, Any]:
    return {name: _out(getattr(value, name)) for name in _NAMES[type(value)]}


def _out(value: Any) -> Any:
    kind = type(value)
    return value if kind in _PLAIN else {_TAGS[kind]: _OUT[kind](value)}


def _kept(sentence: Sentence) -> dict[str, Any]:
    # Its text too, for a version that says it otherwise or no more.
    values = {name: _out(value) if _known(value) else str(value) for name, value in sentence.values.items()}
    return {"key": sentence.key, "values": values, "text": str(sentence)}


def _known(value: Any) -> bool:
    return type(value) in _PLAIN or type(value) in _TAGS


def _said(kept: Mapping[str, Any]) -> str:
    try:
        return Sentence(kept["key"], {name: _back(value) for name, value in kept["values"].items()})
    except (LookupError, FileNotFoundError):
        return str(kept["text"])


_PLAIN = frozenset({str, int, float, bool, type(None)})
_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in NAMED.values() if is_dataclass(kind)}
_TAGS: Mapping[type[Any], str] = {
    datetime: "instant",
    timedelta: "duration",
    tuple: "tuple",
    frozenset: "set",
    dict: "map",
    MappingProxyType: "map",
    Sentence: "sentence",
    **{kind: name for name, kind in NAMED.items()},
}
_OUT: Mapping[type[Any], Callable[[Any], Any]] = {
    datetime: lambda at: at.astimezone(UTC).isoformat(),
    timedelta: lambda span: (span.days, span.seconds, span.microseconds),
    tuple: lambda parts: [_out(part) for part in parts],
    frozenset: lambda parts: sorted((_out(part) for part in parts), key=str),
    dict: lambda parts: {name: _out(part) for name, part in parts.items()},
    MappingProxyType: lambda parts: {name: _out(part) for name, part in parts.items()},
    Sentence: _kept,
    **{kind: _fields if kind in _NAMES else attrgetter("value") for kind in NAMED.values()},
}
_BACK: Mapping[str, Callable[[Any], Any]] = {
    "instant": datetime.fromisoformat,
    "duration": lambda parts: timedelta(*parts),
    "tuple": lambda parts: tuple(_back(part) for part in parts),
    "set": lambda parts: frozenset(_back(part) for part in parts),
    "map": lambda parts: {name: _back(part) for name, part in parts.items()},
    "sentence": _said,
}


def _back(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((tag, content),) = value.items()
    if tag in _BACK:
        return _BACK[tag](content)
    if tag not in NAMED:
        raise ValueError(f"not a tag of ours: {tag}")
    kind = NAMED[tag]
    return kind(**{name: _back(part) for name, part in content.items()}) if kind in _NAMES else kind(content)
