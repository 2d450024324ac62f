"""Slack's bytes become a mapping that any shape of content can be looked up in without a fault."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from connectors.wording import said

Json = Mapping[str, Any]

LONGEST_FORM = 200  # fields; a slash command has about fifteen


class Misshapen(ValueError):
    """Not what Slack sends; the message says why and quotes no content."""


def decode(body: bytes, content_type: str = "") -> dict[str, Any]:
    """The payload of a request: its JSON, the JSON in its `payload` field, or its form. Raises Misshapen."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Misshapen(said("inbound.body_not_utf8")) from None
    if "json" in content_type.lower() or text.startswith("{"):
        return _object(text)
    try:
        fields = dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=LONGEST_FORM))
    except ValueError:
        raise Misshapen(said("inbound.form_unreadable")) from None
    return _object(fields["payload"]) if "payload" in fields else dict(fields)


def part(payload: Json, *path: str) -> Json:
    """The object at a path; an empty one where there is none, or something else."""
    found: Any = payload
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def string(payload: Json, *path: str) -> str:
    """The text at a path, fit to be stored anywhere; empty where there is none, or something else."""
    found = part(payload, *path[:-1]).get(path[-1])
    return storable(found) if isinstance(found, str) else ""


def first(payload: Json, name: str) -> Json:
    """The first object of the list of that name; an empty one where there is none."""
    found = payload.get(name)
    head = found[0] if isinstance(found, list) and found else None
    return head if isinstance(head, dict) else {}


def storable(text: str) -> str:
    """The text without what PostgreSQL (NUL) or UTF-8 (lone surrogates) cannot hold."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _object(text: str) -> dict[str, Any]:
    try:
        found: Any = json.loads(text)
    except ValueError:
        raise Misshapen(said("inbound.content_not_json")) from None
    except RecursionError:
        raise Misshapen(said("inbound.too_deep")) from None
    if not isinstance(found, dict):
        raise Misshapen(said("inbound.content_not_object"))
    return found
