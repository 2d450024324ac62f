"""Slack's own description of its messages, where this machine has it."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import jsonschema

from connectors.channels.slack.block_kit import BLOCKS, Post
from sandbox.slack.block_limits import check_message, check_view, texts
from tests.shared import shared


@cache
def validator(kind: str = "BlockKitMessage") -> Callable[[dict[str, Any]], None]:
    """Raises for a message (or a view) that Slack's schema refuses; skips the test where the schema is not at hand."""
    schema = json.loads(shared("contracts/slack-block-kit.schema.json").read_text("utf-8"))
    schema["$ref"] = f"#/definitions/{kind}"
    return jsonschema.Draft7Validator(schema).validate


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
