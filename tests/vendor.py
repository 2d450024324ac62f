"""Jira's own description of its API, held against every request and answer that passes the sandbox's door."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from jsonschema import Draft4Validator
from jsonschema.protocols import Validator
from openapi_schema_validator import OAS30ReadValidator, OAS30WriteValidator
from referencing import Registry
from referencing.jsonschema import DRAFT4

from sandbox.jira.traffic import Exchange
from tests.shared import FOLDER

JIRA, ADF = (FOLDER / "contracts" / name for name in ("jira-cloud-v3.trimmed.json", "adf-v1.full.schema.json"))
# The `jira` package as others use it: what it asks besides is taken by the vendor, and not ours to mend.
PACKAGE = "python-requests"
OURS, NAME = "Vigie", "urn:jira"
MANY = 5  # answers of one kind, after which others of a test teach nothing
# What the description at hand has not: why, and which paths.
LEFT_OUT = (
    ("administration, cut out of it", re.compile(r"/rest/api/\w+/(screens|screenscheme|issuetypescreenscheme)\b")),
    ("administration, cut out of it", re.compile(r"/rest/api/\w+/field/[^/]+/context")),
    ("links are only made in it", re.compile(r"/rest/api/\w+/issueLink/\d+$")),
    ("outside of it: webhooks, tokens, tenant, service desk", re.compile(r"/(?!rest/api/)|/rest/(?!api/)")),
)
_VERSION = re.compile(r"^/rest/api/(2|3|latest)/")
_READ = frozenset({"GET", "DELETE"})
_EMPTY: Registry[Any] = Registry()


def judged(exchanges: Iterable[Exchange]) -> list[str]:
    """What is wrong with the exchanges of a test."""
    judge = _Judge()
    for one in exchanges:
        judge.hear(one)
    return judge.wrong


@dataclass
class _Judge:
    """Keeps what is wrong with the exchanges that it hears."""

    wrong: list[str] = field(default_factory=list)
    _known: Counter[tuple[str, str, int]] = field(default_factory=Counter)

    def hear(self, exchange: Exchange) -> None:
        if any(path.match(exchange.path) for _, path in LEFT_OUT):
            return
        known = _operation(exchange.method, _VERSION.sub("/rest/api/3/", exchange.path))
        accepted = 0 < exchange.status < 400
        if known is None:
            if accepted or exchange.agent == OURS:
                self._say(exchange, "a path that the vendor does not describe")
            return
        if exchange.agent == OURS or (accepted and not exchange.agent.startswith(PACKAGE)):
            self._judge(exchange, known.asked(exchange))
        seen = exchange.method, known.path, exchange.status
        self._known[seen] += 1
        if exchange.cloud and exchange.status and self._known[seen] <= MANY:
            self._judge(exchange, known.answered(exchange))

    def _judge(self, exchange: Exchange, problems: Iterator[str]) -> None:
        for problem in problems:
            self._say(exchange, problem)

    def _say(self, exchange: Exchange, problem: str) -> None:
        said = f"{exchange.method} {exchange.path}?{exchange.query} -> {exchange.status}: {problem}"
        self.wrong.append(said)


@dataclass(frozen=True)
class _Operation:
    path: str
    parameters: dict[str, Any]
    body: Validator | None
    answers: dict[str, Validator | None]

    def asked(self, exchange: Exchange) -> Iterator[str]:
        for name, value in parse_qsl(exchange.query, keep_blank_values=True):
            schema = self.parameters.get(name)
            if schema is None:
                if exchange.cloud:
                    yield f"the parameter {name} is not described"
            elif not _reads(schema, value):
                yield f"the parameter {name} is not of its type: {value[:50]}"
        if exchange.method in _READ or not exchange.body:
            return
        given = json.loads(exchange.body)
        if self.body is None:
            yield "a body that is not described"
        else:
            yield from _problems(self.body, _without_nulls(given))
        if exchange.path.startswith("/rest/api/3/"):
            yield from _documents(given)

    def answered(self, exchange: Exchange) -> Iterator[str]:
        status = str(exchange.status)
        if status not in self.answers:
            if exchange.status < 400:
                yield "a status that is not described"
            return
        validator = self.answers[status]
        if validator is None or not exchange.answer:
            return
        given = json.loads(exchange.answer)
        yield from _problems(validator, _without_nulls(given))
        if exchange.path.startswith("/rest/api/3/"):
            yield from _documents(given)


@cache
def _description() -> dict[str, Any]:
    # References by the whole document's name, so that a part of it can be held against by itself.
    text = JIRA.read_text(encoding="utf-8").replace('"#/components/', f'"{NAME}#/components/')
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def _registry() -> Registry[Any]:
    found: Registry[Any] = _EMPTY.with_resource(NAME, DRAFT4.create_resource(_description()))
    return found


@cache
def _paths() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of the paths described, those without a parameter first."""
    listed = sorted(_description()["paths"], key=lambda path: path.count("{"))
    return tuple((re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path) for path in listed)


def _operation(method: str, path: str) -> _Operation | None:
    for pattern, described in _paths():
        if pattern.fullmatch(path) and method.lower() in _description()["paths"][described]:
            return _read(method.lower(), described)
    return None


@cache
def _read(method: str, path: str) -> _Operation:
    told = _description()["paths"][path][method]
    parameters = {one["name"]: one["schema"] for one in told.get("parameters", ()) if one["in"] == "query"}
    schema = _schema(told.get("requestBody", {}))
    answers = {
        status: OAS30ReadValidator(found, registry=_registry()) if (found := _schema(answer)) is not None else None
        for status, answer in told["responses"].items()
    }
    body = OAS30WriteValidator(schema, registry=_registry()) if schema is not None else None
    return _Operation(path, parameters, body, answers)


def _schema(told: dict[str, Any]) -> dict[str, Any] | None:
    found = told.get("content", {}).get("application/json", {}).get("schema")
    return found if isinstance(found, dict) else None


def _reads(schema: dict[str, Any], value: str) -> bool:
    kind = schema.get("type")
    if kind == "array":
        return all(_reads(schema["items"], one) for one in value.split(","))
    if kind == "integer":
        return re.fullmatch(r"-?\d+", value) is not None
    if kind == "boolean":
        return value in ("true", "false")
    return value in schema["enum"] if "enum" in schema else True


def _problems(validator: Validator, given: Any) -> Iterator[str]:
    for error in validator.iter_errors(given):
        yield f"{error.json_path}: {error.message[:200]}"


@cache
def _adf() -> Validator:
    return Draft4Validator(json.loads(ADF.read_text(encoding="utf-8")))


def _documents(given: Any) -> Iterator[str]:
    """What is wrong with the documents (ADF) that a body holds anywhere."""
    if isinstance(given, dict):
        if given.get("type") == "doc" and "content" in given:
            yield from _problems(_adf(), given)
            return
        for held in given.values():
            yield from _documents(held)
    elif isinstance(given, list):
        for held in given:
            yield from _documents(held)


def _without_nulls(value: Any) -> Any:
    """The vendor sends and takes nulls (nobody is assigned) against its own description."""
    if isinstance(value, dict):
        return {key: _without_nulls(held) for key, held in value.items() if held is not None}
    return [_without_nulls(held) for held in value] if isinstance(value, list) else value
