"""Slack's own description of its messages, where this machine has it."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from jsonschema import Draft7Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from connectors.channels.slack.block_kit import BLOCKS, Post
from sandbox.slack.block_limits import check_message, check_view, texts
from tests.shared import shared


@cache
def validator(kind: str = "BlockKitMessage") -> Callable[[dict[str, Any]], None]:
    """Raises for a message (or a view) that Slack's schema refuses; skips the test where the schema is not at hand."""
    told = _schema() | {"$ref": f"#/definitions/{kind}"}
    judging: type[Validator] = extend(Draft7Validator, {"anyOf": _any_of})  # type: ignore[no-untyped-call]
    return judging(told).validate


@cache
def _schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shared("contracts/slack-block-kit.schema.json").read_text("utf-8"))
    return found


def _any_of(judge: Validator, branches: list[Any], instance: Any, schema: Any) -> Iterator[ValidationError]:
    """Try the branches for the instance's own `type` only: the thirty others would each refuse it, slowly."""
    kind = instance.get("type") if isinstance(instance, dict) else None
    fitting = [one for one in branches if not isinstance(kind, str) or kind in (_kinds(one) or {kind})]
    if fitting:
        yield from Draft7Validator.VALIDATORS["anyOf"](judge, fitting, instance, schema)
    else:
        yield ValidationError(f"{kind!r} is the type of none of {branches}")


def _kinds(branch: dict[str, Any]) -> frozenset[str] | None:
    """The values of `type` that a branch takes; None where it does not say."""
    if "$ref" in branch:
        return _kinds_of(branch["$ref"])
    if "anyOf" in branch:
        every = [_kinds(one) for one in branch["anyOf"]]
        return None if None in every else frozenset().union(*(one for one in every if one))
    named = branch.get("properties", {}).get("type", {})
    return frozenset(named.get("enum", [])) or (frozenset({named["const"]}) if "const" in named else None)


@cache
def _kinds_of(reference: str) -> frozenset[str] | None:
    return _kinds(_schema()["definitions"][reference.rpartition("/")[2]])


def check(post: Post) -> None:
    """The post is one that the stand-in and Slack's schema both take."""
    message = {"text": post.text, "blocks": list(post.blocks)}
    check_message(message["blocks"])
    assert 0 < len(post.blocks) <= BLOCKS
    assert 0 < len(post.text) <= 3000
    assert sum(len(words) for words in texts(list(post.blocks))) <= 13_000
    validator()(message)


def check_home(view: dict[str, Any]) -> None:
    """The Home is one that the stand-in and Slack's schema both take."""
    check_view(view)
    validator("BlockKitView")(view)
