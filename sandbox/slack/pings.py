"""Whom a message calls, as Slack would notify them, so that a test can prove that a ticket's title calls nobody."""

import re
from collections.abc import Iterator
from typing import Any

_CALLS = re.compile(r"<(@[UW][A-Z0-9]+|!channel|!here|!everyone|!subteam\^[A-Z0-9]+)(?:\|[^>]*)?>")
_LOOSE = re.compile(r"(?<![\w<])@(channel|here|everyone)\b")


def pings(text: str, blocks: list[dict[str, Any]], loose: bool = False) -> tuple[str, ...]:
    """The ids and groups called (`U0RM`, `!channel`, `!subteam^S1`), each once, in order of appearance.

    `loose` is Slack's `link_names` or `parse=full`, where a bare `@channel` calls too.
    """
    found = [*_in_text(text, loose)]
    for block in blocks:
        found.extend(_in_block(block))
    return tuple(dict.fromkeys(found))


def _in_text(text: str, loose: bool = False) -> Iterator[str]:
    for match in _CALLS.finditer(text):
        yield match[1].removeprefix("@")
    if loose:
        for match in _LOOSE.finditer(text):
            yield f"!{match[1]}"


def _in_block(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for item in part:
            yield from _in_block(item)
    if not isinstance(part, dict):
        return
    kind = part.get("type")
    if kind == "user":
        yield str(part.get("user_id"))
    elif kind == "broadcast":
        yield f"!{part.get('range')}"
    elif kind == "usergroup":
        yield f"!subteam^{part.get('usergroup_id')}"
    elif kind in ("mrkdwn", "markdown") and isinstance(part.get("text"), str):
        yield from _in_text(part["text"])
    for item in part.values():
        if isinstance(item, dict | list):
            yield from _in_block(item)
