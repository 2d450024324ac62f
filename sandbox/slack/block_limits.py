"""Block Kit's limits on messages and views, so that what Slack would refuse in production is refused in the sandbox."""

import json
from collections.abc import Iterator
from typing import Any

from sandbox.slack.elements import ACCESSORY, ACTIONS, CONTEXT, INPUT, PLAIN
from sandbox.slack.limits import Check, anything, both, by_type, flag, listed, number, shape, string, text, wrong
from sandbox.slack.slack_refusal_values import Refused

Json = dict[str, Any]

MESSAGE_TEXT = 13_200
VIEW_BYTES = 250_000

_BASE: dict[str, Check] = {"type": anything, "block_id": string(255)}


def _says_something(value: Json, at: str) -> Iterator[str]:
    if not value.get("text") and not value.get("fields"):
        yield wrong("must provide text or fields", at)


def _rich(most: int, kinds: tuple[str, ...]) -> Check:
    leaf = shape({"type": anything, "elements": listed(anything, most, 0), "style": anything, "indent": number,
                  "offset": number, "border": number, "language": string(100)}, required=("elements",))  # fmt: skip
    return by_type(dict.fromkeys(kinds, leaf))


_SHARED: dict[str, Check] = {
    "section": both(
        shape(
            {
                **_BASE,
                "text": text(3000),
                "fields": listed(text(2000), 10),
                "accessory": ACCESSORY,
                "expand": flag,
            }
        ),
        _says_something,
    ),
    "header": shape({**_BASE, "text": text(150, PLAIN)}, required=("text",)),
    "divider": shape(_BASE),
    "context": shape({**_BASE, "elements": listed(CONTEXT, 10)}, required=("elements",)),
    "actions": shape({**_BASE, "elements": listed(ACTIONS, 25)}, required=("elements",)),
    "image": shape(
        {
            **_BASE,
            "image_url": string(3000),
            "slack_file": anything,
            "alt_text": string(2000, 1),
            "title": text(2000, PLAIN),
        },
        required=("alt_text",),
    ),
    "input": shape(
        {
            **_BASE,
            "label": text(2000, PLAIN),
            "element": INPUT,
            "hint": text(2000, PLAIN),
            "optional": flag,
            "dispatch_action": flag,
        },
        required=("label", "element"),
    ),
    "rich_text": shape(
        {
            **_BASE,
            "elements": listed(
                _rich(3000, ("rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted")),
                100,
                0,
            ),
        },
        required=("elements",),
    ),
}
_MESSAGE_ONLY: dict[str, Check] = {
    "markdown": shape({**_BASE, "text": string(12_000, 1)}, required=("text",)),
    "table": shape(
        {**_BASE, "rows": listed(listed(anything, 20), 100), "column_settings": anything}, required=("rows",)
    ),
}

_VIEW: dict[str, Check] = {
    "type": anything,
    "blocks": listed(by_type(_SHARED), 100),
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
_VIEWS = by_type(
    {
        "modal": shape(
            {
                **_VIEW,
                "title": text(24, PLAIN),
                "submit": text(24, PLAIN),
                "close": text(24, PLAIN),
                "clear_on_close": flag,
                "notify_on_close": flag,
                "submit_disabled": flag,
            },
            required=("title", "blocks"),
        ),
        "home": shape(_VIEW, required=("blocks",)),
    }
)
_BLOCKS = listed(by_type({**_SHARED, **_MESSAGE_ONLY}), 50, 0)


def check_message(blocks: Any) -> None:
    """Raise `Refused` (invalid_blocks, msg_blocks_too_long) where Slack would refuse these blocks in a message."""
    if problems := [*_BLOCKS(blocks, "/blocks")] or [*_unique(blocks)]:
        raise Refused("invalid_blocks", *problems)
    if sum(len(words) for words in texts(blocks)) > MESSAGE_TEXT:
        raise Refused("msg_blocks_too_long")


def check_view(view: Any) -> None:
    """Raise `Refused` (invalid_arguments, view_too_large) where Slack would refuse this view."""
    problems = [*_VIEWS(view, "/view")] or [*_unique(view["blocks"]), *_can_be_sent(view)]
    if problems:
        raise Refused("invalid_arguments", *problems)
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        raise Refused("view_too_large")


def elements_of(block: Json) -> list[Json]:
    """The elements that carry an `action_id` in a block."""
    found = [*(block.get("elements") or []), block.get("accessory"), block.get("element")]
    return [one for one in found if block["type"] in ("actions", "section", "input") and one and one["type"] != "image"]


def with_ids(blocks: list[Json], mint: Any) -> list[Json]:
    """The same blocks, with the `block_id` and `action_id` that Slack adds where the app gave none."""
    copy: list[Json] = json.loads(json.dumps(blocks))
    for block in copy:
        block["block_id"] = block.get("block_id") or mint()
        for element in elements_of(block):
            element["action_id"] = element.get("action_id") or mint()
    return copy


def texts(part: Any) -> Iterator[str]:
    """Every `text` string within blocks."""
    if isinstance(part, list):
        for item in part:
            yield from texts(item)
    elif isinstance(part, dict):
        for name, item in part.items():
            if name == "text" and isinstance(item, str):
                yield item
            elif isinstance(item, dict | list):
                yield from texts(item)


def _unique(blocks: list[Json]) -> Iterator[str]:
    seen: set[str] = set()
    for place, block in enumerate(blocks):
        name = block.get("block_id")
        if name in seen:
            yield wrong(f"block_id must be unique: {name}", f"/blocks/{place}/block_id")
        seen.update([name] if name else [])
        actions = [element["action_id"] for element in elements_of(block) if element.get("action_id")]
        if len(set(actions)) < len(actions):
            yield wrong("action_id must be unique within the block", f"/blocks/{place}")


def _can_be_sent(view: Json) -> Iterator[str]:
    if view["type"] == "modal" and not view.get("submit") and any(b["type"] == "input" for b in view["blocks"]):
        yield wrong("submit is required when a modal has input blocks", "/view")
