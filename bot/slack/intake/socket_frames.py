"""Parses the frames of a Socket Mode connection, and builds its acknowledgements."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack.intake.slack_payload import Misshapen, decode, string


@dataclass(frozen=True, slots=True)
class Hello:
    """The connection is open for good."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Slack asks that this connection be left; `reason` is its own word for why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """A command, an interaction or an event: `body` is its payload in JSON, as it is recorded.

    `answerable` when its acknowledgement may carry something.
    """

    id: str
    body: bytes
    answerable: bool


Frame = Hello | Leave | Envelope


def read(text: str) -> Frame | None:
    """The meaning of a frame; None for one that needs no work. Never raises."""
    try:
        found = decode(text.encode("utf-8", "replace"), "application/json")
    except Misshapen:
        return None
    if name := string(found, "envelope_id"):
        return Envelope(name, json.dumps(found.get("payload")).encode(), found.get("accepts_response_payload") is True)
    match string(found, "type"):
        case "hello":
            return Hello()
        case "disconnect":
            return Leave(string(found, "reason") or "disconnect")
        case _:
            return None


def acknowledgement(envelope: Envelope, answer: Mapping[str, Any]) -> str:
    """The acknowledgement of an envelope, with its answer where one is awaited."""
    carried = {"payload": dict(answer)} if answer and envelope.answerable else {}
    return json.dumps({"envelope_id": envelope.id, **carried})
