"""Lets pydantic read keys written in French or in English, and describe both to editors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Discriminator, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from connectors.contracts.problems import examples, hint, quoted, refusal
from connectors.contracts.yaml_words import KEYS, SPELLINGS, Words, fold, nearest, spelled
from connectors.wording import LANGUAGES, said, spoken

JsonSchema = dict[str, Any]


@dataclass(frozen=True)
class Stray:
    """Stands for the value of a key that its group does not take, with the sentence that refuses it."""

    kind: str
    fields: Mapping[str, str]


class Section(BaseModel):
    """A group of keys; a model's field is a key of `words.KEYS`, an empty value is an absent key.

    Where `others` names a field, the keys that are no field's are gathered there, as they are written.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    others: ClassVar[str | None] = None
    unread: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """The keys of paper contracts that Vigie does not read yet, folded, with what it does whatever they say."""

    @model_validator(mode="before")
    @classmethod
    def under_our_names(cls, raw: Any) -> Any:
        """The same group under our own names; what has no place here is marked, for pydantic to refuse in turn."""
        if not isinstance(raw, dict):
            return raw
        named: dict[str, Any] = {}
        others: dict[str, Any] = {}
        written: dict[str, str] = {}
        for key, value in raw.items():
            name = cls._name(key)
            if name is None and cls.others is not None:
                others[key] = value
            elif name is None and fold(key) in cls.unread:
                fields = {"value": quoted(key), "hint": said("contracts.quote", text=cls.unread[fold(key)])}
                named[f" {key}"] = Stray("not_read_key", fields)
            elif name is None:
                named[f" {key}"] = Stray("unknown_key", {"value": quoted(key), "hint": cls._suggestion(key)})
            elif name in written:
                named[f" {key}"] = Stray("same_key", {"value": quoted(key), "other": quoted(written[name])})
            else:
                written[name] = key
                if value is not None:
                    named[name] = value
        return named | {cls.others: others} if cls.others is not None else named

    @classmethod
    def _name(cls, key: str) -> str | None:
        return _names(cls).get(fold(key))

    @classmethod
    def _suggestion(cls, key: str) -> str:
        known = {spelling: name for name in reversed(cls.model_fields) for spelling in KEYS[name]}
        near = nearest(key, known)
        if near and spoken() != LANGUAGES[0]:
            near = spelled(known[near])
        return hint(near, (spelled(name) for name in cls.model_fields))

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler, /) -> JsonSchema:
        schema = handler.resolve_ref_schema(handler(core))
        ours: JsonSchema = schema.pop("properties", {})
        required = [name for name in schema.pop("required", []) if name != cls.others]
        if cls.others is not None:
            schema["additionalProperties"] = ours.pop(cls.others)["additionalProperties"]
        schema["properties"] = {spelling: _untitled(ours[name]) for name in ours for spelling in KEYS[name]}
        if required:
            schema["allOf"] = [{"anyOf": [{"required": [spelling]} for spelling in KEYS[name]]} for name in required]
        return _untitled(schema)


@cache
def _names(section: type[Section]) -> Mapping[str, str]:
    """The field that each spelling means; the first one where two fields share a spelling."""
    fields = [name for name in section.model_fields if name != section.others]
    return {spelling: name for name in reversed(fields) for spelling in SPELLINGS[name]}


def _untitled(schema: JsonSchema) -> JsonSchema:
    """Without the titles and defaults that pydantic draws from our English names; keys of one form admit no other."""
    kept = {key: value for key, value in schema.items() if key not in ("title", "default")}
    return kept | {"additionalProperties": False} if "patternProperties" in kept else kept


@dataclass(frozen=True, eq=False)
class Reads:
    """Says of a pydantic field that `parse` reads its text; `schema` is what editors are told of it.

    `english` are examples for an English installation, where those of the schema are French words.
    """

    parse: Callable[[str], object]
    schema: Mapping[str, Any]
    english: tuple[str, ...] = ()

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return dict(self.schema)

    def _read(self, value: object) -> object:
        if not isinstance(value, str):
            raise refusal("text", value=quoted(value), hint=self._wanted(said("contracts.plain_text")))
        if not value.strip():
            raise refusal("blank", hint=self._wanted(said("contracts.some_text")))
        return self.parse(value)

    def _wanted(self, otherwise: str) -> str:
        if self.english and spoken() != LANGUAGES[0]:
            return examples(self.english, otherwise)
        return examples(self.schema.get("examples", self.schema.get("enum", ())), otherwise)


@dataclass(frozen=True, eq=False)
class Spelled:
    """Says of a pydantic field that it is one of the words of a vocabulary."""

    words: Words[Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._read)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        return {"enum": list(self.words.values)}

    def _read(self, value: object) -> object:
        if not isinstance(value, str):
            raise refusal("text", value=quoted(value), hint=examples(self.words.shown(), said("contracts.plain_text")))
        found = self.words.find(value)
        if found is None:
            suggestion = hint(self.words.near(value), self.words.shown())
            raise refusal("word", value=quoted(value), what=self.words.named(), hint=suggestion)
        return found


@dataclass(frozen=True, eq=False)
class SpelledSoFar(Spelled):
    """The same, of a vocabulary that has words which Vigie does not read yet: they are refused by a sentence."""

    later: tuple[str, ...] = ()

    def _read(self, value: object) -> object:
        if isinstance(value, str) and fold(value) in map(fold, self.later):
            raise refusal("not_read", value=quoted(value), hint=hint(None, self.words.shown()[:1]))
        return super()._read(value)


class OneOrMany:
    """Says of a pydantic tuple that a single value may stand for a list of one."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._listed, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        many = handler(core)
        return {"anyOf": [many["items"], many]}

    @staticmethod
    def _listed(value: object) -> object:
        return value if isinstance(value, list) else [value]


def shape(value: object) -> str:
    """The shape of a value: `text`, `list` or `group`."""
    return "list" if isinstance(value, list | tuple) else "group" if isinstance(value, dict) else "text"


class ByShape(Discriminator):
    """Chooses between types tagged `text`, `list` and `group`; a sentence's kind refuses another shape."""

    def __init__(self, kind: str) -> None:
        # The sentence is said where a file is refused, in the language of then.
        super().__init__(shape, "contract", "{kind}", {"kind": kind})

    # Python hashes the metadata of a type in `X | None`, and the sentence's dict has no hash.
    __hash__ = object.__hash__
